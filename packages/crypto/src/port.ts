/**
 * What this package needs from its surroundings. Pure code names no platform: Node and browsers both fit this shape.
 * All randomness and the one slow derivation come through here, so that frozen vectors can fix them.
 */

import type { Bytes } from "@alcove/bytes";
import type { Hpke } from "./primitives/hpke.ts";

/** SHA-256 of what comes in pieces, in order; `digest`, 32 bytes, ends it. */
export type PieceHash = { update(piece: Uint8Array): void; digest(): Uint8Array };

/** A WebCrypto `CryptoKey`, opaque here. */
export type KeyHandle = { readonly type: string; readonly extractable: boolean };

/** The part of `SubtleCrypto` that is used; method syntax, so that the real one is assignable. */
export interface Subtle {
  importKey(
    format: "raw" | "pkcs8",
    keyData: Bytes,
    algorithm: { name: string; hash?: string } | string,
    extractable: boolean,
    usages: KeyUse[],
  ): Promise<KeyHandle>;
  encrypt(
    algorithm: { name: "AES-GCM"; iv: Bytes; additionalData: Bytes; tagLength: 128 },
    key: KeyHandle,
    data: Bytes,
  ): Promise<ArrayBuffer>;
  decrypt(
    algorithm: { name: "AES-GCM"; iv: Bytes; additionalData: Bytes; tagLength: 128 },
    key: KeyHandle,
    data: Bytes,
  ): Promise<ArrayBuffer>;
  deriveBits(
    algorithm: { name: "HKDF"; hash: "SHA-256"; salt: Bytes; info: Bytes },
    key: KeyHandle,
    bits: number,
  ): Promise<ArrayBuffer>;
  digest(algorithm: "SHA-256", data: Bytes): Promise<ArrayBuffer>;
  sign(algorithm: "HMAC" | "Ed25519", key: KeyHandle, data: Bytes): Promise<ArrayBuffer>;
  verify(algorithm: "Ed25519", key: KeyHandle, signature: Bytes, data: Bytes): Promise<boolean>;
}
export type KeyUse = "encrypt" | "decrypt" | "deriveBits" | "sign" | "verify";

export type Argon2idCost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: 1 };

export type CryptoPort = {
  readonly hpke: Hpke;
  readonly subtle: Subtle;
  /** `length` bytes from the platform's generator. */
  random(length: number): Bytes;
  /** RFC 8032's public key of a seed, 32 bytes. Absent where the platform gives none out without the private one: it is computed then. */
  signingPublicKey?(seed: Bytes): Bytes;
  /**
   * RFC 7748's X25519, 32 bytes. `undefined` where the point is none or the result all zero. Absent where the platform has no way
   * that answers at once: it is computed then, which takes ten times as long.
   */
  x25519?(secret: Uint8Array, point: Uint8Array): Uint8Array | undefined;
  /** Absent, or `undefined`: the platform has none, or none just now. It is computed then, five times as slowly. */
  startHash?(): PieceHash | Promise<PieceHash | undefined>;
  /** RFC 9106 Argon2id version 0x13, 32 bytes out, without secret and associated data. */
  argon2id(password: Bytes, salt: Bytes, cost: Argon2idCost): Promise<Bytes>;
};
