/** For other servers: cosigning their checkpoints, where this one was told to (C2SP tlog-witness). No session, no MAC, plain text. */

import { fromUtf8, utf8 } from "@alcove/bytes";
import type { FastifyInstance } from "fastify";
import type { WitnessDesk } from "../../witness/witness-desk.ts";
import { send } from "../exchange.ts";

/** 63 hashes and a signed note. */
const requestBytes = 32 * 1024;

export function addWitnessRoutes(app: FastifyInstance, witness: WitnessDesk): void {
  app.get("/witness-key", (_request, reply) =>
    send(reply, { status: 200, type: "text/plain; charset=utf-8", bytes: utf8(`${witness.key}\n`) }, undefined),
  );
  // Here a body is text, whatever its sender calls it.
  app.register((inner, _options, done) => {
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body: Buffer, parsed) => parsed(null, body));
    inner.post("/add-checkpoint", { bodyLimit: requestBytes }, async ({ body }, reply) => {
      const text = body instanceof Uint8Array ? fromUtf8(body) : undefined;
      return send(reply, await witness.add(text ?? ""), undefined);
    });
    done();
  });
}
