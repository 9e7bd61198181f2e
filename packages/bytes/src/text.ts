/** Bytes to text and back: the edge of the system. Inside, bytes stay bytes. */

import { base32, base64, base64nopad, base64urlnopad } from "@scure/base";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { type Bytes, copyBytes } from "./bytes.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  if (text.length > shortText) return encoder.encode(text);
  const bytes = new Uint8Array(text.length);
  return isWrittenAsAscii(bytes, 0, text) ? bytes : encoder.encode(text);
}

/** Writes at `at`, where there is room for three bytes of each UTF-16 unit; gives the length in bytes. */
export function writeUtf8(out: Bytes, at: number, text: string): number {
  if (text.length <= shortText && isWrittenAsAscii(out, at, text)) return text.length;
  return encoder.encodeInto(text, out.subarray(at)).written;
}

/** Keys and words: several times as fast by hand as by `TextEncoder`. In UTF-16 units. */
const shortText = 24;

/** `false`, having written some of it, where a letter is not ASCII. */
function isWrittenAsAscii(out: Bytes, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return false;
    out[at + i] = unit;
  }
  return true;
}

/** `undefined` when the bytes are not well-formed UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const asciiOfDigit = Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
/** Ids and hashes. What is longer is rare, and would be too many arguments one day. */
const shortHexBytes = 64;

/**
 * Lower case. Everything there is has its place in a map under its id in hex: put together digit by digit, as the library
 * does where the engine has no way of its own, each would leave a chain of strings behind for the collector.
 */
export function toHex(bytes: Uint8Array): string {
  if (bytes.length > shortHexBytes) return bytesToHex(bytes);
  const units: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    units.push(asciiOfDigit[byte >> 4] as number, asciiOfDigit[byte & 15] as number);
  }
  return String.fromCharCode(...units);
}

/** `toHex` of thousands of ids or hashes of `length` bytes each that stand one behind the other, at once. */
export function hexOfEach(all: Bytes, length: number): string[] {
  const digits = new Uint8Array(all.length * 2);
  for (let i = 0; i < all.length; i++) {
    const byte = all[i] as number;
    digits[2 * i] = asciiOfDigit[byte >> 4] as number;
    digits[2 * i + 1] = asciiOfDigit[byte & 15] as number;
  }
  const text = decoder.decode(digits);
  return Array.from({ length: all.length / length }, (_, i) => text.slice(i * 2 * length, (i + 1) * 2 * length));
}

/** `undefined` when the text is not lower- or upper-case hex of an even length. */
export function fromHex(text: string): Bytes | undefined {
  return attempt(() => hexToBytes(text));
}

export const toBase64 = (bytes: Uint8Array): string => base64.encode(bytes);
export const fromBase64 = (text: string): Bytes | undefined => attempt(() => base64.decode(text));
export const toBase64Url = (bytes: Uint8Array): string => base64urlnopad.encode(bytes);
export const fromBase64Url = (text: string): Bytes | undefined => attempt(() => base64urlnopad.decode(text));
export const toBase64NoPad = (bytes: Uint8Array): string => base64nopad.encode(bytes);

/** RFC 4648 base32 without padding, upper case. */
export const toBase32 = (bytes: Uint8Array): string => base32.encode(bytes).replaceAll("=", "");

/** Takes lower case, spaces and dashes as people type them. */
export function fromBase32(text: string): Bytes | undefined {
  const clean = text.toUpperCase().replaceAll(/[\s-]/g, "");
  const padded = clean + "=".repeat((8 - (clean.length % 8)) % 8);
  return attempt(() => base32.decode(padded));
}

/** Where `word`, of ASCII letters, digits and hyphens, last begins in whatever case; -1: nowhere. Changes no length: the upper case of "ß" has two letters. */
export const lastIndexInAnyCase = (text: string, word: string): number =>
  [...text.matchAll(new RegExp(word, "gi"))].at(-1)?.index ?? -1;

function attempt(decode: () => Uint8Array): Bytes | undefined {
  try {
    return copyBytes(decode());
  } catch {
    return undefined;
  }
}
