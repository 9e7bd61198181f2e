/** Checkpoints of the practice's ledger with a witness's signature: given to its devices, and taken from them (docs/spec, WIT-5). */

import { fail } from "@alcove/bytes";
import { importVerifyKey, ledgerOrigin, openLogCheckpoint } from "@alcove/crypto";
import { failure, messages } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { rosterOf } from "../../practice/state.ts";
import { readCosigned } from "../../store/cosigned.ts";
import { takeCosigned } from "../../witness/take-cosigned.ts";
import { answerWith, fullRoute, readAs } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

export function addCosignedRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { sessions, shelf, port, database } = parts;

  app.get(
    "/v1/cosigned",
    fullRoute(sessions, async ({ session }) => {
      const state = await shelf.get(session.practice);
      if (!state) return fail(failure("session-ended"));
      const named = new Set(rosterOf(state).witnesses.map(({ name }) => name));
      const all = await readCosigned(database.db, session.practice);
      return answerWith({ notes: all.filter(({ witness }) => named.has(witness)).map(({ note }) => note) });
    }),
  );

  app.put(
    "/v1/cosigned",
    { bodyLimit: 32 * 1024 },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.CosignedRequest, body);
      if (!request.ok) return request;
      const state = await shelf.get(session.practice);
      if (!state) return fail(failure("session-ended"));
      const key = await importVerifyKey(port, parts.ledgerKey.publicKey);
      const { note } = request.value;
      const isOurs = key && (await openLogCheckpoint(port, key, ledgerOrigin(session.practice), note));
      const taken = isOurs ? await takeCosigned(database.db, port, rosterOf(state), note) : [];
      return taken.length > 0 ? answerWith({}) : fail(failure("cosignature-none"));
    }),
  );
}
