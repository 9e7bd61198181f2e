/**
 * Deterministic CBOR (RFC 8949 section 4.2.1), the encoding of everything that is signed, sealed or sent.
 *
 * One value has one encoding: shortest integers, definite lengths, map keys ascending by their encoded bytes. Reading
 * refuses every other one, so a signature over bytes is a signature over the value. Values: safe integers, byte and
 * text strings, arrays, maps with text keys, true, false, null. No floats, tags, undefined, bignums.
 *
 * Reader and writer are our own. Libraries decode first and check afterwards, twice the work, and theirs drops a byte
 * order mark at the beginning of a text; they write into chunks that are copied twice, and a batch of notes is large. Every
 * byte that the reader gets is an attacker's, so it allocates nothing on the word of a length. Tests hold both to cborg.
 */

import type { Bytes } from "./bytes.ts";
import { assert } from "./result.ts";
import { fromUtf8, utf8, writeUtf8 } from "./text.ts";

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
  const longest = longestLength(value, maxDepth);
  if (longest > desk.length) {
    const out = new Uint8Array(longest);
    const length = writeValue(out, 0, value);
    return length === longest ? out : out.slice(0, length);
  }
  const length = writeValue(desk, 0, value);
  const out = desk.slice(0, length);
  // It may have been plaintext.
  desk.fill(0, 0, length);
  return out;
}

/** Where a value is written whose length is not known before: to allocate three times what a text takes costs as much as writing it. */
const desk: Bytes = new Uint8Array(65_536);

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

/** The bytes that `value` takes at most: a text is longer in UTF-8 by up to three, all else is exact. */
function longestLength(value: unknown, depth: number): number {
  if (value === null || typeof value === "boolean") return 1;
  if (typeof value === "string") return 9 + value.length * 3;
  if (value instanceof Uint8Array) return headLength(value.length) + value.length;
  if (typeof value === "number") {
    assert(Number.isSafeInteger(value), "CBOR holds safe integers only");
    return headLength(value < 0 ? -1 - value : value);
  }
  assert(typeof value === "object", `CBOR holds no ${typeof value}`);
  assert(depth > 0, `CBOR nests ${maxDepth} levels at most`);
  if (Array.isArray(value)) {
    let length = headLength(value.length);
    for (const each of value as unknown[]) length += longestLength(each, depth - 1);
    return length;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  assert(isPlain && !Object.hasOwn(value, "__proto__"), "CBOR holds plain arrays and objects only");
  let length = 9;
  for (const [key, each] of Object.entries(value)) length += 9 + key.length * 3 + longestLength(each, depth - 1);
  return length;
}

/** Of what `longestLength` has looked at. This and all below give the place behind what they wrote. */
function writeValue(out: Bytes, at: number, value: CborValue): number {
  if (value === false) return writeHead(out, at, 7, 20);
  if (value === true) return writeHead(out, at, 7, 21);
  if (value === null) return writeHead(out, at, 7, 22);
  if (typeof value === "number") return value < 0 ? writeHead(out, at, 1, -1 - value) : writeHead(out, at, 0, value);
  if (typeof value === "string") return writeText(out, at, value);
  if (value instanceof Uint8Array) return writeBytes(out, at, 2, value);
  if (isArray(value)) {
    let end = writeHead(out, at, 4, value.length);
    for (const each of value) end = writeValue(out, end, each);
    return end;
  }
  const entries = Object.entries(value)
    .map(([key, each]) => ({ key: utf8(key), each }))
    .sort((a, b) => order(a.key, b.key));
  let end = writeHead(out, at, 5, entries.length);
  for (const { key, each } of entries) end = writeValue(out, writeBytes(out, end, 3, key), each);
  return end;
}

const isArray = (value: CborValue): value is readonly CborValue[] => Array.isArray(value);

/** By their encoded bytes, which begin with the length. */
function order(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [i, byte] of a.entries()) if (byte !== b[i]) return byte - (b[i] as number);
  return 0;
}

/** Straight to its place, behind as long a head as a text of ASCII has; few have a longer one. */
function writeText(out: Bytes, at: number, text: string): number {
  const start = at + headLength(text.length);
  const length = writeUtf8(out, start, text);
  const moved = at + headLength(length);
  if (moved !== start) out.copyWithin(moved, start, start + length);
  writeHead(out, at, 3, length);
  return moved + length;
}

function writeBytes(out: Bytes, at: number, major: 2 | 3, bytes: Uint8Array): number {
  const start = writeHead(out, at, major, bytes.length);
  out.set(bytes, start);
  return start + bytes.length;
}

const headLength = (argument: number): number => 1 + argumentBytes(argument);

function argumentBytes(argument: number): 0 | 1 | 2 | 4 | 8 {
  if (argument < 24) return 0;
  if (argument < 0x100) return 1;
  if (argument < 0x1_0000) return 2;
  return argument < 0x1_0000_0000 ? 4 : 8;
}

function writeHead(out: Bytes, at: number, major: number, argument: number): number {
  const width = argumentBytes(argument);
  const short = width === 0 ? argument : 24 + Math.log2(width);
  out[at] = (major << 5) | short;
  // Eight bytes are more than the shift operators take.
  for (let i = width, rest = argument; i > 0; i--, rest = Math.floor(rest / 256)) out[at + i] = rest % 256;
  return at + 1 + width;
}
