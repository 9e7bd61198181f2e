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
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import { assert, type Bytes, concatBytes, fromHex, type Hash } from "@alcove/bytes";
import type { CryptoPort, KeyHandle, Subtle } from "@alcove/crypto";

type NodeKey = KeyHandle & { readonly key: KeyObject | Bytes };

/** RFC 8410 SubjectPublicKeyInfo around the 32 bytes of an Ed25519 public key. */
const spkiPrefix = fromHex("302a300506032b6570032100") as Bytes;

const subtle: Subtle = {
  async importKey(format, keyData, algorithm) {
    const name = typeof algorithm === "string" ? algorithm : algorithm.name;
    if (name === "HKDF") return nodeKey("secret", keyData);
    assert(name === "Ed25519", `the server imports no ${name} keys`);
    if (format === "pkcs8")
      return nodeKey("private", createPrivateKey({ key: Buffer.from(keyData), format: "der", type: "pkcs8" }));
    const spki = Buffer.from(concatBytes(spkiPrefix, keyData));
    return nodeKey("public", createPublicKey({ key: spki, format: "der", type: "spki" }));
  },
  async deriveBits({ salt, info }, handle, bits) {
    return hkdfSync("sha256", (handle as NodeKey).key, salt, info, bits / 8);
  },
  async digest(_algorithm, data) {
    return sha256(data).buffer;
  },
  async sign(algorithm, handle, data) {
    assert(algorithm === "Ed25519", "the server signs checkpoints only");
    return new Uint8Array(sign(null, data, (handle as NodeKey).key as KeyObject)).buffer;
  },
  // On the thread pool: a verification takes 100 us, half of what an append costs this thread otherwise.
  verify(_algorithm, handle, signature, data) {
    return new Promise((resolve, reject) => {
      verify(null, data, (handle as NodeKey).key as KeyObject, signature, (error, right) =>
        error ? reject(error) : resolve(right),
      );
    });
  },
  encrypt: () => refused("seals no content"),
  decrypt: () => refused("opens no content"),
};

/** SHA-256. By way of hex, which `node:crypto` gives out faster than bytes. */
export function sha256(bytes: Uint8Array): Hash {
  return fromHex(hash("sha256", bytes)) as Hash;
}

/** HMAC-SHA256, 32 bytes; several times as fast with a key that was made once. */
export function hmacWith(key: KeyObject, message: Uint8Array): Bytes {
  return new Uint8Array(createHmac("sha256", key).update(message).digest());
}

export function createCryptoPort(): CryptoPort {
  return {
    subtle,
    random: (length) => new Uint8Array(randomBytes(length)),
    hpke: { seal: () => refused("seals no keys"), open: () => refused("opens no keys") },
    argon2id: () => refused("knows no passphrase"),
  };
}

/**
 * For replaying what this server has verified before and finds unchanged under a checkpoint of its own: takes each
 * signature as right.
 */
export function trustingPort(port: CryptoPort): CryptoPort {
  return { ...port, subtle: { ...port.subtle, verify: async () => true } };
}

function nodeKey(type: "public" | "private" | "secret", key: KeyObject | Bytes): NodeKey {
  return { type, extractable: false, key };
}

function refused(what: string): never {
  throw new Error(`bug: the server ${what}`);
}
