/** For whoever runs the server: whether it is well, and how busy. */

import { utf8 } from "@alcove/bytes";
import { failure } from "@alcove/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type EncodedAnswer, encodeFailure, send } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

export function addStatusRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { metrics, sessions, nudges, shelf, queue, database } = parts;
  app.addHook("onResponse", (request, reply, done) => {
    metrics.countRequest(request.routeOptions.url ?? "other", reply.statusCode, reply.elapsedTime / 1000);
    done();
  });

  app.get("/v1/health", (_request, reply) => send(reply, plain("text/plain", "ok"), undefined));

  app.get("/v1/metrics", (request, reply) => {
    if (!isLocal(request)) return send(reply, encodeFailure(failure("route-unknown")), undefined);
    const memory = process.memoryUsage();
    const text = metrics.text({
      alcove_sessions: sessions.size,
      alcove_event_streams: nudges.size,
      alcove_practices_in_memory: shelf.size,
      alcove_appends_waiting: queue.waiting,
      alcove_database_bytes: database.fileBytes(),
      process_resident_memory_bytes: memory.rss,
      nodejs_heap_used_bytes: memory.heapUsed,
    });
    return send(reply, plain("text/plain; version=0.0.4", text), undefined);
  });
}

function plain(type: string, text: string): EncodedAnswer {
  return { status: 200, type, bytes: utf8(text) };
}

/** From this computer itself, not through a proxy that stands on it. */
function isLocal(request: FastifyRequest): boolean {
  const from = request.socket.remoteAddress ?? "";
  const isLoopback = from === "::1" || /^(::ffff:)?127\./.test(from);
  const forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "via"];
  return isLoopback && forwarded.every((name) => request.headers[name] === undefined);
}
