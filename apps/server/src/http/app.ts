/** The HTTP server: limits on everything that comes in, routes, and the shape of every failure. */

import type { Socket } from "node:net";
import { type FastifyInstance, fastify, type FastifyServerOptions, LogController } from "fastify";
import { type Failure, failure, limits } from "@alcove/protocol";
import { addBodyGate } from "./body-gate.ts";
import type { Bundle } from "./bundle.ts";
import { addEventRoute } from "./events.ts";
import { cborType, encodeFailure, octetsType, send } from "./exchange.ts";
import { addGate } from "./gate.ts";
import { addAccessRoutes } from "./routes/access.ts";
import { addBlobRoutes } from "./routes/blobs.ts";
import { addDraftRoutes } from "./routes/drafts.ts";
import { addInviteRoutes } from "./routes/invites.ts";
import { addLedgerRoutes } from "./routes/ledger.ts";
import { addOwnKeysRoutes } from "./routes/own-keys.ts";
import { addSecondFactorRoutes } from "./routes/second-factor.ts";
import { createStepUp } from "../session/step-up.ts";
import { addPasskeyRoutes } from "./routes/passkeys.ts";
import { addPortalRoutes } from "./routes/portal.ts";
import { addRecoveryRoutes } from "./routes/recovery.ts";
import { addReleaseRoute } from "./routes/release.ts";
import { addCosignedRoutes } from "./routes/cosigned.ts";
import { addServedRoute } from "./routes/served.ts";
import { addStatusRoutes } from "./routes/status.ts";
import { addWitnessRoutes } from "./routes/witness.ts";
import type { ServerParts } from "./server-parts.ts";

/** A request that is cut short, too slow or too large ends here and leaves nothing. 8 MiB take 5 minutes at 220 kbit/s. */
const timeouts = { requestMs: 300_000, keepAliveMs: 72_000, headersMs: 15_000 };
const headerBytes = 8 * 1024;

export type AppSettings = {
  readonly logger: NonNullable<FastifyServerOptions["logger"]>;
  readonly maxConnections: number;
  /** For all large bodies together. */
  readonly maxBufferedBytes: number;
  /** Other origins whose pages may call the API. */
  readonly appOrigins: readonly string[];
  /** The web app; absent: API only. */
  readonly bundle: Bundle | undefined;
};

export function createApp(parts: ServerParts, settings: AppSettings): FastifyInstance {
  const { bundle } = settings;
  const app = fastify({
    logger: settings.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    exposeHeadRoutes: false,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    return503OnClosing: false,
    forceCloseConnections: "idle",
    http: { maxHeaderSize: headerBytes, headersTimeout: timeouts.headersMs },
    clientErrorHandler: refuseConnection,
  });
  app.server.maxConnections = settings.maxConnections;
  app.removeAllContentTypeParsers();
  const asBytes = (_request: unknown, body: Buffer) => Promise.resolve(body);
  app.addContentTypeParser([cborType, octetsType], { parseAs: "buffer" }, asBytes);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const isRead = request.method === "GET" || request.method === "HEAD";
    const name = isRead && !path.startsWith("/v1/") ? bundle?.find(path) : undefined;
    if (bundle && name !== undefined) return bundle.answer(name, request, reply);
    return send(reply, encodeFailure(failure("route-unknown")), undefined);
  });
  app.setErrorHandler((error, request, reply) => {
    const known = failureOfHttp(error, Number(request.headers["content-length"]), request.routeOptions.bodyLimit);
    if (known.code === "server-failed") request.log.error({ err: error }, "a request failed");
    return send(reply, encodeFailure(known), undefined);
  });
  addGate(app, parts, settings.appOrigins);
  addBodyGate(app, parts.sessions, settings.maxBufferedBytes);
  addStatusRoutes(app, parts);
  addAccessRoutes(app, parts);
  const stepUp = createStepUp({ db: parts.database.db, clock: parts.clock, logins: parts.logins });
  addOwnKeysRoutes(app, parts, stepUp);
  addSecondFactorRoutes(app, parts, stepUp);
  addPasskeyRoutes(app, parts);
  addLedgerRoutes(app, parts, stepUp);
  addBlobRoutes(app, parts);
  addDraftRoutes(app, parts);
  addInviteRoutes(app, parts, stepUp);
  addPortalRoutes(app, parts);
  addRecoveryRoutes(app, parts);
  addReleaseRoute(app, parts);
  addServedRoute(app, parts);
  addCosignedRoutes(app, parts);
  if (parts.witness) addWitnessRoutes(app, parts.witness);
  addEventRoute(app, parts);
  return app;
}

/** What is no HTTP request gets the same shape of answer as a malformed one. */
function refuseConnection(_error: unknown, socket: Socket): void {
  const { status, bytes, type } = encodeFailure(failure("request-malformed"));
  if (socket.writable) {
    const head = `HTTP/1.1 ${status} Bad Request\r\ncontent-type: ${type}\r\ncontent-length: ${bytes.length}\r\nconnection: close\r\n\r\n`;
    socket.write(head);
    socket.end(bytes);
  } else socket.destroy();
}

function failureOfHttp(error: unknown, bytes: number, limit: number | undefined): Failure {
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    const most = limit ?? limits.requestBytes;
    return failure("request-too-large", { bytes: Number.isSafeInteger(bytes) ? bytes : most + 1, limit: most });
  }
  return failure(typeof statusCode === "number" && statusCode < 500 ? "request-malformed" : "server-failed");
}
