/** Append and sync: the ledger's way in and out. */

import { equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  type Failure,
  failure,
  isAmong,
  limits,
  type Messages,
  messages,
  type Operation,
  type Roster,
} from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { type Author, prepareEntry, type PreparedEntry, stageEntry } from "../../practice/stage-entry.ts";
import { rosterOf } from "../../practice/state.ts";
import { answerAppend, answerPast, answerSync } from "../../practice/sync.ts";
import type { StepUp } from "../../session/step-up.ts";
import type { Session } from "../../session/sessions.ts";
import { type Answer, answerWith, cborType, fullRoute, readAs, sessionRoute } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

const dayMs = 86_400_000;

export function addLedgerRoutes(app: FastifyInstance, parts: ServerParts, stepUp: StepUp): void {
  const { sessions } = parts;

  app.post(
    "/v1/append",
    { bodyLimit: limits.requestBytes },
    sessionRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.AppendRequest, body);
      return request.ok ? append(parts, stepUp, session, request.value) : request;
    }),
  );

  app.post(
    "/v1/past",
    { bodyLimit: 64 * 1024 },
    fullRoute(sessions, async ({ body, session }): Promise<Result<Answer, Failure>> => {
      const request = readAs(messages.PastRequest, body);
      if (!request.ok) return request;
      const state = await parts.shelf.get(session.practice);
      if (!state) return fail(failure("session-ended"));
      const answer = await answerPast(parts.database.db, state, audienceOf(parts, session), request.value);
      return answer.ok ? ok({ bytes: answer.value, type: cborType }) : answer;
    }),
  );

  app.post(
    "/v1/sync",
    { bodyLimit: 4096 },
    sessionRoute(sessions, async ({ body, session }): Promise<Result<Answer, Failure>> => {
      const request = readAs(messages.SyncRequest, body);
      if (!request.ok) return request;
      const state = await parts.shelf.get(session.practice);
      if (!state) return fail(failure("session-ended"));
      const audience = session.scope.kind === "full" ? audienceOf(parts, session) : ({ kind: "rosterOnly" } as const);
      const answer = await answerSync(parts.database.db, state, audience, request.value);
      return answer.ok ? ok({ bytes: answer.value, type: cborType }) : answer;
    }),
  );
}

/** What is sent to a device of theirs is remembered. */
function audienceOf({ served, clock }: ServerParts, { practice, account, scope }: Session) {
  const sends = (to: number): void => {
    if (scope.kind === "full") served.note(practice, { device: scope.device, to, at: clock.wallMs() });
  };
  return { kind: "member", account, sends } as const;
}

async function append(
  parts: ServerParts,
  stepUp: StepUp,
  session: Session,
  { from, entries, releaseParts = [] }: Messages["AppendRequest"],
): Promise<Result<Answer, Failure>> {
  const state = await parts.shelf.get(session.practice);
  if (!state) return fail(failure("session-ended"));
  const prepared: PreparedEntry[] = [];
  const release = { sealKey: parts.keys.sealKey, left: [...releaseParts] };
  for (const entry of entries) {
    const each = await prepareEntry(parts.port, rosterOf(state), entry, release);
    if (!each.ok) return each;
    prepared.push(each.value);
  }
  if (release.left.length > 0) return fail(failure("request-malformed"));
  if (prepared.some(beginsIdentity)) return fail(failure("statement-refused"));
  const author = authorOf(session, prepared);
  if (!author) return fail(failure("not-entitled"));
  const asks = prepared.some((each) => asksForFactor(each, rosterOf(state)));
  if (asks && !(await stepUp.isFresh(session))) return fail(failure("second-factor-again"));
  const today = Math.floor(parts.clock.wallMs() / dayMs);
  const appended = await parts.queue.submit({
    practice: session.practice,
    async judge(draft) {
      if (from > draft.nextIndex) return failure("request-malformed");
      for (const each of prepared) {
        const refused = await stageEntry(parts.port, draft, author, each, today);
        if (refused) return refused;
      }
      return undefined;
    },
  });
  return appended.ok ? answerWith(answerAppend(appended.value.state, appended.value.first, from)) : appended;
}

/**
 * What gives somebody the practice or takes it from others: whoever sits down at a screen that was left open shall not do it.
 * Taking a lost device out is not among it: that must go at once, and the factor may be on that very device.
 */
const weighty: ReadonlySet<Operation[0]> = new Set<Operation[0]>([
  "member.remove",
  "member.role",
  "recovery.set",
  "successor.set",
  "successor.use",
  "compartment.destroy",
  "policy.set",
  "guard.unset",
  "witness.set",
]);

function asksForFactor(entry: PreparedEntry, roster: Roster | undefined): boolean {
  if (entry.kind !== "roster") return false;
  return entry.statement.body.operations.some((each) => weighty.has(each[0]) || changesReleasers(each, roster));
}

/**
 * Who lets openings of a guarded chart through decides over it as its guard does. Not so the first ones of psychotherapy notes: these
 * follow the chart's when somebody writes, who is not to be asked for anything then.
 */
function changesReleasers(operation: Operation, roster: Roster | undefined): boolean {
  if (operation[0] !== "entitle" && operation[0] !== "disentitle") return false;
  const compartments = operation[0] === "entitle" ? operation[4] : operation[2];
  return compartments.some((id) => {
    const { kind, releasers } = roster?.compartments.get(toHex(id)) ?? { releasers: [] };
    const isGiven = operation[0] === "entitle" && operation[2] === "release";
    return isGiven ? kind === "clinical" || releasers.length > 0 : isAmong(releasers, operation[1]);
  });
}

/** Half a rekey: its statement stands together with login key, slots and keyring, by a route of its own. */
function beginsIdentity(entry: PreparedEntry): boolean {
  return entry.kind === "roster" && entry.statement.body.operations.some(([name]) => name === "member.rekey");
}

/**
 * A device that is not enrolled may append one thing only: the statement that enrols it, and nothing else. One whose
 * login key counts no more appends nothing.
 */
function authorOf(session: Session, prepared: readonly PreparedEntry[]): Author | undefined {
  if (session.scope.kind === "full") return { account: session.account, device: session.scope.device };
  if (session.scope.kind !== "enrolling") return undefined;
  const [only, ...more] = prepared;
  if (only?.kind !== "roster" || more.length > 0) return undefined;
  const [operation, ...others] = only.statement.body.operations;
  if (operation?.[0] !== "device.enrol" || others.length > 0) return undefined;
  const [, account, device, key, via] = operation;
  if (via !== "kit" || !equalBytes(account, session.account) || !equalBytes(key, session.deviceKey)) return undefined;
  return { account, device };
}
