/** The second factor: an authenticator app's secret, passkeys and security keys, spare codes (docs/spec, SES-11 to SES-14). */

import { equalBytes, fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure, limits, messages, sessionChallenge } from "@alcove/protocol";
import type { FastifyInstance } from "fastify";
import { sealForServer } from "../../keys/sealed-text.ts";
import { judgeNew } from "../../session/authenticators.ts";
import { hasSecondFactor } from "../../session/login.ts";
import { judgeCode } from "../../session/second-factor.ts";
import { countSpareCodes, sealSpareCodes } from "../../session/spare-codes.ts";
import type { StepUp } from "../../session/step-up.ts";
import { type AccountRow, endSecondFactor, readAccount, setSecondFactor, setSpareCodes } from "../../store/accounts.ts";
import { addAuthenticator, readAuthenticators, removeAuthenticator } from "../../store/authenticators.ts";
import { answerWith, type FullSession, fullRoute, readAs } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";

export function addSecondFactorRoutes(app: FastifyInstance, parts: ServerParts, stepUp: StepUp): void {
  const { sessions, clock, database, pages, port } = parts;
  const { db } = database;
  const nonces = new WeakMap<FullSession, { readonly nonce: Uint8Array; readonly endsAtMs: number }>();

  async function asker({ practice, account }: FullSession): Promise<Result<AccountRow, Failure>> {
    const row = await readAccount(db, practice, account);
    return row ? ok(row) : fail(failure("session-ended"));
  }

  /** What there is so far is shown with another one, or was at signing in. */
  const mayChange = (session: FullSession, row: AccountRow, totp: string | null) =>
    stepUp.wasShownAtLogin(session) ? ok() : stepUp.shows(session, row, totp);

  /** Of the nonce that was given last, which is used up by it. `undefined`: there is none. */
  function challengeFor(session: FullSession, deviceNonce: Uint8Array) {
    const given = nonces.get(session);
    nonces.delete(session);
    if (!given || given.endsAtMs <= clock.steadyMs()) return undefined;
    const { practice, account, deviceKey, id } = session;
    return sessionChallenge({ practice, account, deviceKey, session: id, serverNonce: given.nonce, deviceNonce });
  }

  app.get(
    "/v1/second-factor",
    fullRoute(sessions, async ({ session }) => {
      const row = await asker(session);
      if (!row.ok) return row;
      const app = row.value.totpSealed !== null;
      const authenticators = (await readAuthenticators(db, session)).map(
        ({ publicKey: _, counter: __, ...known }) => known,
      );
      const set = app || authenticators.length > 0;
      return answerWith({ set, app, spareCodes: countSpareCodes(row.value.spareCodes), authenticators });
    }),
  );

  app.post(
    "/v1/second-factor",
    { bodyLimit: 4096 },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.SecondFactorRequest, body);
      if (!request.ok) return request;
      const { secret, code, totp } = request.value;
      const { practice, account, deviceKey } = session;
      const row = await asker(session);
      if (!row.ok) return row;
      const nowMs = clock.wallMs();
      const step = judgeCode(secret, code, null, nowMs);
      if (step === undefined) return fail(failure("second-factor-wrong"));
      const shown = await mayChange(session, row.value, totp);
      if (!shown.ok) return shown;
      const sealed = sealForServer(parts.keys.sealKey, { practice, of: account, use: "second-factor" }, secret);
      await setSecondFactor(db, row.value, { sealed, step, deviceKey, nowMs });
      stepUp.set(session);
      return answerWith({});
    }),
  );

  app.post(
    "/v1/second-factor/shown",
    { bodyLimit: 1024 },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.SecondFactorShown, body);
      if (!request.ok) return request;
      const row = await asker(session);
      if (!row.ok) return row;
      const shown = await stepUp.shows(session, row.value, request.value.totp);
      return shown.ok ? answerWith({}) : shown;
    }),
  );

  app.post(
    "/v1/second-factor/ended",
    { bodyLimit: 1024 },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.SecondFactorShown, body);
      if (!request.ok) return request;
      const row = await asker(session);
      if (!row.ok) return row;
      const others = await readAuthenticators(db, session);
      if (others.length === 0) return fail(failure("second-factor-last"));
      const shown = await mayChange(session, row.value, request.value.totp);
      if (!shown.ok) return shown;
      await endSecondFactor(db, row.value);
      return answerWith({});
    }),
  );

  app.post(
    "/v1/spare-codes",
    { bodyLimit: 1024 },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.SpareCodesRequest, body);
      if (!request.ok) return request;
      const row = await asker(session);
      if (!row.ok) return row;
      // They stand in for a second factor; where there is none they would be one.
      if (!(await hasSecondFactor(db, row.value))) return fail(failure("second-factor-needed"));
      const isFirst = countSpareCodes(row.value.spareCodes) === 0 && stepUp.wasSet(session);
      const shown = isFirst ? ok() : await stepUp.shows(session, row.value, request.value.totp);
      if (!shown.ok) return shown;
      await setSpareCodes(db, row.value, sealSpareCodes(parts.keys.spareCodeKey, session, request.value.codes));
      return answerWith({});
    }),
  );

  app.post(
    "/v1/authenticators/nonce",
    { bodyLimit: 1024 },
    fullRoute(sessions, async ({ session }) => {
      const nonce = port.random(32);
      nonces.set(session, { nonce, endsAtMs: clock.steadyMs() + limits.nonceMs });
      return answerWith({ nonce });
    }),
  );

  app.post(
    "/v1/authenticators/shown",
    { bodyLimit: 8192 },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.AuthenticatorShown, body);
      if (!request.ok) return request;
      const challenge = challengeFor(session, request.value.nonce);
      if (!challenge) return fail(failure("authenticator-wrong"));
      const right = await parts.logins.checkAuthenticator(session, challenge, request.value.shown, session.deviceKey);
      if (!right.ok) return right;
      stepUp.shown(session);
      return answerWith({});
    }),
  );

  app.post(
    "/v1/authenticators",
    { bodyLimit: 16 * 1024 },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.AuthenticatorRequest, body);
      if (!request.ok) return request;
      const row = await asker(session);
      if (!row.ok) return row;
      const shown = await mayChange(session, row.value, request.value.totp);
      if (!shown.ok) return shown;
      const challenge = challengeFor(session, request.value.nonce);
      const made = challenge && (await judgeNew({ challenge, origins: pages() }, request.value));
      if (!made) return fail(failure("authenticator-wrong"));
      if ((await readAuthenticators(db, session)).length >= limits.authenticators)
        return fail(failure("authenticators-full", { limit: limits.authenticators }));
      await addAuthenticator(db, session, { ...made, addedAt: clock.wallMs() }, session.deviceKey);
      stepUp.set(session);
      return answerWith({});
    }),
  );

  app.post(
    "/v1/authenticators/removed",
    { bodyLimit: 4096 },
    fullRoute(sessions, async ({ body, session }) => {
      const request = readAs(messages.AuthenticatorRemoved, body);
      if (!request.ok) return request;
      const row = await asker(session);
      if (!row.ok) return row;
      const others = (await readAuthenticators(db, session)).filter(
        ({ credential }) => !equalBytes(credential, request.value.credential),
      );
      if (row.value.totpSealed === null && others.length === 0) return fail(failure("second-factor-last"));
      const shown = await mayChange(session, row.value, request.value.totp);
      if (!shown.ok) return shown;
      await removeAuthenticator(db, session, request.value.credential);
      return answerWith({});
    }),
  );
}
