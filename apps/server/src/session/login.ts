/**
 * The second half of a login (transcripts.md): login key and device key both sign what both sides made fresh, and the
 * second factor is asked for where the device is new or has not shown one for 30 days. An unknown account costs the same
 * work as a known one, against a key that is derived for it, and ends in the same answer.
 */

import { createSecretKey, hkdfSync } from "node:crypto";
import {
  type AccountId,
  branded,
  type Bytes,
  concatBytes,
  equalBytes,
  fail,
  ok,
  type PracticeId,
  type Result,
  toHex,
  wipe,
} from "@alcove/bytes";
import {
  type CryptoPort,
  importVerifyKey,
  type PublicKey,
  publicKeyOf,
  type SigningSeed,
  verify,
  type VerifyKey,
} from "@alcove/crypto";
import {
  type Assertion,
  deriveSessionKey,
  type EnrolledDevice,
  type Failure,
  failure,
  type Handshake,
  loginBytes,
  loginChallenge,
  type Messages,
  type SessionId,
} from "@alcove/protocol";
import type { Clock } from "../clock.ts";
import { openForServer } from "../keys/sealed-text.ts";
import type { ServerKeys } from "../keys/server-keys.ts";
import { rosterOf } from "../practice/state.ts";
import type { PracticeShelf } from "../practice/shelf.ts";
import {
  type AccountRow,
  readAccount,
  readFormerLoginKeys,
  readSecondFactorAt,
  takeSpareCode,
  useSecondFactor,
} from "../store/accounts.ts";
import { readAuthenticators, useAuthenticator } from "../store/authenticators.ts";
import type { Db } from "../store/tables.ts";
import { judgeShown } from "./authenticators.ts";
import type { HelloDesk } from "./hello.ts";
import { judgeCode } from "./second-factor.ts";
import type { Scope, Session, Sessions } from "./sessions.ts";
import { SlowDown } from "./slow-down.ts";
import { useSpareCode } from "./spare-codes.ts";

/** How long a device may go without showing a second factor. */
export const secondFactorMs = 30 * 24 * 60 * 60 * 1000;

export type LoginParts = {
  readonly db: Db;
  readonly port: CryptoPort;
  readonly clock: Clock;
  readonly keys: ServerKeys;
  readonly shelf: PracticeShelf;
  readonly hellos: HelloDesk;
  readonly sessions: Pick<Sessions, "keysOf">;
  /** Of the pages that this server's people use, once it listens. */
  readonly pages: () => readonly string[];
};

export type LoginDesk = {
  /**
   * Failures: `login-refused`, `device-revoked`, `second-factor-needed`, `second-factor-wrong`, `authenticator-wrong`, `slow-down`.
   * `address`: where the request came from.
   */
  login(request: Messages["LoginRequest"], address: string): Promise<Result<Session, Failure>>;
  /** Whether `code`, six digits or a spare code, is right now for the account; uses it up. `shownBy`: the device that isn't asked for 30 days. Failures as in `login`. */
  checkCode(account: AccountRow, code: string, shownBy: PublicKey): Promise<Result<undefined, Failure>>;
  /** Whether one of the account's authenticators signed this challenge. Failures: `authenticator-wrong`, `slow-down`. */
  checkAuthenticator(
    account: Account,
    challenge: Bytes,
    shown: Assertion,
    shownBy: PublicKey,
  ): Promise<Result<undefined, Failure>>;
};

type Account = Pick<AccountRow, "practice" | "account">;

export function createLoginDesk(parts: LoginParts): LoginDesk {
  const { db, port, clock, keys, shelf, hellos, sessions, pages } = parts;
  // Signatures can't be guessed: waits only spare the server the work, so they stay with the address they come from.
  const signatureWaits = new SlowDown(clock, { free: 10, firstMs: 1000, longestMs: 60_000, forgottenAfterMs: 600_000 });
  // Six digits can be, by whoever has the login key. At the longest wait that is one chance in 3,500 a day.
  const codeWaits = new SlowDown(clock, { free: 5, firstMs: 1000, longestMs: 900_000, forgottenAfterMs: 86_400_000 });

  async function login(request: Messages["LoginRequest"], address: string): Promise<Result<Session, Failure>> {
    const pending = hellos.take(request.hello);
    if (!pending) return fail(failure("login-refused"));
    const { handshake, secret } = pending;
    const names = [address, `${address} ${toHex(handshake.practice)}${toHex(handshake.account)}`];
    const seconds = Math.max(...names.map((name) => signatureWaits.secondsLeft(name)));
    if (seconds > 0) return fail(failure("slow-down", { seconds }));

    // Before they are read: what is changed from here on is noticed when the session begins.
    const keysAt = sessions.keysOf(handshake);
    const account = await readAccount(db, handshake.practice, handshake.account);
    const signed = await signedBy(handshake, account, request);
    const state = account && signed.byDevice ? await shelf.get(handshake.practice) : undefined;
    const device = state && deviceWithKey(rosterOf(state).devices, handshake);
    const isReplaced =
      !signed.byLogin && account !== undefined && device !== undefined && (await signedByFormer(handshake, request));
    if (!account || !state || !(signed.byLogin || isReplaced)) {
      for (const name of names) signatureWaits.failed(name);
      return fail(failure("login-refused"));
    }
    // By cards another identity began: it is told before anybody tries to pair it again (PAIR-13).
    if (device?.revoked)
      return fail(failure("device-revoked", device.revoked.reason === "recovered" ? { why: "recovered" } : undefined));
    // Somebody removed keeps login key and Kit: a new device would show them whom the practice has since.
    if (!rosterOf(state).members.has(toHex(account.account))) return fail(failure("login-refused"));
    const asked = !isReplaced && (await secondFactorAsked(account, device, handshake));
    if (asked) {
      const checked = await checkShown(account, request, handshake);
      if (!checked.ok) return checked;
    }
    const { loginSignature, deviceSignature } = request;
    const key = await deriveSessionKey(
      port,
      handshake,
      secret,
      handshake.deviceEphemeral,
      loginSignature,
      deviceSignature,
    );
    if (!key) return fail(failure("login-refused"));
    for (const name of names) signatureWaits.succeeded(name);
    const scope: Scope = device
      ? { kind: isReplaced ? "replaced" : "full", device: device.device }
      : { kind: "enrolling" };
    const { practice, deviceKey } = handshake;
    const id = port.random(16) as SessionId;
    const secondFactorAtMs = asked ? clock.steadyMs() : undefined;
    const macKey = createSecretKey(key);
    wipe(key);
    return ok({ id, macKey, practice, account: handshake.account, deviceKey, scope, secondFactorAtMs, keysAt });
  }

  async function signedBy(
    handshake: Handshake,
    account: AccountRow | undefined,
    request: Messages["LoginRequest"],
  ): Promise<{ readonly byLogin: boolean; readonly byDevice: boolean }> {
    const message = loginBytes(handshake);
    const right = async (key: VerifyKey | undefined, signature: Uint8Array) =>
      key !== undefined && (await verify(port, key, signature, message));
    const decoy = decoyLoginKey(handshake.practice, handshake.account);
    const loginKey = await importVerifyKey(port, account?.loginKey ?? decoy);
    const byLogin = await right(loginKey, request.loginSignature);
    const byDevice = await right(await importVerifyKey(port, handshake.deviceKey), request.deviceSignature);
    return { byLogin, byDevice };
  }

  /** Looked at only for a device that is enrolled and has signed, so that nobody else learns by the time it takes. */
  async function signedByFormer(handshake: Handshake, request: Messages["LoginRequest"]): Promise<boolean> {
    const message = loginBytes(handshake);
    for (const former of await readFormerLoginKeys(db, handshake.practice, handshake.account)) {
      const key = await importVerifyKey(port, former);
      if (key && (await verify(port, key, request.loginSignature, message))) return true;
    }
    return false;
  }

  /** Made for known accounts too, so that both take as long. */
  function decoyLoginKey(practice: PracticeId, account: AccountId): Uint8Array {
    const seed = new Uint8Array(hkdfSync("sha256", keys.decoyKey, "", concatBytes(practice, account), 32));
    return publicKeyOf(branded<SigningSeed>(seed, 32));
  }

  async function secondFactorAsked(
    account: AccountRow,
    device: EnrolledDevice | undefined,
    handshake: Handshake,
  ): Promise<boolean> {
    if (!(await hasSecondFactor(db, account))) return false;
    if (!device) return true;
    const shownAt = await readSecondFactorAt(db, handshake.practice, handshake.deviceKey);
    return shownAt === undefined || shownAt + secondFactorMs <= clock.wallMs();
  }

  async function checkShown(
    account: AccountRow,
    { totp, authenticator }: Messages["LoginRequest"],
    handshake: Handshake,
  ): Promise<Result<undefined, Failure>> {
    if (authenticator)
      return checkAuthenticator(account, loginChallenge(handshake), authenticator, handshake.deviceKey);
    return totp === null ? fail(failure("second-factor-needed")) : checkCode(account, totp, handshake.deviceKey);
  }

  async function checkCode(account: AccountRow, code: string, shownBy: PublicKey): Promise<Result<undefined, Failure>> {
    const take = /^[0-9]{6}$/.test(code) ? takeDigits : takeSpare;
    return slowly(account, "second-factor-wrong", () => take(account, code, shownBy));
  }

  async function checkAuthenticator(
    account: Account,
    challenge: Bytes,
    shown: Assertion,
    shownBy: PublicKey,
  ): Promise<Result<undefined, Failure>> {
    return slowly(account, "authenticator-wrong", async () => {
      const all = await readAuthenticators(db, account);
      const kept = all.find(({ credential }) => equalBytes(credential, shown.credential));
      const counter = kept && (await judgeShown({ challenge, origins: pages() }, kept, shown));
      if (!kept || counter === undefined) return false;
      return useAuthenticator(db, account, kept, counter, { deviceKey: shownBy, nowMs: clock.wallMs() });
    });
  }

  /** Whatever is tried as a second factor: wrong ones make the account's next ones wait. */
  async function slowly(
    account: Account,
    otherwise: "second-factor-wrong" | "authenticator-wrong",
    take: () => Promise<boolean>,
  ): Promise<Result<undefined, Failure>> {
    const name = toHex(account.practice) + toHex(account.account);
    const seconds = codeWaits.begin(name);
    if (seconds > 0) return fail(failure("slow-down", { seconds }));
    if (!(await take())) return fail(failure(otherwise));
    codeWaits.succeeded(name);
    return ok();
  }

  /** Each step once. */
  async function takeDigits(account: AccountRow, code: string, shownBy: PublicKey): Promise<boolean> {
    const secret =
      account.totpSealed &&
      openForServer(
        keys.sealKey,
        { practice: account.practice, of: account.account, use: "second-factor" },
        account.totpSealed,
      );
    const step = secret ? judgeCode(secret, code, account.totpStep, clock.wallMs()) : undefined;
    return step !== undefined && (await useSecondFactor(db, account, step, shownBy, clock.wallMs()));
  }

  /** Each code once. */
  async function takeSpare(account: AccountRow, code: string, shownBy: PublicKey): Promise<boolean> {
    const left = useSpareCode(keys.spareCodeKey, account, account.spareCodes, code);
    return left !== undefined && takeSpareCode(db, account, left, shownBy, clock.wallMs());
  }

  return { login, checkCode, checkAuthenticator };
}

/** An authenticator app, or a passkey or security key. */
export async function hasSecondFactor(db: Db, account: AccountRow): Promise<boolean> {
  return account.totpSealed !== null || (await readAuthenticators(db, account)).length > 0;
}

function deviceWithKey(devices: ReadonlyMap<string, EnrolledDevice>, handshake: Handshake): EnrolledDevice | undefined {
  for (const device of devices.values()) {
    if (equalBytes(device.key.publicKey, handshake.deviceKey) && equalBytes(device.account, handshake.account))
      return device;
  }
  return undefined;
}
