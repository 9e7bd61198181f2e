/**
 * HPKE base mode (RFC 9180) with X-Wing (KEM 0x647a: ML-KEM-768 and X25519), HKDF-SHA256, AES-256-GCM.
 *
 * Base mode says nothing about the sender, so each sealing is bound by hash in a signed key-log entry.
 * A secret key is kept as its 32-byte seed: Chromium loses ML-KEM CryptoKeys on structured clone and in IndexedDB.
 */

import { type Branded, type Bytes, concatBytes, fromHex } from "@alcove/bytes";
import type { CipherSuite, Key } from "hpke";
import type { CryptoPort } from "../port.ts";
import { type AgreementSecret, agreementPublicKey } from "./agree.ts";

/** 32 bytes: the X-Wing decapsulation key. */
export type SealingSeed = Branded<"SealingSeed">;
/** 1,216 bytes: ML-KEM-768 encapsulation key (1,184) || X25519 (32). */
export type SealingPublicKey = Branded<"SealingPublicKey">;

export const sealingPublicKeyBytes = 1216;
/** Encapsulated key (1,120) and AEAD tag (16). */
export const hpkeOverheadBytes = 1120 + 16;
const encapsulatedBytes = 1120;

export type Hpke = {
  /** `encapsulated (1,120) || ciphertext || tag (16)`. `undefined` when `to` is no valid public key. */
  seal(to: SealingPublicKey, info: Bytes, plaintext: Bytes): Promise<Bytes | undefined>;
  /** `undefined` when key, info or a byte of the ciphertext is another than at sealing. */
  open(seed: SealingSeed, info: Bytes, sealed: Uint8Array): Promise<Bytes | undefined>;
};

/** Native where the platform has ML-KEM, else (loaded only then) in JavaScript; both give the same bytes. */
export async function createHpke(): Promise<Hpke> {
  // Not with a browser's first page, which is there before anybody is sent a key.
  const { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } = await import("hpke");
  const native = new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  try {
    await native.GenerateKeyPair();
    return hpkeWith(native);
  } catch {
    const fallback = await import("@panva/hpke-noble");
    return hpkeWith(new CipherSuite(fallback.KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM));
  }
}

/**
 * Whether `seal` takes this key, the same verdict from every implementation: FIPS 203's check of the ML-KEM part, and an
 * X25519 part that is not of small order (every clamped scalar takes those to zero, which RFC 7748 section 6.1 refuses).
 */
export function isSealingPublicKey(key: SealingPublicKey): boolean {
  return isCanonicalKey(key) && !isOfSmallOrder(key.subarray(mlKem768KeyBytes));
}

/**
 * X-Wing's expandDecapsulationKey (draft-connolly-cfrg-xwing-kem, section 5.2): the seed becomes the 64 bytes of ML-KEM's key
 * generation and an X25519 key. Written out, since the library's own brings every other hybrid and two NIST curves along.
 */
export async function sealingPublicKeyOf(
  seed: SealingSeed,
  platform: Pick<CryptoPort, "x25519"> = {},
): Promise<SealingPublicKey> {
  // As above: with the first key of somebody, not with the first page.
  const [{ shake256 }, { ml_kem768 }] = await Promise.all([
    import("@noble/hashes/sha3.js"),
    import("@noble/post-quantum/ml-kem.js"),
  ]);
  const expanded = shake256(seed, { dkLen: 96 });
  const mlKem = ml_kem768.keygen(expanded.subarray(0, 64));
  const agreement = agreementPublicKey(expanded.subarray(64) as AgreementSecret, platform);
  return concatBytes(mlKem.publicKey, agreement) as unknown as SealingPublicKey;
}

function hpkeWith<K extends Key>(suite: CipherSuite<K>): Hpke {
  return {
    async seal(to, info, plaintext) {
      if (!isCanonicalKey(to)) return undefined;
      try {
        const { encapsulatedSecret, ciphertext } = await suite.Seal(await suite.DeserializePublicKey(to), plaintext, {
          info,
        });
        return concatBytes(encapsulatedSecret, ciphertext);
      } catch {
        return undefined;
      }
    },
    async open(seed, info, sealed) {
      if (sealed.length < hpkeOverheadBytes) return undefined;
      try {
        const key = await suite.DeserializePrivateKey(seed);
        const opened = await suite.Open(key, sealed.slice(0, encapsulatedBytes), sealed.slice(encapsulatedBytes), {
          info,
        });
        return opened as Bytes;
      } catch {
        return undefined;
      }
    },
  };
}

const mlKem768Modulus = 3329;
const mlKem768EncodedBytes = 1152;
const mlKem768KeyBytes = 1184;

/** FIPS 203 section 7.2: each 12-bit coefficient of the ML-KEM key is below the modulus. Not every implementation checks it. */
function isCanonicalKey(key: Uint8Array): boolean {
  if (key.length !== sealingPublicKeyBytes) return false;
  for (let at = 0; at < mlKem768EncodedBytes; at += 3) {
    const [low, middle, high] = [key[at] as number, key[at + 1] as number, key[at + 2] as number];
    if (low + 256 * (middle & 15) >= mlKem768Modulus || (middle >> 4) + 16 * high >= mlKem768Modulus) return false;
  }
  return true;
}

/**
 * u coordinates, little-endian with the ignored top bit cleared, of all points of curve25519 and its twist whose order divides
 * 8: 0, 1, the two of order 8, p - 1, and 0 and 1 again as p and p + 1. Looked up, since a multiplication to find out takes
 * several times what verifying the statement takes that brings the key.
 */
const smallOrderU = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
].map((hex) => fromHex(hex) as Bytes);

function isOfSmallOrder(u: Uint8Array): boolean {
  return smallOrderU.some((small) => small.every((byte, i) => byte === (i === 31 ? (u[i] as number) & 0x7f : u[i])));
}
