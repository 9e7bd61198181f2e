/**
 * What an authenticator signs over where it is shown as a second factor (docs/spec, SES-12 to SES-14). Both sides build it
 * from their own facts, and both put something fresh into it: nobody has an authenticator sign bytes that the other side sent.
 */

import type { AccountId, Bytes, PracticeId } from "@alcove/bytes";
import { boundContext, hash, type PublicKey } from "@alcove/crypto";
import { type Handshake, loginBytes, type SessionId } from "./transcript.ts";

/** 32 bytes: the challenge in the login of this handshake. */
export function loginChallenge(handshake: Handshake): Bytes {
  return hash(boundContext("second-factor", handshake.practice, ["login", hash(loginBytes(handshake))]));
}

/** Where it is asked for within a session. Nonces have 32 bytes; the server's is good for one answer. */
export type SessionPlace = {
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly deviceKey: PublicKey;
  readonly session: SessionId;
  readonly serverNonce: Uint8Array;
  readonly deviceNonce: Uint8Array;
};

/** 32 bytes: the challenge for showing one in a session, and for adding one there. */
export function sessionChallenge(place: SessionPlace): Bytes {
  const { practice, account, deviceKey, session, serverNonce, deviceNonce } = place;
  const facts = ["session", account, deviceKey, session, serverNonce, deviceNonce];
  return hash(boundContext("second-factor", practice, facts));
}
