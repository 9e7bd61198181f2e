/**
 * Recovery (transcripts.md, "Recovery by quorum"): who knows a set gets what checks a card; who has its key says
 * `recovery.use`, with which the account's login key, slot and keyring change in the same commit.
 */

import { equalBytes, fail, ok, type RecoverySetId, type Result } from "@alcove/bytes";
import { hashLarge } from "@alcove/crypto";
import { type Failure, failure, limits, type Messages, messages, parseStatement } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { stageStatement } from "../../practice/stage-entry.ts";
import { answerAppend, answerSync } from "../../practice/sync.ts";
import type { Session } from "../../session/sessions.ts";
import { readAccount, resetKeys } from "../../store/accounts.ts";
import { practiceOfSet } from "../../store/recovery-sets.ts";
import { type Answer, answerWith, cborType, openRoute, readAs, readId, readNumber, sessionRoute } from "../exchange.ts";
import { beginSession } from "../begin-session.ts";
import type { ServerParts } from "../server-parts.ts";

export function addRecoveryRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { sessions } = parts;
  const { db } = parts.database;

  // As with an invite: `?leavesFrom=&bodiesFrom=` to go on where an answer was full.
  app.get(
    "/v1/recovery/:set/roster",
    openRoute(async ({ params, query }): Promise<Result<Answer, Failure>> => {
      const set = readId<RecoverySetId>(params["set"]);
      if (!set.ok) return set;
      const leavesFrom = readNumber(query["leavesFrom"] ?? "0");
      const bodiesFrom = readNumber(query["bodiesFrom"] ?? "0");
      if (!leavesFrom.ok) return leavesFrom;
      if (!bodiesFrom.ok) return bodiesFrom;
      const practice = await practiceOfSet(db, set.value);
      const state = practice && (await parts.shelf.get(practice));
      if (!state) return fail(failure("recovery-set-unknown"));
      const range = { leavesFrom: leavesFrom.value, bodiesFrom: bodiesFrom.value, maxBytes: limits.syncBytes };
      const answer = await answerSync(db, state, { kind: "rosterOnly" }, range);
      return answer.ok ? ok({ bytes: answer.value, type: cborType }) : answer;
    }),
  );

  app.post(
    "/v1/recover",
    { bodyLimit: 4096 },
    openRoute(async ({ body, address }): Promise<Result<Answer, Failure>> => {
      const request = readAs(messages.RecoverRequest, body);
      return request.ok ? beginSession(parts, await parts.recoveries.recover(request.value, address)) : request;
    }),
  );

  app.post(
    "/v1/recovery",
    { bodyLimit: 64 * 1024 },
    sessionRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.RecoveryRequest, body);
      return request.ok ? useCards(parts, session, request.value) : request;
    }),
  );
}

async function useCards(
  parts: ServerParts,
  session: Session,
  request: Messages["RecoveryRequest"],
): Promise<Result<Answer, Failure>> {
  const { practice, account, deviceKey, scope } = session;
  if (scope.kind !== "recovering") return fail(failure("not-entitled"));
  const statement = parseStatement(request.statement);
  if (!statement) return fail(failure("request-malformed"));
  const [use] = statement.body.operations;
  if (use?.[0] !== "recovery.use") return fail(failure("not-entitled"));
  const [, set, owner, , , device, key, keyringVersion] = use;
  if (!equalBytes(set, scope.set) || !equalBytes(owner, account) || !equalBytes(key, deviceKey))
    return fail(failure("not-entitled"));
  if (request.keyring.keyringVersion !== keyringVersion) return fail(failure("request-malformed"));
  const row = await readAccount(parts.database.db, practice, account);
  if (!row) return fail(failure("login-refused"));
  const bodyHash = await hashLarge(parts.port, request.statement);
  const appended = await parts.queue.submit({
    practice,
    async judge(draft) {
      if (request.from > draft.nextIndex) return failure("request-malformed");
      return stageStatement(parts.port, draft, { account, device }, request.statement, statement, bodyHash);
    },
    write: (trx) => resetKeys(trx, row, request),
  });
  if (!appended.ok) return appended;
  parts.sessions.endAccount(practice, account);
  return answerWith(answerAppend(appended.value.state, appended.value.first, request.from));
}
