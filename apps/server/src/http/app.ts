/** The HTTP server: limits on everything that comes in, routes, and the shape of every failure. */

import { type FastifyInstance, fastify, type FastifyServerOptions, LogController } from "fastify";
import { type Failure, failure, limits } from "@alcove/protocol";
import { addEventRoute } from "./events.ts";
import { cborType, encodeFailure, octetsType, send } from "./exchange.ts";
import { addAccessRoutes } from "./routes/access.ts";
import { addLedgerRoutes } from "./routes/ledger.ts";
import type { ServerParts } from "./server-parts.ts";

export type AppSettings = {
  readonly logger: NonNullable<FastifyServerOptions["logger"]>;
  readonly maxConnections: number;
};

export function createApp(parts: ServerParts, settings: AppSettings): FastifyInstance {
  const app = fastify({
    logger: settings.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    return503OnClosing: false,
    forceCloseConnections: true,
    http: { maxHeaderSize: 8 * 1024, headersTimeout: 15_000 },
  });
  app.server.maxConnections = settings.maxConnections;
  app.removeAllContentTypeParsers();
  const asBytes = (_request: unknown, body: Buffer) => Promise.resolve(body);
  app.addContentTypeParser([cborType, octetsType], { parseAs: "buffer" }, asBytes);
  app.setNotFoundHandler((_request, reply) => send(reply, encodeFailure(failure("route-unknown")), undefined));
  app.setErrorHandler((error, request, reply) => {
    const known = failureOfHttp(error, Number(request.headers["content-length"]), request.routeOptions.bodyLimit);
    if (known.code === "server-failed") request.log.error({ err: error }, "a request failed");
    return send(reply, encodeFailure(known), undefined);
  });
  app.get("/v1/health", (_request, reply) => reply.type("text/plain").send("ok"));
  addAccessRoutes(app, parts);
  addLedgerRoutes(app, parts);
  addEventRoute(app, parts);
  return app;
}

function failureOfHttp(error: unknown, bytes: number, limit: number | undefined): Failure {
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    const most = limit ?? limits.requestBytes;
    return failure("request-too-large", { bytes: Number.isSafeInteger(bytes) ? bytes : most + 1, limit: most });
  }
  return failure(typeof statusCode === "number" && statusCode < 500 ? "request-malformed" : "server-failed");
}
