/** Bytes to text and back: the edge of the system. Inside, bytes stay bytes. */

import { base32, base64, base64nopad, base64urlnopad } from "@scure/base";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { type Bytes, copyBytes } from "./bytes.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  return (text.length <= 24 && shortAscii(text)) || encoder.encode(text);
}

/** Several times as fast as `TextEncoder` for keys and words; `undefined` where that one is needed. */
function shortAscii(text: string): Bytes | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return undefined;
    bytes[i] = unit;
  }
  return bytes;
}

/** `undefined` when the bytes are not well-formed UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Lower case. */
export const toHex = (bytes: Uint8Array): string => bytesToHex(bytes);

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

function attempt(decode: () => Uint8Array): Bytes | undefined {
  try {
    return copyBytes(decode());
  } catch {
    return undefined;
  }
}
