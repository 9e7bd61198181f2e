/**
 * Deterministic CBOR (RFC 8949 section 4.2.1), the encoding of everything that is signed, sealed or sent.
 *
 * One value has one encoding: shortest integers, definite lengths, map keys ascending by their encoded bytes. Reading
 * refuses every other one, so a signature over bytes is a signature over the value. Values: safe integers, byte and
 * text strings, arrays, maps with text keys, true, false, null. No floats, tags, undefined, bignums.
 *
 * The reader is our own: libraries decode first and check afterwards, twice the work, and theirs drops a byte order
 * mark at the beginning of a text. Every byte it gets is an attacker's, so it allocates nothing on the word of a length.
 */

import { encode } from "cborg";
import { type Bytes, copyBytes } from "./bytes.ts";
import { assert } from "./result.ts";
import { fromUtf8 } from "./text.ts";

export type CborValue =
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | readonly CborValue[]
  | { readonly [key: string]: CborValue };

/** An array in an array counts as two levels. */
const maxDepth = 64;

/**
 * An unpaired surrogate is written as U+FFFD, as `TextEncoder` does.
 * @throws (a bug) on a value outside `CborValue`, on more than 64 levels, and on a key `__proto__`.
 */
export function encodeCbor(value: CborValue): Bytes {
  assertCbor(value, maxDepth);
  // On Node the library hands out Buffers and views into its pool.
  return copyBytes(encode(value));
}

/** `undefined` when `bytes` is not exactly the one encoding of a `CborValue` of at most 64 levels. Byte strings come out as copies. */
export function parseCbor(bytes: Uint8Array): CborValue | undefined {
  const cursor = { bytes, at: 0 };
  const value = readValue(cursor, maxDepth);
  return cursor.at === bytes.length ? value : undefined;
}

type Cursor = { readonly bytes: Uint8Array; at: number };

function readValue(cursor: Cursor, depth: number): CborValue | undefined {
  const head = cursor.bytes[cursor.at++];
  if (head === undefined) return undefined;
  if (head === 0xf4) return false;
  if (head === 0xf5) return true;
  if (head === 0xf6) return null;
  const argument = readArgument(cursor, head & 31);
  if (argument === undefined) return undefined;
  switch (head >> 5) {
    case 0:
      return argument;
    case 1:
      return argument < Number.MAX_SAFE_INTEGER ? -1 - argument : undefined;
    case 2:
      return readBytes(cursor, argument);
    case 3:
      return readText(cursor, argument);
    case 4:
      return readArray(cursor, argument, depth);
    case 5:
      return readMap(cursor, argument, depth);
    default:
      return undefined;
  }
}

/** `undefined`: cut off, longer than needed, indefinite, or beyond 2^53 - 1. */
function readArgument(cursor: Cursor, short: number): number | undefined {
  if (short < 24) return short;
  if (short > 27) return undefined;
  const width = 2 ** (short - 24);
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (cursor.bytes[cursor.at++] ?? Number.NaN);
  const shorter = width === 1 ? 24 : 2 ** (4 * width);
  return value >= shorter && value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

function readBytes(cursor: Cursor, length: number): Bytes | undefined {
  if (length > cursor.bytes.length - cursor.at) return undefined;
  const end = cursor.at + length;
  const value = new Uint8Array(cursor.bytes.subarray(cursor.at, end));
  cursor.at = end;
  return value;
}

function readText(cursor: Cursor, length: number): string | undefined {
  if (length > cursor.bytes.length - cursor.at) return undefined;
  const start = cursor.at;
  cursor.at += length;
  return readShortAscii(cursor.bytes, start, length) ?? fromUtf8(cursor.bytes.subarray(start, cursor.at));
}

/** Three times as fast as TextDecoder for keys and words; `undefined` where that one is needed. */
function readShortAscii(bytes: Uint8Array, start: number, length: number): string | undefined {
  if (length > 24) return undefined;
  let text = "";
  for (let i = start; i < start + length; i++) {
    const byte = bytes[i] as number;
    if (byte > 0x7f) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

function readArray(cursor: Cursor, length: number, depth: number): CborValue[] | undefined {
  if (depth === 0 || length > cursor.bytes.length - cursor.at) return undefined;
  const values: CborValue[] = [];
  for (let i = 0; i < length; i++) {
    const value = readValue(cursor, depth - 1);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function readMap(cursor: Cursor, length: number, depth: number): { [key: string]: CborValue } | undefined {
  if (depth === 0 || length > cursor.bytes.length - cursor.at) return undefined;
  const values: { [key: string]: CborValue } = {};
  let before: Uint8Array = new Uint8Array(0);
  for (let i = 0; i < length; i++) {
    const start = cursor.at;
    const key = readValue(cursor, 0);
    const encodedKey = cursor.bytes.subarray(start, cursor.at);
    if (typeof key !== "string" || key === "__proto__" || !isAscending(before, encodedKey)) return undefined;
    before = encodedKey;
    const value = readValue(cursor, depth - 1);
    if (value === undefined) return undefined;
    values[key] = value;
  }
  return values;
}

/** No encoded key is the beginning of another: its length stands first. */
function isAscending(before: Uint8Array, after: Uint8Array): boolean {
  for (const [i, byte] of before.entries()) {
    if (byte !== after[i]) return byte < (after[i] ?? 0);
  }
  return before.length === 0;
}

function assertCbor(value: unknown, depth: number): void {
  if (typeof value === "string" || typeof value === "boolean" || value === null || value instanceof Uint8Array) return;
  if (typeof value === "number") return assert(Number.isSafeInteger(value), "CBOR holds safe integers only");
  assert(typeof value === "object", `CBOR holds no ${typeof value}`);
  assert(depth > 0, `CBOR nests ${maxDepth} levels at most`);
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
  assert(plain && !Object.hasOwn(value, "__proto__"), "CBOR holds plain arrays and objects only");
  for (const each of Object.values(value)) assertCbor(each, depth - 1);
}
