/**
 * Hides the length of a revision (docs/spec, ENV-3): `plaintext || 0x80 || 0x00 ...` up to a bucket. Buckets are PADME's
 * (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PoPETs 2019:
 * at most 12 % longer, and the length tells O(log log n) bits) with a floor of 1 KiB. Writers take the smallest that
 * fits; readers take any, so that small forms can share one larger bucket.
 */

import type { Bytes } from "@alcove/bytes";

export const paddingFloorBytes = 1024;

/** The PADME bucket that `length` bytes fall into; `length` up to 2^31. */
export function padmeLength(length: number): number {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const mantissaBits = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** Math.max(0, exponent - mantissaBits);
  return Math.ceil(length / step) * step;
}

export function paddedLength(plaintextBytes: number): number {
  return padmeLength(Math.max(plaintextBytes + 1, paddingFloorBytes));
}

export function pad(plaintext: Uint8Array): Bytes {
  const out = new Uint8Array(paddedLength(plaintext.length));
  out.set(plaintext);
  out[plaintext.length] = 0x80;
  return out;
}

/** Whether something padded can have this length; the server too sees that nothing travels unpadded. */
export function isPaddedLength(length: number): boolean {
  return length >= paddingFloorBytes && padmeLength(length) === length;
}

/** `undefined` when the bytes don't end in 0x80 and zeros, or fill no bucket: the author's app is not ours. */
export function unpad(padded: Uint8Array): Bytes | undefined {
  if (!isPaddedLength(padded.length)) return undefined;
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (padded[end] !== 0x80) return undefined;
  return padded.slice(0, end) as Bytes;
}
