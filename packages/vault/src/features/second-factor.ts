/**
 * The second factor: its secret is made here, and proven by a code of the person's authenticator before it counts; and the
 * spare codes that stand in for its digits, each once.
 */

import { type Bytes, encodeCbor, ok, type Result, toBase32 } from "@alcove/bytes";
import type { CryptoPort } from "@alcove/crypto";
import { type Failure, spareCodes } from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import type { SecondFactorView } from "../facade/own-keys.ts";
import { asShown } from "../second-factor-text.ts";
import { readMessage, type Session } from "../session.ts";

/**
 * `code`: of the new secret. `totp`: six digits or a spare code of what it takes the place of. Failures:
 * `second-factor-wrong` (either), `second-factor-needed`, and those of the network.
 */
export async function createSecondFactor(
  opened: Opened,
  secret: Bytes,
  code: string,
  totp: string | undefined,
): Promise<Result<undefined, Failure>> {
  const body = encodeCbor({ secret, code: code.replaceAll(/\D/g, ""), totp: totp ?? null });
  const answered = await opened.inSession((session) => session.call("POST", "/v1/second-factor", body));
  return answered.ok ? ok() : answered;
}

/**
 * `totp`: as it was typed, a spare code with its hyphens too. Counts for two minutes for acts that ask for it. Failures:
 * `second-factor-needed` (nothing was typed), `second-factor-wrong`, `slow-down`, those of the network.
 */
export async function showSecondFactor(opened: Opened, totp: string): Promise<Result<undefined, Failure>> {
  const body = encodeCbor({ totp: asShown(totp) ?? null });
  const answered = await opened.inSession((session) => session.call("POST", "/v1/second-factor/shown", body));
  return answered.ok ? ok() : answered;
}

/** Of the app for six digits. Failures: `second-factor-last`, `second-factor-needed`, `second-factor-wrong`, those of the network. */
export async function endSecondFactor(opened: Opened, totp: string | undefined): Promise<Result<undefined, Failure>> {
  const body = encodeCbor({ totp: totp ?? null });
  const answered = await opened.inSession((session) => session.call("POST", "/v1/second-factor/ended", body));
  return answered.ok ? ok() : answered;
}

export async function secondFactor(disk: Disk, opened: Opened): Promise<Result<SecondFactorView, Failure>> {
  return opened.inSession((session) => askServer(disk, session, () => true));
}

/** With a session: what was set or used up on another device is known here too. */
export async function followSecondFactor(
  disk: Disk,
  session: Session,
  isCurrent: () => boolean,
): Promise<Result<undefined, Failure>> {
  const asked = await askServer(disk, session, isCurrent);
  // A server in whose past this device is not enrolled tells it nothing; what it knows stays.
  return asked.ok || asked.error.code === "not-entitled" ? ok() : asked;
}

async function askServer(
  disk: Disk,
  session: Session,
  isCurrent: () => boolean,
): Promise<Result<SecondFactorView, Failure>> {
  const answered = await session.call("GET", "/v1/second-factor");
  const facts = answered.ok ? readMessage("SecondFactorFacts", answered.value) : answered;
  if (facts.ok && isCurrent()) {
    disk.settings.set("secondFactorSet", facts.value.set);
    disk.settings.set("secondFactor", facts.value);
  }
  return facts;
}

/** `totp`: six digits, or one of the codes there were. Four groups of four each; the server has no more of them than what compares. */
export async function makeSpareCodes(
  crypto: CryptoPort,
  opened: Opened,
  totp: string | undefined,
): Promise<Result<readonly string[], Failure>> {
  const codes = Array.from({ length: spareCodes.count }, () => crypto.random(spareCodes.bytes));
  const request = encodeCbor({ codes, totp: totp ?? null });
  const answered = await opened.inSession((session) => session.call("POST", "/v1/spare-codes", request));
  if (!answered.ok) return answered;
  return ok(codes.map((code) => toBase32(code).replaceAll(/(.{4})(?=.)/g, "$1-")));
}
