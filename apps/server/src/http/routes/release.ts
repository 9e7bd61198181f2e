/** Openings of guarded compartments: recorded in the ledger first, then answered with the release part. */

import { equalBytes, fail, type PracticeId, type Result, toHex } from "@alcove/bytes";
import { askedId, hashLarge } from "@alcove/crypto";
import {
  type Failure,
  failure,
  judgeOpening,
  type Messages,
  messages,
  type Opening,
  parseOpening,
  untilDayOf,
} from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { addLeaf } from "../../practice/stage-entry.ts";
import { openingName, type PracticeDraft, rosterOf } from "../../practice/state.ts";
import { answerAppend } from "../../practice/sync.ts";
import { serverReleasePort } from "../../release/release-port.ts";
import { SlowDown } from "../../session/slow-down.ts";
import { type Answer, answerWith, type FullSession, fullRoute, readAs } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

const dayMs = 86_400_000;
/** Nobody opens twenty guarded charts in ten minutes, but whoever takes a practice away does. */
const openings = { free: 20, firstMs: 2000, longestMs: 300_000, forgottenAfterMs: 600_000 };

export function addReleaseRoute(app: FastifyInstance, parts: ServerParts): void {
  const { sessions, keys, database } = parts;
  const port = serverReleasePort(database.db, keys.sealKey);
  const slowDown = new SlowDown(parts.clock, openings);

  app.post(
    "/v1/release",
    { bodyLimit: 4096 },
    fullRoute(sessions, async ({ body, session }): Promise<Result<Answer, Failure>> => {
      const request = readAs(messages.ReleaseRequest, body);
      if (!request.ok) return request;
      const opening = parseOpening(request.value.opening);
      if (!opening) return fail(failure("request-malformed"));
      const { account, device, compartment, epoch } = opening.body;
      if (!equalBytes(account, session.account) || !equalBytes(device, session.scope.device))
        return fail(failure("not-entitled"));
      const name = nameOf(session);
      const seconds = slowDown.secondsLeft(name);
      if (seconds > 0) return fail(failure("slow-down", { seconds }));
      slowDown.failed(name);
      const part = await port.release({ practice: session.practice, compartment, epoch });
      const recorded = await record(parts, session.practice, request.value, opening);
      if (!recorded.ok) return recorded;
      const { state, first } = recorded.value;
      const appended = answerAppend(state, first, request.value.from);
      if (part) return answerWith({ part, ...appended });
      return opening.body.key ? answerWith(appended) : fail(failure("release-part-gone"));
    }),
  );
}

const nameOf = ({ practice, account }: FullSession): string => `${toHex(practice)}/${toHex(account)}`;

async function record(
  parts: ServerParts,
  practice: PracticeId,
  { from, opening: entry }: Messages["ReleaseRequest"],
  opening: Opening,
) {
  const { compartment, account, device, sequence, tag, key } = opening.body;
  const asked = key ? askedId(entry) : null;
  const bodyHash = await hashLarge(parts.port, entry);
  const today = Math.floor(parts.clock.wallMs() / dayMs);
  return parts.queue.submit({
    practice,
    async judge(draft: PracticeDraft) {
      if (from > draft.nextIndex) return failure("request-malformed");
      const roster = rosterOf(draft);
      const refused = await judgeOpening(
        parts.port,
        roster,
        draft.keyLogs.get(toHex(compartment)),
        opening,
        draft.nextIndex,
        draft.openings.get(openingName(opening.body))?.sequence ?? 0,
      );
      if (refused) return refused;
      const of = roster.compartments.get(toHex(compartment));
      if (of && (untilDayOf(of, account) ?? today) < today - 1) return failure("not-entitled");
      draft.openings.set(openingName(opening.body), { device, compartment, sequence, asked });
      addLeaf(draft, "server", tag, compartment, { entry, payload: [], bodyHash });
      return undefined;
    },
  });
}
