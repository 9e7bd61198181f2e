/**
 * A recovery card as text and as words (docs/spec, CARD-1 to CARD-5): one share of the practice's recovery seed, and what
 * pins the practice that it is of. A card alone says nothing of the seed.
 *
 *   body = CBOR [1, origin, practice (16), founding hash (32), set (16), number, needed, cards, checkpoint size, checkpoint root (32), share (33)]
 *   text = "ALCOVE-CARD-1 " || groups of 4 of base32(body || H(body)[0..5])
 *   words = recovery-words.ts over 1 || number || needed || cards || set || founding hash || u64(size) || root || share || H(...)[0..7]
 *
 * Words leave out origin and practice: who types them says where the server is, and the founding hash pins the rest.
 */

import {
  type Bytes,
  type CborValue,
  concatBytes,
  encodeCbor,
  equalBytes,
  fail,
  fromBase32,
  lastIndexInAnyCase,
  type Hash,
  ok,
  parseCbor,
  type PracticeId,
  type RecoverySetId,
  type Result,
  toBase32,
  u64,
} from "@alcove/bytes";
import { type Checkpoint, hash, type RecoveryShare, recoveryShareBytes } from "@alcove/crypto";
import { type Failure, failure, limits } from "@alcove/protocol";
import { isOrigin } from "./kit.ts";
import { bytesFromWords, wordsOfBytes } from "./recovery-words.ts";

export type RecoveryCard = {
  /** Absent on a card that was typed as words. */
  readonly at?: { readonly origin: string; readonly practice: PracticeId };
  /** Hash of the practice's first statement. */
  readonly founding: Hash;
  readonly set: RecoverySetId;
  /** Of this card, from 1. */
  readonly number: number;
  /** How many cards it takes, and how many there are. */
  readonly needed: number;
  readonly cards: number;
  /** The practice's newest when the card was made. */
  readonly checkpoint: Checkpoint;
  readonly share: RecoveryShare;
};

const prefix = "ALCOVE-CARD-1";
const textChecksumBytes = 5;
const wordChecksumBytes = 7;

export function encodeCard(card: RecoveryCard & { readonly at: NonNullable<RecoveryCard["at"]> }): string {
  const { at, founding, set, number, needed, cards, checkpoint, share } = card;
  const { size, root } = checkpoint;
  const body = encodeCbor([1, at.origin, at.practice, founding, set, number, needed, cards, size, root, share]);
  const code = toBase32(concatBytes(body, hash(body).subarray(0, textChecksumBytes)));
  return `${prefix} ${code.match(/.{1,4}/g)?.join(" ")}`;
}

/** For telling sets apart, not for proving anything: 20 bits. */
export const shortSet = (set: RecoverySetId): string => toBase32(set).slice(0, 4);

/** For eyes and hands, line by line. */
export function cardWords({ founding, set, number, needed, cards, checkpoint, share }: RecoveryCard): string[][] {
  const head = Uint8Array.of(1, number, needed, cards);
  const body = concatBytes(head, set, founding, u64(checkpoint.size), checkpoint.root, share);
  return wordsOfBytes(concatBytes(body, hash(body).subarray(0, wordChecksumBytes)));
}

/**
 * A card's text, also out of a whole sheet (from its last `ALCOVE-CARD-1` to the next empty line), or its words, in lower
 * case or not. Failures: `recovery-card-unreadable`; of words, `recovery-word-wrong` and `recovery-line-wrong`, which say where.
 */
export function parseCard(text: string): Result<RecoveryCard, Failure> {
  const start = lastIndexInAnyCase(text, prefix);
  if (start < 0) return parseCardWords(text);
  const [code = ""] = text
    .slice(start + prefix.length)
    .trim()
    .split(/\r?\n[^\S\n]*\r?\n/);
  const bytes = fromBase32(code);
  const card = bytes && withoutChecksum(bytes, textChecksumBytes, readBody);
  return card ? ok(card) : fail(failure("recovery-card-unreadable"));
}

function parseCardWords(text: string): Result<RecoveryCard, Failure> {
  const tokens = text.trim().toLowerCase().split(/\s+/);
  // Lines are numbered on the sheet, and some people type what they see.
  const bytes = bytesFromWords(tokens.filter((token) => !/^[0-9]+$/.test(token)));
  if (!bytes.ok) return bytes;
  const card = withoutChecksum(bytes.value, wordChecksumBytes, readWorded);
  return card ? ok(card) : fail(failure("recovery-card-unreadable"));
}

function withoutChecksum<T>(bytes: Bytes, length: number, read: (body: Bytes) => T | undefined): T | undefined {
  if (bytes.length <= length) return undefined;
  const body = bytes.slice(0, -length);
  return equalBytes(hash(body).subarray(0, length), bytes.subarray(-length)) ? read(body) : undefined;
}

function readBody(body: Bytes): RecoveryCard | undefined {
  const value = parseCbor(body);
  if (!Array.isArray(value) || value.length !== 11) return undefined;
  const [version, origin, practice, founding, set, number, needed, cards, size, root, share] = value as CborValue[];
  if (version !== 1 || typeof origin !== "string" || !isOrigin(origin) || !isBytes(practice, 16)) return undefined;
  if (!isBytes(founding, 32) || !isBytes(set, 16) || !isBytes(root, 32) || !isBytes(share, recoveryShareBytes))
    return undefined;
  if (typeof size !== "number" || size < 1 || !areCounts(number, needed, cards)) return undefined;
  return {
    at: { origin, practice: practice as PracticeId },
    founding: founding as Hash,
    set: set as RecoverySetId,
    number: number as number,
    needed: needed as number,
    cards: cards as number,
    checkpoint: { size, root: root as Hash },
    share: share as RecoveryShare,
  };
}

function readWorded(body: Bytes): RecoveryCard | undefined {
  const [version, number, needed, cards] = body;
  const part = (from: number, length: number) => body.slice(from, from + length);
  const size = Number(new DataView(body.buffer).getBigUint64(52));
  if (version !== 1 || !Number.isSafeInteger(size) || size < 1 || !areCounts(number, needed, cards)) return undefined;
  return {
    set: part(4, 16) as RecoverySetId,
    founding: part(20, 32) as Hash,
    number: number as number,
    needed: needed as number,
    cards: cards as number,
    checkpoint: { size, root: part(60, 32) as Hash },
    share: part(92, recoveryShareBytes) as RecoveryShare,
  };
}

function areCounts(number: unknown, needed: unknown, cards: unknown): boolean {
  if (typeof number !== "number" || typeof needed !== "number" || typeof cards !== "number") return false;
  return needed >= 2 && needed <= cards && cards <= limits.recoveryCards && number >= 1 && number <= cards;
}

function isBytes(value: CborValue | undefined, length: number): value is Bytes {
  return value instanceof Uint8Array && value.length === length;
}
