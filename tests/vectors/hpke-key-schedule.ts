/**
 * The key schedule of HPKE base mode (RFC 9180 section 5.1), written out once more from the text: checked against the
 * published keys, it then says what Alcove's suite (0x647a, HKDF-SHA256, AES-256-GCM) must derive, for which no
 * vectors are published.
 */

import { createHmac } from "node:crypto";

export type SuiteIds = { readonly kem: number; readonly kdf: 1; readonly aead: 1 | 2 | 3 };
export type Schedule = { readonly key: Buffer; readonly baseNonce: Buffer; readonly exporterSecret: Buffer };

const aeadKeyBytes = { 1: 16, 2: 32, 3: 32 };
const empty = Buffer.alloc(0);

export function keySchedule(suite: SuiteIds, sharedSecret: Uint8Array, info: Uint8Array): Schedule {
  const id = suiteId(suite);
  const extract = (salt: Uint8Array, label: string, ikm: Uint8Array) =>
    hmac(salt.length === 0 ? Buffer.alloc(32) : salt, Buffer.from("HPKE-v1"), id, Buffer.from(label), ikm);
  const expand = (prk: Uint8Array, label: string, context: Uint8Array, length: number) =>
    expandTo(prk, Buffer.concat([u16(length), Buffer.from("HPKE-v1"), id, Buffer.from(label), context]), length);

  const modeBase = Buffer.from([0]);
  const context = Buffer.concat([modeBase, extract(empty, "psk_id_hash", empty), extract(empty, "info_hash", info)]);
  const secret = extract(sharedSecret, "secret", empty);
  return {
    key: expand(secret, "key", context, aeadKeyBytes[suite.aead]),
    baseNonce: expand(secret, "base_nonce", context, 12),
    exporterSecret: expand(secret, "exp", context, 32),
  };
}

export function suiteId({ kem, kdf, aead }: SuiteIds): Buffer {
  return Buffer.concat([Buffer.from("HPKE"), u16(kem), u16(kdf), u16(aead)]);
}

function expandTo(prk: Uint8Array, info: Uint8Array, length: number): Buffer {
  let block: Buffer = empty;
  let out: Buffer = empty;
  for (let counter = 1; out.length < length; counter++) {
    block = hmac(prk, block, info, Buffer.from([counter]));
    out = Buffer.concat([out, block]);
  }
  return out.subarray(0, length);
}

function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}
