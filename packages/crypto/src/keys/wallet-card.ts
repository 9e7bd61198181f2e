/**
 * From what a client knows (PIN) and carries (wallet card) to the key that knocks for a new device (docs/spec, PTL-13). Nobody who has
 * one of them alone can try the other: the card's secret has 128 bits, and the key's public half is shown to no stranger.
 */

import {
  type Branded,
  type Bytes,
  type CompartmentId,
  concatBytes,
  copyBytes,
  type PracticeId,
  utf8,
  wipe,
} from "@alcove/bytes";
import { context } from "../context.ts";
import type { CryptoPort } from "../port.ts";
import { hash, hkdf } from "../primitives/hash.ts";
import type { SigningSeed } from "../primitives/sign.ts";
import { argon2idCost, defaultKdfVersion } from "./root.ts";

/** 16 bytes, on the card alone. */
export type WalletSecret = Branded<"WalletSecret">;

/** Both sides of a pairing have it, and nothing of it travels. */
export async function walletSecretOf(port: CryptoPort, inviteSecret: Bytes): Promise<WalletSecret> {
  return (await hkdf(port, inviteSecret, context("wallet-secret"), 16)) as WalletSecret;
}

/** Takes a third of a second and 64 MiB. */
export async function deriveWalletKey(
  port: CryptoPort,
  facts: {
    readonly practice: PracticeId;
    readonly portal: CompartmentId;
    readonly secret: WalletSecret;
    readonly pin: string;
  },
): Promise<SigningSeed> {
  const cost = argon2idCost(defaultKdfVersion);
  if (!cost) throw new Error("bug: the default is in the table");
  const salt = hash(context("wallet-salt", facts.practice, facts.portal));
  const password = utf8(facts.pin.normalize("NFKC"));
  const stretched = await port.argon2id(password, copyBytes(salt.subarray(0, 16)), cost);
  const input = concatBytes(stretched, facts.secret);
  const seed = (await hkdf(port, input, context("wallet-card"), 32, salt)) as SigningSeed;
  wipe(password, stretched, input);
  return seed;
}
