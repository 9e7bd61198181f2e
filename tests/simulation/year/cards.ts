/** What two recovery cards open, as whoever has them and the server's database gets at it. */

import { asId, type PracticeId, toHex } from "@alcove/bytes";
import { recoverySeeds, sealingPublicKeyOf } from "@alcove/crypto";
import { combineRecoveryShares } from "@alcove/crypto/open";
import { nodeCryptoPort } from "@alcove/store-node";
import type { RecoveryCardText } from "@alcove/vault";
import { parseCard } from "../../../packages/vault/src/recovery-card.ts";
import type { Identity } from "./device.ts";
import { must } from "./must.ts";

export async function openCards(
  practice: Uint8Array,
  texts: readonly RecoveryCardText[],
): Promise<{ readonly set: string; readonly identity: Identity }> {
  const cards = texts.slice(0, 2).map(({ text }) => must(parseCard(text)));
  const [first] = cards;
  const seed = await combineRecoveryShares(cards.map(({ share }) => share));
  if (!first || !seed) throw new Error("two cards open their set");
  const place = { practice: asId<PracticeId>(practice), set: first.set };
  const { seal } = await recoverySeeds(await nodeCryptoPort(), seed, place);
  return { set: toHex(first.set), identity: { seed: seal.slice(), sealKey: toHex(await sealingPublicKeyOf(seal)) } };
}
