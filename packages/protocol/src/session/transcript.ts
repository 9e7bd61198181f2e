/**
 * Login and session (docs/spec, SES-1 to SES-9): what each side signs and MACs. Both build these bytes from their own
 * facts; nobody signs bytes that the other side sent.
 */

import {
  type AccountId,
  type Branded,
  type Bytes,
  concatBytes,
  encodeCbor,
  type Hash,
  type PracticeId,
  type RecoverySetId,
  toHex,
  wipe,
} from "@alcove/bytes";
import {
  agree,
  type AgreementSecret,
  context,
  type CryptoPort,
  hash,
  hkdf,
  hmacSha256,
  type PublicKey,
  type Signature,
} from "@alcove/crypto";

/** 16 random bytes, by the server. */
export type SessionId = Branded<"SessionId">;
/** 32 bytes. */
export type SessionKey = Branded<"SessionKey">;

/** Both sides' fresh values. Nonces and X25519 public keys have 32 bytes. */
export type Handshake = {
  readonly origin: string;
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly deviceKey: PublicKey;
  readonly deviceNonce: Uint8Array;
  readonly serverNonce: Uint8Array;
  readonly deviceEphemeral: Uint8Array;
  readonly serverEphemeral: Uint8Array;
};

/** What the server's checkpoint key signs over its half. */
export function helloBytes(h: Handshake): Bytes {
  return context(
    "hello",
    h.practice,
    encodeCbor([h.account, h.deviceKey, h.deviceNonce, h.deviceEphemeral, h.serverNonce, h.serverEphemeral]),
  );
}

/** What login key and device key both sign. */
export function loginBytes(h: Handshake): Bytes {
  return context("login", h.practice, loginFacts(h));
}

const loginFacts = (h: Handshake): Bytes =>
  encodeCbor([h.origin, h.account, h.deviceKey, h.deviceNonce, h.serverNonce, h.deviceEphemeral, h.serverEphemeral]);

/** What a recovery set's key and the key of a new device both sign in its place (docs/spec, SES-10). */
export function recoverBytes(h: Handshake, set: RecoverySetId): Bytes {
  return context(
    "recover",
    h.practice,
    encodeCbor([
      h.origin,
      set,
      h.account,
      h.deviceKey,
      h.deviceNonce,
      h.serverNonce,
      h.deviceEphemeral,
      h.serverEphemeral,
    ]),
  );
}

/** What a client's device signs in its place: it has one key, and `account` is its portal (docs/spec, PTL-11). */
export function portalLoginBytes(h: Handshake): Bytes {
  return context("portal-login", h.practice, loginFacts(h));
}

/** `signed`: what both signatures are over. `undefined` when the other side's ephemeral key is of small order. */
export async function deriveSessionKey(
  port: CryptoPort,
  h: Handshake,
  mine: AgreementSecret,
  theirs: Uint8Array,
  loginSignature: Signature,
  deviceSignature: Signature,
  signed: Bytes = loginBytes(h),
): Promise<SessionKey | undefined> {
  const shared = agree(mine, theirs, port);
  if (!shared) return undefined;
  const transcript: Hash = hash(concatBytes(signed, loginSignature, deviceSignature));
  const key = (await hkdf(port, new Uint8Array(shared), context("session", transcript), 32)) as SessionKey;
  wipe(shared);
  return key;
}

export type RequestFacts = {
  readonly session: SessionId;
  readonly counter: number;
  readonly method: string;
  readonly pathAndQuery: string;
  readonly bodyHash: Hash;
};
export type AnswerFacts = {
  readonly session: SessionId;
  readonly counter: number;
  readonly status: number;
  readonly bodyHash: Hash;
};

/** 32 bytes. */
export function requestMac(key: SessionKey, r: RequestFacts): Bytes {
  return hmacSha256(key, requestBytes(r));
}
export function answerMac(key: SessionKey, a: AnswerFacts): Bytes {
  return hmacSha256(key, answerBytes(a));
}

/** What a request's MAC goes over, for who has a faster HMAC-SHA256 at hand. */
export function requestBytes(r: RequestFacts): Bytes {
  return context("req", encodeCbor([r.session, r.counter, r.method, r.pathAndQuery, r.bodyHash]));
}
export function answerBytes(a: AnswerFacts): Bytes {
  return context("res", encodeCbor([a.session, a.counter, a.status, a.bodyHash]));
}

/** Request header: `alcove-session: <session, 32 hex>.<counter, decimal>.<MAC, 64 hex>`. */
export const sessionHeader = "alcove-session";
/** Answer header: `alcove-answer: <MAC, 64 hex>`; on every answer inside a session, failures included. */
export const answerHeader = "alcove-answer";

export function encodeSessionHeader(session: SessionId, counter: number, mac: Uint8Array): string {
  return `${toHex(session)}.${counter}.${toHex(mac)}`;
}
/** `undefined`: malformed. Counters from 1. */
export function parseSessionHeader(
  value: string,
): { readonly session: string; readonly counter: number; readonly mac: string } | undefined {
  const parts = /^([0-9a-f]{32})\.([1-9][0-9]{0,14})\.([0-9a-f]{64})$/.exec(value);
  return parts ? { session: parts[1] as string, counter: Number(parts[2]), mac: parts[3] as string } : undefined;
}
