/**
 * Deterministic CBOR (RFC 8949 section 4.2.1), the encoding of everything that is signed, sealed or sent.
 *
 * Writing is deterministic: shortest integers, definite lengths, map keys sorted by their encoded bytes. Reading is
 * strict: what would not come out the same when written again is refused, so one value has one encoding and a
 * signature over bytes is a signature over the value. Values: unsigned and negative safe integers, byte and text
 * strings, arrays, maps with text keys, true, false, null. No floats, tags, undefined, bignums.
 */

import { type DecodeOptions, decode, encode } from "cborg";
import { type Bytes, equalBytes } from "./bytes.ts";

export type CborValue =
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | readonly CborValue[]
  | { readonly [key: string]: CborValue };

const options: DecodeOptions = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
};

/** @throws (a bug) on a value outside `CborValue`. */
export function encodeCbor(value: CborValue): Bytes {
  return encode(value, { float64: true }) as Bytes;
}

/**
 * `undefined` when `bytes` is not exactly one deterministic encoding of a `CborValue`: truncated, trailing bytes,
 * longer than needed, unsorted or repeated keys, a float, a tag. Nesting beyond 64 levels is refused too.
 */
export function parseCbor(bytes: Uint8Array): CborValue | undefined {
  if (nestedTooDeep(bytes)) return undefined;
  let value: CborValue;
  try {
    value = decode(bytes, options) as CborValue;
    if (holdsFloat(value) || !equalBytes(encodeCbor(value), bytes)) return undefined;
  } catch {
    return undefined;
  }
  return value;
}

function holdsFloat(value: CborValue): boolean {
  if (typeof value === "number") return !Number.isSafeInteger(value);
  if (Array.isArray(value)) return value.some(holdsFloat);
  if (value !== null && typeof value === "object" && !(value instanceof Uint8Array))
    return Object.values(value).some(holdsFloat);
  return false;
}

/** A cheap look at the heads before the recursive decoder runs, so that hostile nesting can't exhaust the stack. */
function nestedTooDeep(bytes: Uint8Array): boolean {
  const open: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const head = bytes[at] as number;
    const major = head >> 5;
    const short = head & 31;
    const width = short < 24 ? 0 : short === 24 ? 1 : short === 25 ? 2 : short === 26 ? 4 : 8;
    let length = short;
    if (width > 0) {
      length = 0;
      for (let i = 1; i <= width; i++) length = length * 256 + (bytes[at + i] ?? 0);
    }
    at += 1 + width;
    if (major === 2 || major === 3) at += length;
    if (major === 4 || major === 5) {
      const children = major === 5 ? length * 2 : length;
      if (children > 0) {
        open.push(children);
        if (open.length > 64) return true;
        continue;
      }
    }
    while (open.length > 0) {
      const left = (open[open.length - 1] as number) - 1;
      if (left > 0) {
        open[open.length - 1] = left;
        break;
      }
      open.pop();
    }
  }
  return false;
}
