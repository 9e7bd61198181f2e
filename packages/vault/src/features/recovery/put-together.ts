/** Cards on the table become the key of their set, for as long as it is used. */

import { equalBytes, fail, ok, type Result, wipe } from "@alcove/bytes";
import {
  type CryptoPort,
  importSigningKey,
  publicKeyOf,
  recoverySeeds,
  sealingPublicKeyOf,
  type SigningKey,
} from "@alcove/crypto";
import { combineRecoveryShares } from "@alcove/crypto/open";
import { type Failure, failure, type RecoverySet, type Roster } from "@alcove/protocol";
import type { SpentCards } from "../../engine/keys.ts";
import type { RecoveryCard } from "../../recovery-card.ts";

/** `signKey` is of the seed `sign`. */
export type Spent = Required<SpentCards> & { readonly signKey: SigningKey };

/** Cards that `judgeCards` took. Failures: `recovery-cards-few`, `recovery-set-broken`. */
export async function putTogether(
  crypto: CryptoPort,
  roster: Roster,
  { set, needed, sign, seal }: RecoverySet,
  cards: readonly RecoveryCard[],
): Promise<Result<Spent, Failure>> {
  if (cards.length < needed) return fail(failure("recovery-cards-few", { needed, given: cards.length }));
  const seed = await combineRecoveryShares(cards.map(({ share }) => share));
  if (!seed) return fail(failure("recovery-set-broken"));
  const seeds = await recoverySeeds(crypto, seed, { practice: roster.practice, set });
  const fits =
    equalBytes(publicKeyOf(seeds.sign), sign.publicKey) && equalBytes(await sealingPublicKeyOf(seeds.seal), seal);
  const signKey = await importSigningKey(crypto, seeds.sign);
  wipe(seed);
  return fits ? ok({ set, signKey, ...seeds }) : fail(failure("recovery-set-broken"));
}
