/**
 * Messages over HTTP (docs/spec, API-1 to API-5): CBOR bodies, `content-type: application/cbor`, one schema each.
 * A failure is answered with its HTTP status and the body `{ code, facts? }`.
 *
 *   GET  /v1/health                           anybody      -> plain text "ok"
 *   GET  /v1/server                           anybody      -> ServerFacts
 *   POST /v1/practices                        anybody *    FoundRequest -> Appended
 *   POST /v1/hello                            anybody      HelloRequest -> HelloAnswer (same shape and time for unknown accounts)
 *   POST /v1/login                            anybody      LoginRequest -> LoginAnswer
 *   POST /v1/sync                             session      SyncRequest -> SyncAnswer
 *   POST /v1/past                             session      PastRequest -> PastAnswer (of compartments that the account reads)
 *   POST /v1/append                           session      AppendRequest -> Appended
 *   GET  /v1/served                           session      -> Served               (of all devices for owners and officers, else of one's own)
 *   GET  /v1/cosigned                         session      -> Cosigned
 *   PUT  /v1/cosigned                         session      CosignedRequest -> {}   (a note that one of the practice's witnesses cosigned)
 *   POST /v1/release                          session      ReleaseRequest -> ReleaseAnswer (each one stands in the ledger)
 *   POST /v1/accounts                         anybody      AccountRequest -> {}     (once, signed by the member whom the roster names)
 *   GET  /v1/keyring                          session +    -> StoredKeyring
 *   POST /v1/keyring                          session      -> StoredKeyring        (ends the device's other sessions first)
 *   GET  /v1/passkeys                         session      -> Passkeys
 *   PUT  /v1/passkeys                         session      PasskeysRequest -> {}    (a counter that does not rise: head-moved)
 *   POST /v1/passphrase                       session      PassphraseRequest -> {}
 *   POST /v1/rekey                            session      RekeyRequest -> Appended
 *   POST /v1/second-factor                    session      SecondFactorRequest -> {}
 *   GET  /v1/second-factor                    session      -> SecondFactorFacts
 *   POST /v1/second-factor/shown              session      SecondFactorShown -> {}   (counts for acts that ask for it)
 *   POST /v1/second-factor/ended              session      SecondFactorShown -> {}   (of the app for six digits)
 *   POST /v1/spare-codes                      session      SpareCodesRequest -> {}
 *   POST /v1/authenticators/nonce             session      -> AuthenticatorNonce   (for one answer)
 *   POST /v1/authenticators/shown             session      AuthenticatorShown -> {}  (counts as digits of just now do)
 *   POST /v1/authenticators                   session      AuthenticatorRequest -> {}
 *   POST /v1/authenticators/removed           session      AuthenticatorRemoved -> {}
 *   GET  /v1/events                           session      -> server-sent events; each `data: <ledger size>`
 *   PUT  /v1/compartments/:c/blobs/:b/:i      session      sealed chunk -> {}       (?chunks=n names how many there will be)
 *   GET  /v1/compartments/:c/blobs/:b/:i      session      -> sealed chunk
 *   PUT  /v1/drafts/:slot                     session      DraftSlot -> {}          (a lower counter than the kept one: head-moved)
 *   GET  /v1/drafts                           session      -> DraftSlots
 *   DELETE /v1/drafts/:slot                   session      -> {}
 *   POST /v1/logout                           session      -> {}
 *   PUT  /v1/invites/:id                      session      InviteRequest -> {}      (the inviter's device)
 *   GET  /v1/invites/:id                      anybody who knows the id -> InviteState
 *   POST /v1/invites/:id/newcomer             same         InviteMessage -> {}      (m1, then rN; a second m1 kills the invite)
 *   POST /v1/invites/:id/inviter              session      InviteMessage -> {}      (m2, then the gift)
 *   DELETE /v1/invites/:id                    session      -> {}
 *   GET  /v1/invites/:id/roster               anybody who knows the id -> roster bodies, leaves, checkpoint (SyncAnswer)
 *   GET  /v1/invites/:id/portal               anybody who knows the id, of a portal -> PortalAnswer, its key log only
 *   POST /v1/portal/login                     anybody      PortalLoginRequest -> LoginAnswer
 *   POST /v1/portal/knock                     anybody      KnockRequest -> KnockAnswer   (signed by the portal's wallet card)
 *   GET  /v1/knocks                           session      -> Knocks               (at portals that the account reads)
 *   DELETE /v1/knocks/:portal                 session      -> {}
 *   POST /v1/portal                           portal       PortalRequest -> PortalAnswer
 *   GET  /v1/recovery/:set/roster             anybody who knows the set -> roster bodies, leaves, checkpoint (SyncAnswer)
 *   POST /v1/recover                          anybody      RecoverRequest -> LoginAnswer
 *   POST /v1/recovery                         recovering   RecoveryRequest -> Appended
 *
 * `session`: header alcove-session as in session/transcript.ts. `+`: also a session of scope "enrolling", which sees
 * only the keyring, leaves, roster bodies and checkpoint, and may append exactly one statement: its own device.enrol.
 * A session of scope "portal" (a client's device) gets POST /v1/portal and POST /v1/logout, and is refused by every other route.
 * A session of scope "replaced" (an enrolled device with a login key of before) sees leaves, roster bodies and checkpoint.
 * `*`: where the operator lets practices be founded. Ids in paths are lower-case hex.
 */

import {
  type AccountId,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  type Hash,
  type PracticeId,
  type RecoverySetId,
} from "@alcove/bytes";
import { context, type PublicKey, type ReleasePart, type Signature } from "@alcove/crypto";
import { limits, spareCodes } from "./limits.ts";
import type { SessionId } from "./session/transcript.ts";
import { bytes, bytesUpTo, count, index, text, z } from "./schema.ts";

const nonce = bytes<never>(32);

/** One thing to append: a statement, a key-log entry with its sealed keys, a batch with its envelopes, a heartbeat, a release with its part. */
const appendEntry = z.strictObject({
  kind: z.enum(["roster", "keyLog", "batch", "heartbeat", "release"]),
  entry: bytesUpTo(limits.requestBytes),
  /** Sealed keys of a key-log entry, envelopes of a batch, the sealed part of a release; else empty. */
  payload: z.array(bytesUpTo(limits.envelopeBytes)),
});

const storedKeyring = z.strictObject({
  keyringVersion: count,
  kdfVersion: count,
  slot0: bytes<never>(60),
  keyring: bytesUpTo(16 * 1024),
});

const sentBodyShape = {
  index,
  entry: bytesUpTo(limits.requestBytes),
  payload: z.array(bytesUpTo(limits.envelopeBytes)),
};
const sentBody = z.strictObject(sentBodyShape);
/** Of inclusion or consistency (RFC 9162), of a tree of at most 2^53 leaves. */
const proof = z.array(bytes<Hash>(32)).check(z.maxLength(107));
/** Six digits of the authenticator app, or a spare code in base32; null where the server doesn't ask. */
const secondFactor = z.nullable(text(16));

const credential = bytesUpTo(1023);
/** What an authenticator signed (WebAuthn, "get"); `clientData`: the browser's JSON, as it hashed it. */
const assertion = z.strictObject({
  credential,
  authenticatorData: bytesUpTo(1024),
  clientData: bytesUpTo(2048),
  signature: bytesUpTo(1024),
});

/** What replaces a person's login key and sealed keys. `totp`: where the account has a second factor. */
const newKeys = {
  loginKey: bytes<PublicKey>(32),
  keyring: storedKeyring,
  totp: secondFactor,
};

const appended = { first: index, leaves: bytesUpTo(limits.leavesPerSync * 49), checkpoint: text(16_384) };

export const messages = {
  ServerFacts: z.strictObject({ version: count, ledgerKey: bytes<PublicKey>(32), founding: z.boolean() }),

  FoundRequest: z.strictObject({
    practice: bytes<PracticeId>(16),
    account: bytes<AccountId>(16),
    email: text(254),
    loginKey: bytes<PublicKey>(32),
    keyring: storedKeyring,
    /** The first statement (practice.create); the rest follows by append in the device's first session. */
    statement: bytesUpTo(16 * 1024),
  }),

  HelloRequest: z.strictObject({
    practice: bytes<PracticeId>(16),
    account: bytes<AccountId>(16),
    deviceKey: bytes<PublicKey>(32),
    nonce,
    ephemeral: nonce,
  }),
  HelloAnswer: z.strictObject({ hello: bytes<never>(16), nonce, ephemeral: nonce, signature: bytes<Signature>(64) }),

  LoginRequest: z.strictObject({
    hello: bytes<never>(16),
    loginSignature: bytes<Signature>(64),
    deviceSignature: bytes<Signature>(64),
    totp: secondFactor,
    /** In the place of digits, over `loginChallenge`. */
    authenticator: z.optional(assertion),
  }),
  /** Its `alcove-answer` header is the first MAC under the new session key, with counter 0. */
  LoginAnswer: z.strictObject({
    session: bytes<SessionId>(16),
    scope: z.enum(["full", "enrolling", "replaced", "recovering", "portal"]),
    checkpoint: text(16_384),
  }),

  /** In the place of a login: by the key of the practice's recovery set. Answered as a login, with scope "recovering". */
  RecoverRequest: z.strictObject({
    hello: bytes<never>(16),
    set: bytes<RecoverySetId>(16),
    recoverySignature: bytes<Signature>(64),
    deviceSignature: bytes<Signature>(64),
  }),
  /** `recovery.use`, and what the re-set owner logs in and unlocks with from then on. The second factor goes. */
  RecoveryRequest: z.strictObject({
    from: index,
    statement: bytesUpTo(16 * 1024),
    loginKey: bytes<PublicKey>(32),
    keyring: storedKeyring,
  }),

  /** In the place of a login, by a client's device that the portal's newest list names. */
  PortalLoginRequest: z.strictObject({ hello: bytes<never>(16), deviceSignature: bytes<Signature>(64) }),
  /** By a client's new device, which no list names yet. */
  KnockRequest: z.strictObject({ practice: bytes<PracticeId>(16), knock: bytesUpTo(2048) }),
  KnockAnswer: z.strictObject({ head: bytes<Hash>(32) }),
  Knocks: z.strictObject({ knocks: z.array(bytesUpTo(2048)) }),
  /** `size`: of the checkpoint that the device has. */
  PortalRequest: z.strictObject({ size: index, bodiesFrom: index }),
  PortalAnswer: z.strictObject({
    checkpoint: text(16_384),
    /** From the asked size to the checkpoint's. */
    consistency: proof,
    /** The practice's first statement, where the device asks from the beginning. */
    founding: z.optional(z.strictObject({ entry: bytesUpTo(16 * 1024), proof })),
    /** In ledger order, each with its proof that it stands there. */
    bodies: z.array(z.strictObject({ ...sentBodyShape, proof })),
    /** Where to go on with `bodiesFrom`; the checkpoint's size when there is no more. */
    bodiesNext: index,
  }),

  AppendRequest: z.strictObject({
    /** Leaves the device already has; the answer begins there. */
    from: index,
    entries: z.array(appendEntry).check(z.minLength(1), z.maxLength(limits.entriesPerAppend)),
    /** For the server to keep, and sent to nobody with them: one for each `rotate.guarded` among the entries that delivers its to nobody, in their order. */
    releaseParts: z.optional(z.array(bytes<ReleasePart>(32)).check(z.maxLength(limits.entriesPerAppend))),
  }),
  /** `leaves`: 49 bytes each, from the asked index to the checkpoint's size (or as many as fit). */
  Appended: z.strictObject(appended),

  SyncRequest: z.strictObject({ leavesFrom: index, bodiesFrom: index, maxBytes: count }),
  SyncAnswer: z.strictObject({
    leaves: bytesUpTo(limits.leavesPerSync * 49),
    checkpoint: text(16_384),
    /** In ledger order, only what this account is owed, none at or beyond the leaves just sent. */
    bodies: z.array(sentBody),
    /** Where to go on with `bodiesFrom`; equal to leavesFrom + leaves sent when there is no more. */
    bodiesNext: index,
  }),

  /** Bodies of these compartments that came before the account could read them: from `bodiesFrom` up to but not `to`. */
  PastRequest: z.strictObject({
    compartments: z
      .array(bytes<CompartmentId>(16))
      .check(z.minLength(1), z.maxLength(limits.compartmentsPerEntitlement)),
    bodiesFrom: index,
    to: index,
    maxBytes: count,
  }),
  /** In ledger order. `bodiesNext` is `to` when there is no more. */
  PastAnswer: z.strictObject({ bodies: z.array(sentBody), bodiesNext: index }),

  /** An opening, signed by the session's device: it is in the ledger when this is answered. */
  ReleaseRequest: z.strictObject({ from: index, opening: bytesUpTo(2048) }),
  /** Without a part: people keep it, who were told. */
  ReleaseAnswer: z.strictObject({ part: z.optional(bytes<ReleasePart>(32)), ...appended }),

  /** Up to where each device was sent what its account is owed, and when it was last sent anything. */
  Served: z.strictObject({
    devices: z.array(z.strictObject({ device: bytes<DeviceId>(16), to: index, at: count })),
  }),

  /** The newest checkpoint that each witness cosigned, with its line. */
  Cosigned: z.strictObject({ notes: z.array(text(16_384)) }),
  CosignedRequest: z.strictObject({ note: text(16_384) }),

  StoredKeyring: storedKeyring,

  /** `sealed`: null where there is no list, which a counter from before may outlast. */
  Passkeys: z.strictObject({ counter: index, sealed: z.nullable(bytesUpTo(limits.passkeysBytes)) }),
  PasskeysRequest: z.strictObject({ counter: count, sealed: bytesUpTo(limits.passkeysBytes) }),

  /** `signature`: the member's identity over `accountBytes` of the rest. */
  AccountRequest: z.strictObject({
    practice: bytes<PracticeId>(16),
    account: bytes<AccountId>(16),
    email: text(254),
    loginKey: bytes<PublicKey>(32),
    keyring: storedKeyring,
    signature: bytes<Signature>(64),
  }),

  /** The same identity behind another passphrase. `keyring`: of the version after the stored one. */
  PassphraseRequest: z.strictObject(newKeys),
  /** `statement`: with one member.rekey of the asker's own; it stands in the ledger together with all the rest, or nothing does. */
  RekeyRequest: z.strictObject({
    /** Leaves the device already has; the answer begins there. */
    from: index,
    statement: bytesUpTo(16 * 1024),
    ...newKeys,
  }),

  /** `secret`: 20 bytes (RFC 4226 asks for 160 bits); `code` proves that the person's authenticator has it. */
  /** `code`: of the new secret. `totp`: what there is so far, where there is one and signing in did not just ask for it. */
  SecondFactorRequest: z.strictObject({ secret: bytes<never>(20), code: text(10), totp: secondFactor }),

  /** `app`: whether there is one for six digits. `host`: whose pages may ask for that authenticator. */
  SecondFactorFacts: z.strictObject({
    set: z.boolean(),
    app: z.boolean(),
    spareCodes: index,
    authenticators: z
      .array(z.strictObject({ credential, host: text(253), addedAt: index, usedAt: index }))
      .check(z.maxLength(limits.authenticators)),
  }),
  AuthenticatorNonce: z.strictObject({ nonce }),
  /** Over `sessionChallenge` of the nonce that the server gave last and this one. */
  AuthenticatorShown: z.strictObject({ nonce, shown: assertion }),
  /** A new one, over the same (WebAuthn, "create"). `totp`: of what there is so far, as in `SecondFactorRequest`. */
  AuthenticatorRequest: z.strictObject({
    nonce,
    credential,
    attestation: bytesUpTo(4096),
    clientData: bytesUpTo(2048),
    totp: secondFactor,
  }),
  AuthenticatorRemoved: z.strictObject({ credential, totp: secondFactor }),
  SecondFactorShown: z.strictObject({ totp: secondFactor }),
  /** In the place of those there were. */
  SpareCodesRequest: z.strictObject({
    codes: z.array(bytes<never>(spareCodes.bytes)).check(z.minLength(spareCodes.count), z.maxLength(spareCodes.count)),
    totp: secondFactor,
  }),

  DraftSlot: z.strictObject({ counter: count, sealed: bytesUpTo(limits.draftBytes) }),
  DraftSlots: z.strictObject({
    slots: z.array(z.strictObject({ slot: bytes<never>(16), counter: count, sealed: bytesUpTo(limits.draftBytes) })),
  }),

  /** `blob`: what the twelve words can't carry, sealed under the invite's secret. */
  /** `portal`: whose key log its bearer is shown, in the place of the roster. */
  InviteRequest: z.strictObject({
    blob: bytesUpTo(8192),
    expiresAt: count,
    portal: z.optional(bytes<CompartmentId>(16)),
  }),
  InviteMessage: z.strictObject({ step: z.enum(["m1", "rN", "m2", "gift"]), body: bytesUpTo(64 * 1024) }),
  InviteState: z.strictObject({
    blob: bytesUpTo(8192),
    m1: z.nullable(bytesUpTo(64 * 1024)),
    m2: z.nullable(bytesUpTo(64 * 1024)),
    rN: z.nullable(bytesUpTo(64 * 1024)),
    gift: z.nullable(bytesUpTo(64 * 1024)),
  }),

  Failure: z.strictObject({ code: text(64), facts: z.optional(z.record(text(64), z.union([z.number(), text(512)]))) }),
  Empty: z.strictObject({}),
} as const;

export type Messages = { readonly [Name in keyof typeof messages]: z.infer<(typeof messages)[Name]> };
/** What an authenticator signed, as it travels. */
export type Assertion = z.infer<typeof assertion>;
export type AppendEntry = z.infer<typeof appendEntry>;

/** What a member's identity signs when their account is made: that login key, e-mail and keyring are theirs. */
export function accountBytes(request: Omit<Messages["AccountRequest"], "signature">): Bytes {
  const { practice, account, email, loginKey, keyring } = request;
  const { keyringVersion, kdfVersion, slot0, keyring: sealed } = keyring;
  return context(
    "account",
    practice,
    encodeCbor([account, email, loginKey, keyringVersion, kdfVersion, slot0, sealed]),
  );
}
