/** The list of the session's own passkeys, which only its person's devices open (docs/spec, PSK-4). */

import { fail } from "@alcove/bytes";
import { failure, limits, messages } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { keepPasskeys, readPasskeys } from "../../store/passkeys.ts";
import { answerWith, fullRoute, readAs } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

/** The counter and the names of both fields, around the sealed bytes. */
const overheadBytes = 64;

export function addPasskeyRoutes(app: FastifyInstance, { sessions, database: { db } }: ServerParts): void {
  app.get(
    "/v1/passkeys",
    fullRoute(sessions, async ({ session }) => {
      const kept = await readPasskeys(db, session);
      return kept ? answerWith(kept) : fail(failure("session-ended"));
    }),
  );

  app.put(
    "/v1/passkeys",
    { bodyLimit: limits.passkeysBytes + overheadBytes },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.PasskeysRequest, body);
      if (!request.ok) return request;
      const kept = await keepPasskeys(db, session, request.value);
      return kept.ok ? answerWith({}) : kept;
    }),
  );
}
