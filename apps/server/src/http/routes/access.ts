/** Founding, signing in and out, the keyring, the second factor. */

import { equalBytes, fail, ok, type Result, toHex, utf8 } from "@alcove/bytes";
import { hashLarge, verify } from "@alcove/crypto";
import {
  accountBytes,
  type Failure,
  failure,
  type Messages,
  messages,
  parseStatement,
  protocolVersion,
  type Statement,
} from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { sealForServer } from "../../keys/sealed-text.ts";
import { stageStatement } from "../../practice/stage-entry.ts";
import { answerAppend } from "../../practice/sync.ts";
import { SlowDown } from "../../session/slow-down.ts";
import { insertAccount, readAccount } from "../../store/accounts.ts";
import { anySessionRoute, type Answer, answerWith, openRoute, readAs, sessionRoute } from "../exchange.ts";
import { beginSession } from "../begin-session.ts";
import type { ServerParts } from "../server-parts.ts";

export function addAccessRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { sessions, hellos, clock } = parts;
  // Founding writes for anybody: a burst is fine, a stream is not.
  const foundingWaits = new SlowDown(clock, {
    free: 500,
    firstMs: 1000,
    longestMs: 60_000,
    forgottenAfterMs: 3_600_000,
  });

  // Signatures can't be guessed: waits only spare the server the work.
  const accountWaits = new SlowDown(clock, { free: 20, firstMs: 1000, longestMs: 60_000, forgottenAfterMs: 600_000 });

  app.get(
    "/v1/server",
    openRoute(async () => answerWith(serverFacts(parts))),
  );

  app.post(
    "/v1/practices",
    { bodyLimit: 64 * 1024 },
    openRoute(async ({ body, address }) => {
      if (parts.founding === "closed") return fail(failure("founding-closed"));
      const seconds = foundingWaits.secondsLeft(address);
      if (seconds > 0) return fail(failure("slow-down", { seconds }));
      foundingWaits.failed(address);
      const request = readAs(messages.FoundRequest, body);
      return request.ok ? found(parts, request.value) : request;
    }),
  );

  app.post(
    "/v1/accounts",
    { bodyLimit: 32 * 1024 },
    openRoute(async ({ body, address }) => {
      const seconds = accountWaits.secondsLeft(address);
      if (seconds > 0) return fail(failure("slow-down", { seconds }));
      const request = readAs(messages.AccountRequest, body);
      if (!request.ok) return request;
      const made = await makeAccount(parts, request.value);
      if (!made.ok) accountWaits.failed(address);
      return made.ok ? answerWith({}) : made;
    }),
  );

  app.post(
    "/v1/hello",
    { bodyLimit: 4096 },
    openRoute(async ({ body }) => {
      const request = readAs(messages.HelloRequest, body);
      return request.ok ? answerWith(await hellos.answer(parts.origin, request.value)) : request;
    }),
  );

  app.post(
    "/v1/login",
    { bodyLimit: 8192 },
    openRoute(async ({ body, address }) => {
      const request = readAs(messages.LoginRequest, body);
      return request.ok ? beginSession(parts, await parts.logins.login(request.value, address)) : request;
    }),
  );

  app.post(
    "/v1/logout",
    anySessionRoute(sessions, async ({ session }) => {
      sessions.end(session);
      return answerWith({});
    }),
  );

  app.get(
    "/v1/keyring",
    sessionRoute(sessions, async ({ session }) => {
      // Cards give an account to somebody new: what the one before had sealed is no affair of theirs.
      if (session.scope.kind === "replaced" || session.scope.kind === "recovering")
        return fail(failure("not-entitled"));
      const account = await readAccount(parts.database.db, session.practice, session.account);
      return account ? answerWith(account.keyring) : fail(failure("session-ended"));
    }),
  );
}

function serverFacts({ ledgerKey, founding }: ServerParts): Messages["ServerFacts"] {
  return { version: protocolVersion, ledgerKey: ledgerKey.publicKey, founding: founding === "open" };
}

/** The first statement names everything that is bound for good, so it must name what is true here. */
async function found(parts: ServerParts, request: Messages["FoundRequest"]): Promise<Result<Answer, Failure>> {
  const statement = parseStatement(request.statement);
  if (!statement) return fail(failure("request-malformed"));
  if (!isOurs(parts, statement, request)) return fail(failure("statement-refused", { sequence: 0 }));
  const { practice, account } = request;
  const bodyHash = await hashLarge(parts.port, request.statement);
  const author = { account, device: statement.body.device };
  const appended = await parts.queue.submit({
    practice,
    founds: true,
    judge: (draft) => stageStatement(parts.port, draft, author, request.statement, statement, bodyHash),
    write: (trx) =>
      insertAccount(trx, {
        practice,
        account,
        loginKey: request.loginKey,
        emailSealed: sealForServer(parts.keys.sealKey, { practice, of: account, use: "e-mail" }, utf8(request.email)),
        keyring: request.keyring,
        totpSealed: null,
        totpStep: null,
      }),
  });
  if (appended.ok) return answerWith(answerAppend(appended.value.state, 0, 0));
  if (appended.error.code !== "practice-exists") return appended;
  return foundedBefore(parts, request, bodyHash);
}

/** A founder whose answer was lost asks again, with the same bytes. */
async function foundedBefore(
  parts: ServerParts,
  request: Messages["FoundRequest"],
  bodyHash: Uint8Array,
): Promise<Result<Answer, Failure>> {
  const state = await parts.shelf.get(request.practice);
  const account = await readAccount(parts.database.db, request.practice, request.account);
  const isSame =
    state?.ledger.size === 1 &&
    equalBytes(state.ledger.leaves(0, 1).subarray(17), bodyHash) &&
    account !== undefined &&
    equalBytes(account.loginKey, request.loginKey);
  return isSame ? answerWith(answerAppend(state, 0, 0)) : fail(failure("practice-exists"));
}

/**
 * A member whom the roster names makes the account that they log in with: once, and signed by the identity that was added.
 * Failures: `login-refused` (no such member, or not their signature), `account-exists`.
 */
async function makeAccount(
  parts: ServerParts,
  { signature, ...request }: Messages["AccountRequest"],
): Promise<Result<undefined, Failure>> {
  const { practice, account, loginKey, keyring, email } = request;
  const state = await parts.shelf.get(practice);
  const member = state?.roster?.members.get(toHex(account));
  if (!member || !(await verify(parts.port, member.identitySign, signature, accountBytes(request))))
    return fail(failure("login-refused"));
  const { db } = parts.database;
  const there = await readAccount(db, practice, account);
  // Whoever did not get the answer asks again, with the same bytes.
  if (there) return equalBytes(there.loginKey, loginKey) ? ok() : fail(failure("account-exists"));
  const emailSealed = sealForServer(parts.keys.sealKey, { practice, of: account, use: "e-mail" }, utf8(email));
  const row = { practice, account, loginKey, emailSealed, keyring, totpSealed: null, totpStep: null };
  await db.transaction().execute((trx) => insertAccount(trx, row));
  return ok();
}

function isOurs(parts: ServerParts, statement: Statement, request: Messages["FoundRequest"]): boolean {
  const [create] = statement.body.operations;
  if (create?.[0] !== "practice.create") return false;
  const [, practice, origin, ledgerKey, account] = create;
  return (
    equalBytes(practice, request.practice) &&
    equalBytes(account, request.account) &&
    origin === parts.origin &&
    equalBytes(ledgerKey, parts.ledgerKey.publicKey)
  );
}
