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
import { sealForServer } from "../../keys/sealed-text.ts";
import { judgeCode } from "../../session/second-factor.ts";
import { countSpareCodes, sealSpareCodes } from "../../session/spare-codes.ts";
import { type AccountRow, readAccount, replaceKeys, setSecondFactor, setSpareCodes } from "../../store/accounts.ts";
import { forgetPasskeys } from "../../store/passkeys.ts";
import { type Answer, answerWith, type FullSession, fullRoute, readAs } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

/** Digits that were shown for one of these acts count for trying it again, since each step counts once. */
const steppedUpMs = 2 * 60 * 1000;
/** Digits that were shown at signing in count for setting other ones, and a factor that was set for its first spare codes. */
const freshSecondFactorMs = 10 * 60 * 1000;

type NewKeys = Messages["PassphraseRequest"];

export function addOwnKeysRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { sessions, clock, database } = parts;
  /** One act an account at a time; by account. */
  const underWay = new Map<string, Promise<unknown>>();
  const steppedUp = new WeakMap<FullSession, number>();
  /** When a second factor was set in this session. */
  const justSet = new WeakMap<FullSession, number>();

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
    const shown = await shows(session, row, keys.totp);
    return shown.ok ? ok(row) : shown;
  }

  /** Six digits, where the account has a second factor: a session alone may be somebody at an unlocked screen. */
  async function shows(
    session: FullSession,
    row: AccountRow,
    totp: string | null,
  ): Promise<Result<undefined, Failure>> {
    if (row.totpSealed === null) return ok();
    const shownAt = steppedUp.get(session);
    if (shownAt !== undefined && clock.steadyMs() - shownAt <= steppedUpMs) return ok();
    if (totp === null) return fail(failure("second-factor-needed"));
    const right = await parts.logins.checkCode(row, totp);
    if (right.ok) steppedUp.set(session, clock.steadyMs());
    return right;
  }

  const isFresh = (atMs: number | undefined) => atMs !== undefined && clock.steadyMs() - atMs <= freshSecondFactorMs;

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

  app.get(
    "/v1/second-factor",
    fullRoute(sessions, async ({ session }) => {
      const row = await readAccount(database.db, session.practice, session.account);
      if (!row) return fail(failure("session-ended"));
      return answerWith({ set: row.totpSealed !== null, spareCodes: countSpareCodes(row.spareCodes) });
    }),
  );

  app.post(
    "/v1/second-factor",
    { bodyLimit: 4096 },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.SecondFactorRequest, body);
      if (!request.ok) return request;
      const { secret, code, totp } = request.value;
      const { practice, account, deviceKey, secondFactorAtMs } = session;
      const row = await readAccount(database.db, practice, account);
      if (!row) return fail(failure("session-ended"));
      const nowMs = clock.wallMs();
      const step = judgeCode(secret, code, null, nowMs);
      if (step === undefined) return fail(failure("second-factor-wrong"));
      const shown = isFresh(secondFactorAtMs) ? ok() : await shows(session, row, totp);
      if (!shown.ok) return shown;
      const sealed = sealForServer(parts.keys.sealKey, { practice, of: account, use: "second-factor" }, secret);
      await setSecondFactor(database.db, row, { sealed, step, deviceKey, nowMs });
      justSet.set(session, clock.steadyMs());
      return answerWith({});
    }),
  );

  app.post(
    "/v1/spare-codes",
    { bodyLimit: 1024 },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.SpareCodesRequest, body);
      if (!request.ok) return request;
      const row = await readAccount(database.db, session.practice, session.account);
      if (!row) return fail(failure("session-ended"));
      // They stand in for a second factor; where there is none they would be one.
      if (row.totpSealed === null) return fail(failure("second-factor-needed"));
      const isFirst = countSpareCodes(row.spareCodes) === 0 && isFresh(justSet.get(session));
      const shown = isFirst ? ok() : await shows(session, row, request.value.totp);
      if (!shown.ok) return shown;
      await setSpareCodes(database.db, row, sealSpareCodes(parts.keys.spareCodeKey, row, request.value.codes));
      return answerWith({});
    }),
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
