/**
 * The practice's recovery key (docs/spec, KEY-15 to KEY-17): a random seed that exists only while a set is made or used.
 * From it come an Ed25519 pair, which signs in place of owners, and an X-Wing pair, to which the key of every recoverable
 * compartment is delivered. Cards hold shares of the seed; the hash of each share is published, so that a card can be
 * checked without putting any together. Putting them together is in `open/recovery.ts`.
 */

import { assert, type Branded, type Bytes, type Hash, type PracticeId, type RecoverySetId, u64 } from "@alcove/bytes";
import { context } from "../context.ts";
import type { CryptoPort } from "../port.ts";
import { hash, hkdf } from "../primitives/hash.ts";
import type { SealingSeed } from "../primitives/hpke.ts";
import type { SigningSeed } from "../primitives/sign.ts";

/** 32 random bytes. */
export type RecoverySeed = Branded<"RecoverySeed">;
/** 33 bytes: the values of 32 polynomials over GF(2^8) at one place, and the place. */
export type RecoveryShare = Branded<"RecoveryShare">;
export const recoveryShareBytes = 33;

export type RecoveryPlace = { readonly practice: PracticeId; readonly set: RecoverySetId };
export type RecoverySeeds = { readonly sign: SigningSeed; readonly seal: SealingSeed };

/** Both private keys of a set. */
export async function recoverySeeds(
  port: CryptoPort,
  seed: RecoverySeed,
  { practice, set }: RecoveryPlace,
): Promise<RecoverySeeds> {
  const [sign, seal] = await Promise.all([
    hkdf(port, seed, context("recovery-sign", practice, set), 32),
    hkdf(port, seed, context("recovery-seal", practice, set), 32),
  ]);
  return { sign: sign as SigningSeed, seal: seal as SealingSeed };
}

/**
 * As many shares as `cards` (2 to 255), of which any `needed` (2 to `cards`) give the seed back and fewer say nothing of it.
 * The library takes its coefficients from the platform's generator itself, as HPKE does.
 */
export async function splitRecoverySeed(
  seed: RecoverySeed,
  { needed, cards }: { readonly needed: number; readonly cards: number },
): Promise<RecoveryShare[]> {
  // Not with a browser's first page: cards are made once in years.
  const { split } = await import("shamir-secret-sharing");
  const shares = await split(seed as Uint8Array, cards, needed);
  assert(
    shares.every((share) => share.length === recoveryShareBytes),
    "a share is as long as the seed and its place",
  );
  return shares.map((share) => new Uint8Array(share) as Bytes as RecoveryShare);
}

/** What is published of a share. `number`: of its card, from 1. */
export function recoveryShareHash({ practice, set }: RecoveryPlace, number: number, share: RecoveryShare): Hash {
  return hash(context("recovery-share", practice, set, u64(number), share));
}
