/**
 * Ed25519 (RFC 8032), strict: canonical A and R, S < L, no small-order A or R, A on the curve. WebCrypto implementations
 * differ on those edges (Chromium accepts small-order keys, Node refuses them; both import what is no point), so an own
 * check decides before they are asked; the verdict is then the same everywhere.
 */

import { type Bytes, concatBytes, fromHex, type Branded } from "@alcove/bytes";
import { ed25519 } from "@noble/curves/ed25519.js";
import type { CryptoPort, KeyHandle } from "../port.ts";

/** 32 bytes. */
export type SigningSeed = Branded<"SigningSeed">;
/** 32 bytes, the encoded point A. */
export type PublicKey = Branded<"PublicKey">;
/** 64 bytes, R || S. */
export type Signature = Branded<"Signature">;

export type SigningKey = { readonly publicKey: PublicKey; readonly handle: KeyHandle };
/** A public key that passed the strict check, imported once and used for many signatures. */
export type VerifyKey = { readonly publicKey: PublicKey; readonly handle: KeyHandle };

/** RFC 8410 PrivateKeyInfo around the 32-byte seed. */
const pkcs8Prefix = fromHex("302e020100300506032b657004220420") as Bytes;

export async function importSigningKey(port: CryptoPort, seed: SigningSeed): Promise<SigningKey> {
  const handle = await port.subtle.importKey("pkcs8", concatBytes(pkcs8Prefix, seed), "Ed25519", false, ["sign"]);
  // The library computes tables for its first one, which takes a third of an unlock.
  const publicKey = port.signingPublicKey ? (port.signingPublicKey(seed) as PublicKey) : publicKeyOf(seed);
  return { publicKey, handle };
}

export function publicKeyOf(seed: SigningSeed): PublicKey {
  return ed25519.getPublicKey(seed) as unknown as PublicKey;
}

export async function sign(port: CryptoPort, key: SigningKey, message: Bytes): Promise<Signature> {
  return new Uint8Array(await port.subtle.sign("Ed25519", key.handle, message)) as unknown as Signature;
}

/** `undefined` when the bytes are not the canonical 32 of a point on the curve, or it is one of small order. */
export async function importVerifyKey(port: CryptoPort, publicKey: Uint8Array): Promise<VerifyKey | undefined> {
  if (publicKey.length !== 32 || !isStrictPoint(publicKey) || !isOnCurve(publicKey)) return undefined;
  const raw = new Uint8Array(publicKey) as PublicKey;
  try {
    return { publicKey: raw, handle: await port.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]) };
  } catch {
    return undefined;
  }
}

/**
 * A key that `importVerifyKey` took before, out of what this device has sealed for itself: whether it is a point was found out
 * then, and costs more than a verification.
 */
export async function importVerifyKeyAgain(port: CryptoPort, publicKey: PublicKey): Promise<VerifyKey> {
  return { publicKey, handle: await port.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]) };
}

export async function verify(
  port: CryptoPort,
  key: VerifyKey,
  signature: Uint8Array,
  message: Bytes,
): Promise<boolean> {
  if (signature.length !== 64 || !isStrictPoint(signature.subarray(0, 32)) || !isBelowOrder(signature.subarray(32)))
    return false;
  return port.subtle.verify("Ed25519", key.handle, new Uint8Array(signature), message);
}

/** y coordinates, little-endian with the sign bit cleared, of all points whose order divides 8. */
const smallOrderY = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
].map((hex) => fromHex(hex) as Bytes);
const fieldPrime = fromHex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f") as Bytes;
const groupOrder = fromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010") as Bytes;

function isOnCurve(encoded: Uint8Array): boolean {
  try {
    ed25519.Point.fromBytes(encoded);
    return true;
  } catch {
    return false;
  }
}

/** Canonical y (below the field prime) and not of small order. An R off the curve equals no R that a verifier computes. */
function isStrictPoint(encoded: Uint8Array): boolean {
  const y = new Uint8Array(encoded);
  y[31] = (y[31] as number) & 0x7f;
  return isBelow(y, fieldPrime) && !smallOrderY.some((small) => small.every((byte, i) => byte === y[i]));
}

function isBelowOrder(scalar: Uint8Array): boolean {
  return isBelow(scalar, groupOrder);
}

/** Little-endian comparison of public values. */
function isBelow(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = a.length - 1; i >= 0; i--) {
    if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
  }
  return false;
}
