/**
 * The Emergency Kit as text (docs/spec, KIT-1 to KIT-5): what a person needs besides the passphrase to open their
 * records on a new device. Never holds the passphrase.
 *
 *   body = CBOR [1, origin, practice (16), account (16), kdf version, Secret Key (16), founding hash (32),
 *                identity hash (32), checkpoint key (32), checkpoint size, checkpoint root (32)]
 *   text = "ALCOVE-KIT-1 " || groups of 4 of base32(body || H(body)[0..5])
 */

import {
  type AccountId,
  type Bytes,
  type CborValue,
  concatBytes,
  encodeCbor,
  equalBytes,
  fromBase32,
  lastIndexInAnyCase,
  type Hash,
  parseCbor,
  type PracticeId,
  toBase32,
} from "@alcove/bytes";
import { type Checkpoint, context, hash, type PublicKey, type SealingPublicKey, type SecretKey } from "@alcove/crypto";

export type KitFacts = {
  readonly origin: string;
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly kdfVersion: number;
  readonly secretKey: SecretKey;
  readonly founding: Hash;
  readonly identity: Hash;
  readonly ledgerKey: PublicKey;
  readonly checkpoint: Checkpoint;
};

const prefix = "ALCOVE-KIT-1";
const checksumBytes = 5;

/** Pins both public keys of a person: H(context("kit", signing key, sealing key)). */
export function identityHash(sign: PublicKey, seal: SealingPublicKey): Hash {
  return hash(context("kit", sign, seal));
}

export function encodeKit(kit: KitFacts): string {
  const body = encodeCbor([
    1,
    kit.origin,
    kit.practice,
    kit.account,
    kit.kdfVersion,
    kit.secretKey,
    kit.founding,
    kit.identity,
    kit.ledgerKey,
    kit.checkpoint.size,
    kit.checkpoint.root,
  ]);
  return `${prefix} ${inGroups(toBase32(concatBytes(body, hash(body).subarray(0, checksumBytes))))}`;
}

/**
 * `undefined`: not a kit, or a character is wrong. Takes lower case, any spacing, and a whole sheet: the kit goes from its
 * last `ALCOVE-KIT-1` to the next empty line.
 */
export function parseKit(text: string): KitFacts | undefined {
  const start = lastIndexInAnyCase(text, prefix);
  if (start < 0) return undefined;
  const [code = ""] = text
    .slice(start + prefix.length)
    .trim()
    .split(/\r?\n[^\S\n]*\r?\n/);
  const bytes = fromBase32(code);
  if (!bytes || bytes.length <= checksumBytes) return undefined;
  const body = bytes.slice(0, -checksumBytes);
  if (!equalBytes(hash(body).subarray(0, checksumBytes), bytes.subarray(-checksumBytes))) return undefined;
  const value = parseCbor(body);
  if (!Array.isArray(value) || value.length !== 11) return undefined;
  const [version, origin, practice, account, kdfVersion, secretKey, founding, identity, ledgerKey, size, root] =
    value as CborValue[];
  if (
    version !== 1 ||
    typeof origin !== "string" ||
    !isOrigin(origin) ||
    typeof kdfVersion !== "number" ||
    typeof size !== "number" ||
    size < 1
  )
    return undefined;
  if (!isBytes(practice, 16) || !isBytes(account, 16) || !isBytes(secretKey, 16)) return undefined;
  if (!isBytes(founding, 32) || !isBytes(identity, 32) || !isBytes(ledgerKey, 32) || !isBytes(root, 32))
    return undefined;
  return {
    origin,
    kdfVersion,
    practice: practice as PracticeId,
    account: account as AccountId,
    secretKey: secretKey as SecretKey,
    founding: founding as Hash,
    identity: identity as Hash,
    ledgerKey: ledgerKey as PublicKey,
    checkpoint: { size, root: root as Hash },
  };
}

/** 7 groups of 4 for eyes and hands: the Secret Key (26 characters of base32) and 2 characters of its hash. */
export function secretKeyGroups(secretKey: SecretKey): string[] {
  return inGroups(toBase32(secretKey) + toBase32(hash(secretKey)).slice(0, 2)).split(" ");
}

function inGroups(text: string): string {
  return text.match(/.{1,4}/g)?.join(" ") ?? "";
}
function isBytes(value: CborValue | undefined, length: number): value is Bytes {
  return value instanceof Uint8Array && value.length === length;
}
/** Scheme, host and port only: nothing a kit or card says can point into a page. */
export function isOrigin(text: string): boolean {
  return /^https?:\/\/[a-z0-9.-]+(:[0-9]{1,5})?$|^https?:\/\/\[[0-9a-f:]+\](:[0-9]{1,5})?$/.test(text);
}
