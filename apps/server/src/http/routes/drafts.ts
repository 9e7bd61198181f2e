/** Draft slots of the session's own account. */

import { limits, messages } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { eraseDraft, keepDraft, readDrafts, type SlotId } from "../../store/drafts.ts";
import { answerWith, fullRoute, readAs, readId } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

/** A slot's other fields, around the sealed bytes. */
const slotOverheadBytes = 64;

export function addDraftRoutes(app: FastifyInstance, { sessions, database: { db } }: ServerParts): void {
  app.get(
    "/v1/drafts",
    fullRoute(sessions, async ({ session }) => answerWith(await readDrafts(db, session))),
  );

  app.put(
    "/v1/drafts/:slot",
    { bodyLimit: limits.draftBytes + slotOverheadBytes },
    fullRoute(sessions, async ({ body, params, session }) => {
      const slot = readId<SlotId>(params["slot"]);
      if (!slot.ok) return slot;
      const request = readAs(messages.DraftSlot, body);
      if (!request.ok) return request;
      const kept = await keepDraft(db, session, slot.value, request.value);
      return kept.ok ? answerWith({}) : kept;
    }),
  );

  app.delete(
    "/v1/drafts/:slot",
    fullRoute(sessions, async ({ params, session }) => {
      const slot = readId<SlotId>(params["slot"]);
      if (!slot.ok) return slot;
      await eraseDraft(db, session, slot.value);
      return answerWith({});
    }),
  );
}
