/**
 * What every request passes first: the name it asks for, and whose page asks.
 *
 * A page of a stranger can make a browser send requests here under a name of its own (DNS rebinding), so only the names
 * this server goes by are answered. Other origins' pages read API answers only where the operator named them.
 */

import { answerHeader, failure, sessionHeader } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { encodeFailure, send } from "./exchange.ts";
import type { ServerParts } from "./server-parts.ts";

const preflightSeconds = 600;
/** Names that no stranger's page can have. */
const loopbackName = /^(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?$/;

export function addGate(app: FastifyInstance, parts: ServerParts, appOrigins: readonly string[]): void {
  const known = new Set(appOrigins);
  // The origin is known for certain once the server listens, which is before the first request.
  const own: { host?: string } = {};

  app.addHook("onRequest", (request, reply, done) => {
    own.host ??= new URL(parts.origin).host;
    const asked = request.headers.host ?? "";
    if (asked !== own.host && !loopbackName.test(asked)) {
      send(reply, encodeFailure(failure("route-unknown")), undefined);
      return;
    }
    const { origin } = request.headers;
    if (origin !== undefined && known.has(origin) && request.url.startsWith("/v1/")) {
      reply
        .header("vary", "origin")
        .header("access-control-allow-origin", origin)
        .header("access-control-expose-headers", answerHeader);
      if (request.method === "OPTIONS") {
        reply
          .header("access-control-allow-methods", "GET, POST, PUT, DELETE")
          .header("access-control-allow-headers", `content-type, ${sessionHeader}`)
          .header("access-control-max-age", String(preflightSeconds))
          .code(204)
          .send();
        return;
      }
    }
    if (parts.stopping) {
      send(reply, encodeFailure(failure("server-stopping")), undefined);
      return;
    }
    done();
  });
}
