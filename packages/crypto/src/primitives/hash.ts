/** SHA-256 (FIPS 180-4), HMAC-SHA256 (RFC 2104) and HKDF-SHA256 (RFC 5869). */

import { type Bytes, concatBytes, type Hash } from "@alcove/bytes";
import { extract } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import type { CryptoPort } from "../port.ts";

/** Synchronous; for inputs of up to a few hundred bytes such as tree nodes. */
export function hash(bytes: Uint8Array): Hash {
  return nobleSha256(bytes) as unknown as Hash;
}

/** On the platform's own implementation; for envelopes and whatever is large or comes in numbers. */
export async function hashLarge(port: CryptoPort, bytes: Bytes): Promise<Hash> {
  return new Uint8Array(await port.subtle.digest("SHA-256", bytes)) as Hash;
}

/** For what is never in memory whole. Its pieces come in order; `digest` ends it. */
export async function startHash(port: CryptoPort): Promise<{ update(piece: Uint8Array): void; digest(): Hash }> {
  const state = (await port.startHash?.()) ?? nobleSha256.create();
  return {
    update: (piece) => void state.update(piece),
    digest: () => state.digest() as unknown as Hash,
  };
}

/** 32 bytes. Synchronous, for short messages: tags and request MACs. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Bytes {
  return hmac(nobleSha256, key, message) as Bytes;
}

/** The same under one key many times: what HMAC makes of the key is done once. */
export function hmacUnder(key: Uint8Array): (message: Uint8Array) => Bytes {
  const keyed = hmac.create(nobleSha256, key);
  // The library's way to begin again (its PBKDF2 does so): a copy anew for each message would cost as much as the hashing.
  const turn = keyed.clone();
  return (message) => keyed._cloneInto(turn).update(message).digest() as Bytes;
}

/** `hkdf` with the empty salt and 32 bytes out, at once: for many infos of one input, where a call to WebCrypto each is too slow. */
export function hkdfUnder(input: Bytes): (info: Bytes) => Bytes {
  const expand = hmacUnder(extract(nobleSha256, input));
  return (info) => expand(concatBytes(info, Uint8Array.of(1)));
}

/** Extract-then-expand. `length` in bytes, 1 to 8160. An absent salt is the empty one. */
export async function hkdf(
  port: CryptoPort,
  input: Bytes,
  info: Bytes,
  length: number,
  salt: Bytes = new Uint8Array(0),
): Promise<Bytes> {
  const key = await port.subtle.importKey("raw", input, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await port.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, length * 8));
}
