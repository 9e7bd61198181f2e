/** X25519 (RFC 7748), for the session key of a login. Synchronous; by the platform where the port has it. */

import type { Branded } from "@alcove/bytes";
import { x25519 } from "@noble/curves/ed25519.js";
import type { CryptoPort } from "../port.ts";

/** 32 random bytes. */
export type AgreementSecret = Branded<"AgreementSecret">;
type Platform = Pick<CryptoPort, "x25519">;

/** 32 bytes: RFC 7748 section 6.1. */
export function agreementPublicKey(secret: AgreementSecret, platform: Platform = {}): Uint8Array {
  // The library's own way computes tables at its first key, which take a dozen times what this takes.
  return platform.x25519?.(secret, x25519.GuBytes) ?? x25519.scalarMult(secret, x25519.GuBytes);
}

/** 32 bytes. `undefined` when the other side sent a point of small order: the secret would be known to everybody. */
export function agree(secret: AgreementSecret, theirs: Uint8Array, platform: Platform = {}): Uint8Array | undefined {
  if (platform.x25519) return platform.x25519(secret, theirs);
  try {
    return x25519.getSharedSecret(secret, theirs);
  } catch {
    return undefined;
  }
}
