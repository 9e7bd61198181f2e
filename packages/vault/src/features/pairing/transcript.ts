/**
 * The bytes of pairing (transcripts.md, "Pairing"; docs/spec, PAIR-1 to PAIR-9): invitation, commitment, both messages, the
 * words that people compare, the gift. Pure; who sends what when is in `pairing.ts`.
 *
 * A server that carries the messages can't swap keys: it doesn't know the 128-bit secret, the newcomer is committed before
 * it sees the inviter's nonce, and people compare words over everything.
 */

import {
  type AccountId,
  asHash,
  asId,
  type Bytes,
  type CborValue,
  type CompartmentId,
  concatBytes,
  type DeviceId,
  encodeCbor,
  equalBytes,
  equalSecret,
  fail,
  fromBase64Url,
  type Hash,
  ok,
  parseCbor,
  type PracticeId,
  type Result,
  toBase64Url,
} from "@alcove/bytes";
import {
  type Checkpoint,
  context,
  type CryptoPort,
  hash,
  hkdf,
  hmacSha256,
  importSealKey,
  open,
  type PublicKey,
  seal,
  type SealingPublicKey,
  sealingPublicKeyBytes,
  type Signature,
} from "@alcove/crypto";
import { type Failure, failure, type Role, roles } from "@alcove/protocol";
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";

/** 16 random bytes. Twelve words carry it, with a checksum of 4 bits (BIP-39). */
export type InviteSecret = Bytes;

/**
 * Who is invited: a further device of one's own, somebody who becomes a member, as what, or a client, to which portal. `logHead`: of
 * its key log, as the inviter sees it.
 */
export type Purpose =
  | { readonly kind: "device" }
  | { readonly kind: "member"; readonly role: Role }
  | { readonly kind: "portal"; readonly portal: CompartmentId; readonly logHead: Hash };

export type Invitation = {
  readonly purpose: Purpose;
  readonly origin: string;
  readonly practice: PracticeId;
  readonly founding: Hash;
  readonly ledgerKey: PublicKey;
  readonly rosterHead: Hash;
  readonly checkpoint: Checkpoint;
  /** `identityHash` of the inviter's keys. */
  readonly inviter: Hash;
};

export type InviteKeys = {
  readonly id: Bytes;
  readonly blob: Bytes;
  readonly newcomer: Bytes;
  readonly inviter: Bytes;
};

/** Id (16 bytes, all that the server learns), the blob's key and both MAC keys. */
export async function inviteKeys(crypto: CryptoPort, secret: InviteSecret): Promise<InviteKeys> {
  const [id, blob, newcomer, inviter] = await Promise.all([
    hkdf(crypto, secret, context("invite-id"), 16),
    hkdf(crypto, secret, context("invite"), 32),
    hkdf(crypto, secret, context("invite-newcomer"), 32),
    hkdf(crypto, secret, context("invite-inviter"), 32),
  ]);
  return { id, blob, newcomer, inviter };
}

export const wordsOf = (secret: InviteSecret): string[] => entropyToMnemonic(secret, wordlist).split(" ");

/**
 * Failures: `invitation-word-wrong` (its place, from 1: not in the list), `invitation-words-count`, `invitation-unreadable` (each is in
 * the list, and together they are none: a checksum of 4 bits does not say which is wrong).
 */
export function secretFromWords(text: string): Result<InviteSecret, Failure> {
  const words = text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const unknown = words.findIndex((word) => !wordlist.includes(word));
  if (unknown !== -1) return fail(failure("invitation-word-wrong", { place: unknown + 1 }));
  if (words.length !== 12) return fail(failure("invitation-words-count", { count: words.length }));
  try {
    return ok(mnemonicToEntropy(words.join(" "), wordlist) as Bytes);
  } catch {
    return fail(failure("invitation-unreadable"));
  }
}

const qrPrefix = "ALCOVE-PAIR-1:";

export function encodeInvitationQr(secret: InviteSecret, invitation: Invitation): string {
  return qrPrefix + toBase64Url(encodeCbor([secret, encodeInvitation(invitation)]));
}

/** `undefined`: not an invitation's QR. */
export function parseInvitationQr(text: string): { secret: InviteSecret; invitation: Invitation } | undefined {
  const bytes = text.startsWith(qrPrefix) ? fromBase64Url(text.slice(qrPrefix.length).trim()) : undefined;
  const value = bytes && parseCbor(bytes);
  if (!Array.isArray(value) || value.length !== 2 || !isBytes(value[0], 16) || !(value[1] instanceof Uint8Array))
    return undefined;
  const invitation = parseInvitation(value[1]);
  return invitation && { secret: value[0] as Bytes, invitation };
}

export async function sealInvitation(crypto: CryptoPort, keys: InviteKeys, invitation: Invitation): Promise<Bytes> {
  return seal(crypto, await importSealKey(crypto, keys.blob), encodeInvitation(invitation), context("invite", keys.id));
}
/** `undefined`: sealed under another secret, or changed. */
export async function openInvitation(
  crypto: CryptoPort,
  keys: InviteKeys,
  sealed: Bytes,
): Promise<Invitation | undefined> {
  const opened = await open(crypto, await importSealKey(crypto, keys.blob), sealed, context("invite", keys.id));
  return opened && parseInvitation(opened);
}

function encodeInvitation(i: Invitation): Bytes {
  return encodeCbor([
    1,
    i.purpose.kind,
    i.origin,
    i.practice,
    i.founding,
    i.ledgerKey,
    i.rosterHead,
    i.checkpoint.size,
    i.checkpoint.root,
    i.inviter,
    ...(i.purpose.kind === "member" ? [i.purpose.role] : []),
    ...(i.purpose.kind === "portal" ? [i.purpose.portal, i.purpose.logHead] : []),
  ]);
}
function parseInvitation(bytes: Uint8Array): Invitation | undefined {
  const value = parseCbor(bytes);
  if (!Array.isArray(value)) return undefined;
  const [version, kind, origin, practice, founding, ledgerKey, rosterHead, size, root, inviter, ...more] =
    value as CborValue[];
  const purpose = readPurpose(kind, more);
  if (
    version !== 1 ||
    !purpose ||
    typeof origin !== "string" ||
    !isBytes(practice, 16) ||
    typeof size !== "number" ||
    size < 1
  )
    return undefined;
  if (![founding, ledgerKey, rosterHead, root, inviter].every((one) => isBytes(one, 32))) return undefined;
  return {
    purpose,
    origin,
    practice: asId(practice),
    founding: asHash(founding as Bytes),
    ledgerKey: ledgerKey as PublicKey,
    rosterHead: asHash(rosterHead as Bytes),
    checkpoint: { size, root: asHash(root as Bytes) },
    inviter: asHash(inviter as Bytes),
  };
}

function readPurpose(kind: CborValue | undefined, more: readonly CborValue[]): Purpose | undefined {
  if (kind === "device") return more.length === 0 ? { kind } : undefined;
  if (kind === "portal") {
    const [portal, logHead] = more;
    if (more.length !== 2 || !isBytes(portal, 16) || !isBytes(logHead, 32)) return undefined;
    return { kind, portal: asId(portal), logHead: asHash(logHead) };
  }
  const role = roles.find((one) => one === more[0]);
  return kind === "member" && role && more.length === 1 ? { kind, role } : undefined;
}

/** What a new device shows of itself: its id and key, a one-time sealing key. `name`: empty, or of a device that still sent it; nobody reads it. */
export type NewDevice = {
  readonly kind: "device";
  readonly device: DeviceId;
  readonly deviceKey: PublicKey;
  readonly oneTimeKey: SealingPublicKey;
  readonly name: string;
};
/** What somebody who joins shows of themselves. Neither kind says a name: the server carries these messages, and they are not sealed. */
export type NewMember = {
  readonly kind: "member";
  readonly account: AccountId;
  readonly identitySign: PublicKey;
  readonly identitySeal: SealingPublicKey;
  readonly device: DeviceId;
  readonly deviceKey: PublicKey;
};
/** A client's device. It is in no roster and has no identity: what is delivered to it is sealed to a key of its own. */
export type NewClient = {
  readonly kind: "portal";
  readonly device: DeviceId;
  readonly deviceKey: PublicKey;
  readonly sealingKey: SealingPublicKey;
  /** Of the wallet card that its person wants, with the PIN that they chose. */
  readonly card: PublicKey | null;
};
export type Newcomer = NewDevice | NewMember | NewClient;

function encodeNewcomer(n: Newcomer): Bytes {
  switch (n.kind) {
    case "device":
      return encodeCbor([n.device, n.deviceKey, n.oneTimeKey, n.name]);
    case "member":
      return encodeCbor([n.account, n.identitySign, n.identitySeal, n.device, n.deviceKey]);
    case "portal":
      return encodeCbor([n.device, n.deviceKey, n.sealingKey, n.card]);
  }
}

function readNewcomer(purpose: Purpose["kind"], bytes: Uint8Array): Newcomer | undefined {
  const parts = parseCbor(bytes);
  if (!Array.isArray(parts)) return undefined;
  const read = { device: readNewDevice, member: readNewMember, portal: readNewClient }[purpose];
  return read(parts as CborValue[]);
}

function readNewClient(parts: readonly CborValue[]): NewClient | undefined {
  const [device, deviceKey, sealingKey, card] = parts;
  if (!isBytes(device, 16) || !isBytes(deviceKey, 32) || parts.length !== 4) return undefined;
  if (!isBytes(sealingKey, sealingPublicKeyBytes) || !(card === null || isBytes(card, 32))) return undefined;
  return {
    kind: "portal",
    device: asId(device),
    deviceKey: deviceKey as PublicKey,
    sealingKey: sealingKey as SealingPublicKey,
    card: card as PublicKey | null,
  };
}

function readNewDevice(parts: readonly CborValue[]): NewDevice | undefined {
  const [device, deviceKey, oneTimeKey, name] = parts;
  if (parts.length !== 4 || !isBytes(device, 16) || !isBytes(deviceKey, 32)) return undefined;
  if (!isBytes(oneTimeKey, sealingPublicKeyBytes) || typeof name !== "string" || name.length > 200) return undefined;
  return {
    kind: "device",
    device: asId(device),
    deviceKey: deviceKey as PublicKey,
    oneTimeKey: oneTimeKey as SealingPublicKey,
    name,
  };
}

function readNewMember(parts: readonly CborValue[]): NewMember | undefined {
  const [account, identitySign, identitySeal, device, deviceKey] = parts;
  if (parts.length !== 5 || !isBytes(account, 16) || !isBytes(identitySign, 32)) return undefined;
  if (!isBytes(identitySeal, sealingPublicKeyBytes) || !isBytes(device, 16) || !isBytes(deviceKey, 32))
    return undefined;
  return {
    kind: "member",
    account: asId(account),
    identitySign: identitySign as PublicKey,
    identitySeal: identitySeal as SealingPublicKey,
    device: asId(device),
    deviceKey: deviceKey as PublicKey,
  };
}

/** m1: who I am, and a commitment to a nonce that I show later. CBOR [[invite id, newcomer, commitment], MAC]. */
export function encodeM1(keys: InviteKeys, newcomer: Newcomer, nonce: Bytes): Bytes {
  const body = encodeCbor([keys.id, encodeNewcomer(newcomer), commitTo(newcomer, nonce)]);
  return encodeCbor([body, hmacSha256(keys.newcomer, body)]);
}
/** `undefined`: not made by somebody who knows the secret, or not what was invited. */
export function parseM1(
  keys: InviteKeys,
  purpose: Purpose["kind"],
  m1: Uint8Array,
): { newcomer: Newcomer; commitment: Bytes } | undefined {
  const body = authentic(keys.newcomer, m1);
  const value = body && parseCbor(body);
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [id, encoded, commitment] = value as CborValue[];
  if (!isBytes(id, 16) || !equalBytes(id, keys.id) || !(encoded instanceof Uint8Array) || !isBytes(commitment, 32))
    return undefined;
  const newcomer = readNewcomer(purpose, encoded);
  return newcomer && { newcomer, commitment: commitment as Bytes };
}
export function commitTo(newcomer: Newcomer, nonce: Bytes): Bytes {
  return hash(context("commit-newcomer", nonce, encodeNewcomer(newcomer)));
}

/** m2: the inviter's nonce and what they have seen, signed by their identity. CBOR [[H(m1), nonce, roster head, size, root], MAC, signature]. */
export type M2 = {
  readonly m1Hash: Hash;
  readonly nonce: Bytes;
  /** To a client: the head of the portal's key log. */
  readonly rosterHead: Hash;
  readonly checkpoint: Checkpoint;
};
export function encodeM2Body(m2: M2): Bytes {
  return encodeCbor([m2.m1Hash, m2.nonce, m2.rosterHead, m2.checkpoint.size, m2.checkpoint.root]);
}
export const m2SignedBytes = (practice: PracticeId, body: Bytes): Bytes => context("invite-signature", practice, body);
export function encodeM2(keys: InviteKeys, body: Bytes, signature: Signature): Bytes {
  return encodeCbor([body, hmacSha256(keys.inviter, body), signature]);
}
export function parseM2(keys: InviteKeys, m2: Uint8Array): { body: Bytes; m2: M2; signature: Signature } | undefined {
  const value = parseCbor(m2);
  if (!Array.isArray(value) || value.length !== 3 || !isBytes(value[2], 64)) return undefined;
  const body = authentic(keys.inviter, encodeCbor([value[0] as Bytes, value[1] as Bytes]));
  const parts = body && parseCbor(body);
  if (!body || !Array.isArray(parts) || parts.length !== 5) return undefined;
  const [m1Hash, nonce, rosterHead, size, root] = parts as CborValue[];
  if (
    !isBytes(m1Hash, 32) ||
    !isBytes(nonce, 32) ||
    !isBytes(rosterHead, 32) ||
    typeof size !== "number" ||
    !isBytes(root, 32)
  )
    return undefined;
  return {
    body,
    signature: value[2] as Signature,
    m2: {
      m1Hash: asHash(m1Hash),
      nonce: nonce as Bytes,
      rosterHead: asHash(rosterHead),
      checkpoint: { size, root: asHash(root) },
    },
  };
}

/** Both sides' hash over everything that was said. */
export function transcriptHash(m1: Bytes, m2: Bytes, newcomerNonce: Bytes): Hash {
  return hash(concatBytes(hash(m1), hash(m2), newcomerNonce));
}

/** Five words of 2,048 for two people to compare: 55 bits, and only one try. */
export async function comparisonWords(crypto: CryptoPort, transcript: Hash): Promise<string[]> {
  const bits = await hkdf(crypto, transcript, context("sas"), 10);
  return Array.from(
    { length: 5 },
    (_, i) => wordlist[(((bits[i * 2] as number) << 8) | (bits[i * 2 + 1] as number)) % 2048] as string,
  );
}

/** What the inviter's device hands over once the words are the same. */
export type Gift = {
  readonly keyringKey: Bytes;
  readonly secretKey: Bytes;
  readonly account: Bytes;
  readonly kdfVersion: number;
  readonly keyringVersion: number;
  readonly keyring: Bytes;
  readonly slot0: Bytes;
};
export const giftContext = (transcript: Hash): Bytes => context("pairing-gift", transcript);
export function encodeGift(gift: Gift): Bytes {
  return encodeCbor([
    gift.keyringKey,
    gift.secretKey,
    gift.account,
    gift.kdfVersion,
    gift.keyringVersion,
    gift.keyring,
    gift.slot0,
  ]);
}
export function parseGift(bytes: Uint8Array): Gift | undefined {
  const value = parseCbor(bytes);
  if (!Array.isArray(value) || value.length !== 7) return undefined;
  const [keyringKey, secretKey, account, kdfVersion, keyringVersion, keyring, slot0] = value as CborValue[];
  if (
    !isBytes(keyringKey, 32) ||
    !isBytes(secretKey, 16) ||
    !isBytes(account, 16) ||
    !isBytes(slot0, 60) ||
    !(keyring instanceof Uint8Array)
  )
    return undefined;
  if (typeof kdfVersion !== "number" || typeof keyringVersion !== "number") return undefined;
  return { keyringKey, secretKey, account, kdfVersion, keyringVersion, keyring: keyring as Bytes, slot0 };
}

function authentic(key: Bytes, message: Uint8Array): Bytes | undefined {
  const value = parseCbor(message);
  if (!Array.isArray(value) || value.length !== 2 || !(value[0] instanceof Uint8Array) || !isBytes(value[1], 32))
    return undefined;
  return equalSecret(hmacSha256(key, value[0]), value[1]) ? (value[0] as Bytes) : undefined;
}

function isBytes(value: CborValue | undefined, length: number): value is Bytes {
  return value instanceof Uint8Array && value.length === length;
}
