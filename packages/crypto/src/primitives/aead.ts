/**
 * AES-256-GCM with a 128-bit tag and a random 96-bit nonce (NIST SP 800-38D). Sealed bytes are
 * `nonce (12) || ciphertext || tag (16)`: 28 bytes longer than the plaintext.
 *
 * Random nonces allow 2^32 messages a key at 2^-32; content keys are split by epoch and author device and stop at 2^31.
 */

import { assert, type Bytes, concatBytes } from "@alcove/bytes";
import type { CryptoPort, KeyHandle } from "../port.ts";

export const nonceBytes = 12;
export const tagBytes = 16;
export const sealOverheadBytes = nonceBytes + tagBytes;

declare const brand: unique symbol;
/** A non-extractable AES-256-GCM key. */
export type SealKey = KeyHandle & { readonly [brand]: "SealKey" };

/** `raw`: 32 bytes. WebCrypto would take 16 and silently give AES-128, so another length throws (a bug). */
export async function importSealKey(port: CryptoPort, raw: Bytes): Promise<SealKey> {
  assert(raw.length === 32, "AES-256 takes 32 bytes");
  return (await port.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"])) as SealKey;
}

export async function seal(port: CryptoPort, key: SealKey, plaintext: Bytes, additionalData: Bytes): Promise<Bytes> {
  const nonce = port.random(nonceBytes);
  return concatBytes(nonce, await sealWithNonce(port, key, nonce, plaintext, additionalData));
}

/** `undefined` when key, additional data, nonce or a byte of the ciphertext is another than at sealing. */
export async function open(
  port: CryptoPort,
  key: SealKey,
  sealed: Uint8Array,
  additionalData: Bytes,
): Promise<Bytes | undefined> {
  if (sealed.length < sealOverheadBytes) return undefined;
  return openWithNonce(port, key, sealed.slice(0, nonceBytes), sealed.subarray(nonceBytes), additionalData);
}

/** For attachment chunks, whose nonce is their place. The caller proves that a nonce is used once. Returns `ciphertext || tag`. */
export async function sealWithNonce(
  port: CryptoPort,
  key: SealKey,
  nonce: Bytes,
  plaintext: Bytes,
  additionalData: Bytes,
): Promise<Bytes> {
  return new Uint8Array(
    await port.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData, tagLength: 128 }, key, plaintext),
  );
}

export async function openWithNonce(
  port: CryptoPort,
  key: SealKey,
  nonce: Bytes,
  sealed: Uint8Array,
  additionalData: Bytes,
): Promise<Bytes | undefined> {
  if (sealed.length < tagBytes) return undefined;
  try {
    return new Uint8Array(
      await port.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData, tagLength: 128 }, key, sealed as Bytes),
    );
  } catch {
    return undefined;
  }
}
