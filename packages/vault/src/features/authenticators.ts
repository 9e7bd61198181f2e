/**
 * Authenticators (passkeys, security keys) as second factor: asked over what this device builds itself, out of its own
 * nonce and the server's (docs/spec, SES-13). Whether one is right only the server says.
 */

import { type Bytes, type CborValue, encodeCbor, fail, ok, type Result } from "@alcove/bytes";
import type { CryptoPort } from "@alcove/crypto";
import { type Failure, failure, sessionChallenge } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { AddAuthenticator } from "../facade/own-keys.ts";
import { type AskAuthenticator, readMessage, type Session } from "../session.ts";

/** What a new one signs, and this device's part of it. */
export type AuthenticatorPlace = { readonly nonce: Bytes; readonly challenge: Bytes };

export async function askForNonce(crypto: CryptoPort, opened: Opened): Promise<Result<AuthenticatorPlace, Failure>> {
  return opened.inSession((session) => placeIn(crypto, opened, session));
}

/** Failures: `authenticator-none`, `authenticator-wrong`, `second-factor-needed` (to sign in at all), those of the network. */
export async function showAuthenticator(
  crypto: CryptoPort,
  opened: Opened,
  ask: AskAuthenticator,
): Promise<Result<undefined, Failure>> {
  return opened.inSession(async (session) => {
    const place = await placeIn(crypto, opened, session);
    if (!place.ok) return place;
    const { nonce, challenge } = place.value;
    const shown = await ask(challenge);
    if (!shown) return fail(failure("authenticator-none"));
    return post(session, "/v1/authenticators/shown", { nonce, shown });
  });
}

export async function addAuthenticator(
  opened: Opened,
  { nonce }: AuthenticatorPlace,
  { totp, ...made }: AddAuthenticator,
): Promise<Result<undefined, Failure>> {
  const request = { nonce, ...made, totp: totp ?? null };
  return opened.inSession((session) => post(session, "/v1/authenticators", request));
}

export async function removeAuthenticator(
  opened: Opened,
  { credential, totp }: { readonly credential: Uint8Array; readonly totp?: string },
): Promise<Result<undefined, Failure>> {
  const request = { credential, totp: totp ?? null };
  return opened.inSession((session) => post(session, "/v1/authenticators/removed", request));
}

async function placeIn(
  crypto: CryptoPort,
  { keys }: Opened,
  session: Session,
): Promise<Result<AuthenticatorPlace, Failure>> {
  const answered = await session.call("POST", "/v1/authenticators/nonce", new Uint8Array(0));
  const given = answered.ok ? readMessage("AuthenticatorNonce", answered.value) : answered;
  if (!given.ok) return given;
  const nonce = crypto.random(32);
  const { practice, account, deviceKey } = keys;
  const challenge = sessionChallenge({
    practice,
    account,
    deviceKey: deviceKey.publicKey,
    session: session.id,
    serverNonce: given.value.nonce,
    deviceNonce: nonce,
  });
  return ok({ nonce, challenge });
}

async function post(session: Session, path: string, request: CborValue): Promise<Result<undefined, Failure>> {
  const answered = await session.call("POST", path, encodeCbor(request));
  return answered.ok ? ok() : answered;
}
