/**
 * From what a person knows (passphrase) and holds (Secret Key) to keys (docs/spec, KEY-1 to KEY-4).
 * Nothing is fetched for it: the salt comes from ids that stand in the Emergency Kit.
 */

import {
  type AccountId,
  type Branded,
  type Bytes,
  concatBytes,
  copyBytes,
  type PracticeId,
  utf8,
  wipe,
} from "@alcove/bytes";
import { context } from "../context.ts";
import type { Argon2idCost, CryptoPort } from "../port.ts";
import { hash, hkdf } from "../primitives/hash.ts";
import type { SigningSeed } from "../primitives/sign.ts";

/** 16 random bytes, made on the first device; only there, in the Emergency Kit and on devices enrolled by it. */
export type SecretKey = Branded<"SecretKey">;
/** 32 bytes; opens slot 0. */
export type UnlockKey = Branded<"UnlockKey">;

/** Index into this table stands in Kit, QR and slot; a cost never travels. RFC 9106 section 4 asks for at least 64 MiB at 3 passes. */
const argon2idCosts: Readonly<Record<number, Argon2idCost>> = {
  1: { memoryKiB: 64 * 1024, passes: 3, lanes: 1 },
  2: { memoryKiB: 128 * 1024, passes: 3, lanes: 1 },
  3: { memoryKiB: 256 * 1024, passes: 3, lanes: 1 },
};
export const defaultKdfVersion = 1;

/** `undefined`: unknown version, refused. */
export function argon2idCost(kdfVersion: number): Argon2idCost | undefined {
  return Object.hasOwn(argon2idCosts, kdfVersion) ? argon2idCosts[kdfVersion] : undefined;
}

export type PassphraseKeys = { readonly loginSeed: SigningSeed; readonly unlockKey: UnlockKey };

/**
 * Takes a third of a second and 64 MiB at version 1. The same inputs give the same keys on every device.
 * `undefined` when `kdfVersion` is unknown.
 */
export async function derivePassphraseKeys(
  port: CryptoPort,
  facts: {
    readonly practice: PracticeId;
    readonly account: AccountId;
    readonly passphrase: string;
    readonly secretKey: SecretKey;
    readonly kdfVersion: number;
  },
): Promise<PassphraseKeys | undefined> {
  const cost = argon2idCost(facts.kdfVersion);
  if (cost === undefined) return undefined;
  const salt = hash(context("salt", facts.practice, facts.account));
  const password = utf8(facts.passphrase.normalize("NFKC"));
  const stretched = await port.argon2id(password, copyBytes(salt.subarray(0, 16)), cost);
  const input: Bytes = concatBytes(stretched, facts.secretKey);
  // Extract with `salt` gives the root key; it is expanded in the same call and never stands in memory by itself.
  const loginSeed = (await hkdf(port, input, context("login"), 32, salt)) as SigningSeed;
  const unlockKey = (await hkdf(port, input, context("slot0"), 32, salt)) as UnlockKey;
  wipe(password, stretched, input);
  return { loginSeed, unlockKey };
}
