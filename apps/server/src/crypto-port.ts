/**
 * The crypto port over `node:crypto`. The server verifies, signs checkpoints and agrees on session keys; it seals to
 * nobody and knows no passphrase, so those parts of the port are not there.
 *
 * `node:crypto` is used directly rather than through WebCrypto: the same OpenSSL without a job and a promise for each call.
 */

import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { assert, type Bytes, fromHex, type Hash } from "@alcove/bytes";
import type { CryptoPort, KeyHandle, Subtle } from "@alcove/crypto";
import type { SignatureDesk } from "./signatures/signature-desk.ts";

/** Raw bytes: 32 of a public key or a seed, or what HKDF derives from. */
type RawKey = KeyHandle & { readonly raw: Bytes };

function createSubtle(desk: SignatureDesk): Subtle {
  return {
    async importKey(format, keyData, algorithm) {
      const name = typeof algorithm === "string" ? algorithm : algorithm.name;
      if (name === "HKDF") return rawKey("secret", keyData);
      assert(name === "Ed25519", `the server imports no ${name} keys`);
      // RFC 8410: the seed is the last 32 bytes of its PKCS #8 form.
      return format === "pkcs8" ? rawKey("private", keyData.slice(-32)) : rawKey("public", keyData.slice());
    },
    async deriveBits({ salt, info }, handle, bits) {
      return hkdfSync("sha256", (handle as RawKey).raw, salt, info, bits / 8);
    },
    async digest(_algorithm, data) {
      return sha256(data).buffer;
    },
    async sign(algorithm, handle, data) {
      assert(algorithm === "Ed25519", "the server signs checkpoints and hellos only");
      return desk.sign((handle as RawKey).raw, data).buffer;
    },
    verify(_algorithm, handle, signature, data) {
      return desk.verify((handle as RawKey).raw, signature, data);
    },
    encrypt: () => refused("seals no content"),
    decrypt: () => refused("opens no content"),
  };
}

/** SHA-256. By way of hex, which `node:crypto` gives out faster than bytes. */
export function sha256(bytes: Uint8Array): Hash {
  return fromHex(hash("sha256", bytes)) as Hash;
}

/** HMAC-SHA256, 32 bytes; several times as fast with a key that was made once. */
export function hmacWith(key: KeyObject, message: Uint8Array): Bytes {
  return new Uint8Array(createHmac("sha256", key).update(message).digest());
}

export function createCryptoPort(desk: SignatureDesk): CryptoPort {
  return {
    subtle: createSubtle(desk),
    random: (length) => new Uint8Array(randomBytes(length)),
    hpke: { seal: () => refused("seals no keys"), open: () => refused("opens no keys") },
    x25519,
    argon2id: () => refused("knows no passphrase"),
  };
}

/** RFC 8410: what stands before the 32 bytes of an X25519 public key, and of a private one. */
const spkiPrefix = Buffer.from("302a300506032b656e032100", "hex");
const pkcs8Prefix = Buffer.from("302e020100300506032b656e04220420", "hex");

/** A login's share of the event loop was mostly this, computed. */
function x25519(secret: Uint8Array, point: Uint8Array): Uint8Array | undefined {
  if (secret.length !== 32 || point.length !== 32) return undefined;
  const pkcs8 = { key: Buffer.concat([pkcs8Prefix, secret]), format: "der", type: "pkcs8" } as const;
  const spki = { key: Buffer.concat([spkiPrefix, point]), format: "der", type: "spki" } as const;
  try {
    const keys = { privateKey: createPrivateKey(pkcs8), publicKey: createPublicKey(spki) };
    return new Uint8Array(diffieHellman(keys));
  } catch {
    return undefined;
  }
}

/**
 * For replaying what this server has verified before and finds unchanged under a checkpoint of its own: takes each
 * signature as right.
 */
export function trustingPort(port: CryptoPort): CryptoPort {
  return { ...port, subtle: { ...port.subtle, verify: async () => true } };
}

function rawKey(type: "public" | "private" | "secret", raw: Bytes): RawKey {
  return { type, extractable: false, raw };
}

function refused(what: string): never {
  throw new Error(`bug: the server ${what}`);
}
