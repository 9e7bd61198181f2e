/**
 * Large bodies are read only for sessions that live, and only while there is room for them: a stranger who opens many
 * connections can't make the server hold more than `smallBodyBytes` on each.
 */

import { failure, limits, sessionHeader } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import type { Sessions } from "../session/sessions.ts";
import { encodeFailure, oneHeader, send } from "./exchange.ts";

/** The largest body outside a session is an invite's message. */
export const smallBodyBytes = 128 * 1024;

/** `roomBytes`: for all large bodies that are being read or worked on. */
export function addBodyGate(app: FastifyInstance, sessions: Sessions, roomBytes: number): void {
  let heldBytes = 0;
  app.addHook("onRequest", (request, reply, done) => {
    const declared = request.headers["content-length"];
    const isChunked = request.headers["transfer-encoding"] !== undefined;
    const bytes = isChunked ? limits.requestBytes : Number(declared ?? 0);
    if (bytes <= smallBodyBytes) return done();
    const unknown = sessions.findRefusal(oneHeader(request.headers[sessionHeader]));
    const refusal = unknown ?? (heldBytes + bytes > roomBytes ? failure("slow-down", { seconds: 1 }) : undefined);
    if (refusal) {
      send(reply, encodeFailure(refusal), undefined);
      return;
    }
    heldBytes += bytes;
    reply.raw.once("close", () => {
      heldBytes -= bytes;
    });
    done();
  });
}
