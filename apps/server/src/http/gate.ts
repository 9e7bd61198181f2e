/**
 * What every request passes first: the name it asks for, and whose page asks.
 *
 * A page of a stranger can make a browser send requests here under a name of its own (DNS rebinding), so only the names
 * this server goes by are answered. Other origins' pages read API answers only where the operator named them.
 */

import { answerHeader, failure, sessionHeader } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { encodeFailure, send } from "./exchange.ts";
import { securityHeaders } from "./security-headers.ts";
import type { ServerParts } from "./server-parts.ts";

const preflightSeconds = 600;
/** Names that no stranger's page can have. */
const loopbackName = /^(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?$/;

export function addGate(app: FastifyInstance, parts: ServerParts, appOrigins: readonly string[]): void {
  const known = new Set(appOrigins);
  // The origin is known for certain once the server listens, which is before the first request.
  const own: { facts?: OriginFacts } = {};

  app.addHook("onRequest", (request, reply, done) => {
    own.facts ??= factsOf(parts.origin);
    reply.headers(own.facts.headers);
    const asked = request.headers.host ?? "";
    if (asked !== own.facts.host && !loopbackName.test(asked)) {
      send(reply, encodeFailure(failure("route-unknown")), undefined);
      return;
    }
    const { origin } = request.headers;
    if (request.url.startsWith("/v1/")) {
      reply.header("vary", "origin");
      if (origin !== undefined && known.has(origin)) {
        reply.header("access-control-allow-origin", origin);
        reply.header("access-control-expose-headers", answerHeader);
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
    }
    if (parts.stopping) {
      send(reply, encodeFailure(failure("server-stopping")), undefined);
      return;
    }
    done();
  });
}

type OriginFacts = { readonly host: string; readonly headers: Readonly<Record<string, string>> };

function factsOf(origin: string): OriginFacts {
  const { host, protocol } = new URL(origin);
  return { host, headers: securityHeaders(protocol === "https:") };
}
