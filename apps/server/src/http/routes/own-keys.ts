/**
 * A member's own keys: another passphrase for the same identity, or another identity altogether (docs/spec, OWN-1 to
 * OWN-8). Both replace login key, slots and keyring in one transaction, a rekey in the very one that appends its statement.
 */

import { equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { argon2idCost, hashLarge, importVerifyKey } from "@alcove/crypto";
import { type Failure, failure, type Messages, messages, parseStatement, type Statement } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { stageStatement } from "../../practice/stage-entry.ts";
import { answerAppend } from "../../practice/sync.ts";
import type { StepUp } from "../../session/step-up.ts";
import { type AccountRow, readAccount, replaceKeys } from "../../store/accounts.ts";
import { forgetPasskeys } from "../../store/passkeys.ts";
import { type Answer, answerWith, type FullSession, fullRoute, readAs } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

type NewKeys = Messages["PassphraseRequest"];

export function addOwnKeysRoutes(app: FastifyInstance, parts: ServerParts, stepUp: StepUp): void {
  const { sessions, database } = parts;
  /** One act an account at a time; by account. */
  const underWay = new Map<string, Promise<unknown>>();

  /** Begins in the same turn in which the session was checked: whoever ends the session then waits for this. */
  function alone(session: FullSession, act: () => Promise<Result<Answer, Failure>>): Promise<Result<Answer, Failure>> {
    const name = toHex(session.practice) + toHex(session.account);
    if (underWay.has(name)) return Promise.resolve(fail(failure("head-moved")));
    const acting = act().finally(() => underWay.delete(name));
    underWay.set(name, acting);
    return acting;
  }

  /** Who asks, as they stand now, and whether what they bring may follow it. */
  async function admitted(session: FullSession, keys: NewKeys): Promise<Result<AccountRow, Failure>> {
    const row = await readAccount(database.db, session.practice, session.account);
    if (!row) return fail(failure("session-ended"));
    if (!argon2idCost(keys.keyring.kdfVersion)) return fail(failure("kdf-version-unknown"));
    if (!(await importVerifyKey(parts.port, keys.loginKey)) || equalBytes(keys.loginKey, row.loginKey))
      return fail(failure("request-malformed"));
    if (keys.keyring.keyringVersion !== row.keyring.keyringVersion + 1) return fail(failure("head-moved"));
    const shown = await stepUp.shows(session, row, keys.totp);
    return shown.ok ? ok(row) : shown;
  }

  app.post(
    "/v1/keyring",
    { bodyLimit: 1024 },
    fullRoute(sessions, async ({ session }) => {
      sessions.endOthersOfDevice(session);
      await underWay.get(toHex(session.practice) + toHex(session.account))?.catch(() => undefined);
      const row = await readAccount(database.db, session.practice, session.account);
      return row ? answerWith(row.keyring) : fail(failure("session-ended"));
    }),
  );

  app.post(
    "/v1/passphrase",
    fullRoute(sessions, ({ body, session }) =>
      alone(session, async () => {
        const keys = readAs(messages.PassphraseRequest, body);
        if (!keys.ok) return keys;
        const row = await admitted(session, keys.value);
        if (!row.ok) return row;
        const replaced = await database.db.transaction().execute((trx) => replaceKeys(trx, row.value, keys.value));
        if (!replaced) return fail(failure("head-moved"));
        sessions.endOthersOfAccount(session);
        return answerWith({});
      }),
    ),
  );

  app.post(
    "/v1/rekey",
    fullRoute(sessions, ({ body, session }) =>
      alone(session, async () => {
        const request = readAs(messages.RekeyRequest, body);
        if (!request.ok) return request;
        const statement = parseStatement(request.value.statement);
        if (!statement) return fail(failure("request-malformed"));
        if (!beginsIdentity(statement, request.value))
          return fail(failure("statement-refused", { sequence: statement.body.sequence }));
        const row = await admitted(session, request.value);
        return row.ok ? rekey(parts, session, row.value, statement, request.value) : row;
      }),
    ),
  );
}

/** Exactly one identity begins, and it is the one that the keyring is of; that it is the asker's own, the roster's rules say. */
function beginsIdentity({ body }: Statement, { keyring }: NewKeys): boolean {
  const [rekeyed, ...more] = body.operations.filter((each) => each[0] === "member.rekey");
  return rekeyed !== undefined && more.length === 0 && rekeyed[4] === keyring.keyringVersion;
}

async function rekey(
  parts: ServerParts,
  session: FullSession,
  row: AccountRow,
  statement: Statement,
  request: Messages["RekeyRequest"],
): Promise<Result<Answer, Failure>> {
  const { practice, account } = session;
  const bodyHash = await hashLarge(parts.port, request.statement);
  const author = { account, device: session.scope.device };
  const appended = await parts.queue.submit({
    practice,
    async judge(draft) {
      if (request.from > draft.nextIndex) return failure("request-malformed");
      return stageStatement(parts.port, draft, author, request.statement, statement, bodyHash);
    },
    async write(trx) {
      // Nobody else writes an account's keys meanwhile; were it so, the statement must not stand without them.
      if (!(await replaceKeys(trx, row, request))) throw new Error("bug: the keyring was replaced during a rekey");
      await forgetPasskeys(trx, session);
    },
  });
  if (!appended.ok) return appended;
  parts.sessions.endOthersOfAccount(session);
  return answerWith(answerAppend(appended.value.state, appended.value.first, request.from));
}
