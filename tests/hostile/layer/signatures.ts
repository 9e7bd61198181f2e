/** Signatures and encodings that lenient readers take, and strict ones don't. */

import { type Bytes, concatBytes, fromHex } from "@alcove/bytes";

const groupOrder = fromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010") as Bytes;

/** The same signature with S + L in S's place: the group equation holds, RFC 8032 refuses it. */
export function malleable(signature: Uint8Array): Bytes {
  const out = new Uint8Array(signature);
  let carry = 0;
  for (let i = 0; i < 32; i++) {
    const sum = (out[32 + i] as number) + (groupOrder[i] as number) + carry;
    out[32 + i] = sum & 0xff;
    carry = sum >> 8;
  }
  return out;
}

/** Points of small order and encodings that are none: as a key, each would verify what nobody signed, or means two things. */
export const badKeys: Readonly<Record<string, Bytes>> = {
  "the neutral element": fromHex(`01${"00".repeat(31)}`) as Bytes,
  "order 2": fromHex(`ec${"ff".repeat(30)}7f`) as Bytes,
  "order 8": fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05") as Bytes,
  "y not below the prime": fromHex(`ee${"ff".repeat(30)}7f`) as Bytes,
  "not on the curve": fromHex(`02${"00".repeat(31)}`) as Bytes,
};

/** The CBOR of two byte strings in an array with one length longer than needed: the same value, other bytes. */
export function withLongHead(first: Uint8Array, second: Uint8Array): Bytes {
  return concatBytes(new Uint8Array([0x98, 2]), byteString(first), byteString(second));
}

/** Shortest head. */
export function byteString(bytes: Uint8Array): Bytes {
  const { length } = bytes;
  const head = length < 24 ? [0x40 + length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff];
  return concatBytes(new Uint8Array(head), bytes);
}
