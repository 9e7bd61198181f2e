/** The recovery sets of a roster in the sealed snapshot. */

import type { AccountId, CborValue, DeviceId, Hash, RecoverySetId } from "@alcove/bytes";
import type { CryptoPort, SealingPublicKey } from "@alcove/crypto";
import type { FormerSet, RecoverySet, Roster } from "@alcove/protocol";
import { readKey, type Tuple } from "./snapshot-values.ts";

/** The present set, then the former ones. */
export function recoveryParts({ recoverySet, formerSets }: Roster): CborValue {
  return [
    recoverySet
      ? [
          recoverySet.set,
          recoverySet.needed,
          recoverySet.sign.publicKey,
          recoverySet.seal,
          recoverySet.shares,
          recoverySet.sinceIndex,
          recoverySet.drill ? [recoverySet.drill.index, recoverySet.drill.cards] : null,
        ]
      : null,
    ...formerSets.map(({ set, sign, seal, untilIndex, used }) => [
      set,
      sign.publicKey,
      seal,
      untilIndex,
      used ? [used.account, used.device, used.reason] : null,
    ]),
  ];
}

export async function readRecovery(
  crypto: CryptoPort,
  [present, ...former]: readonly (Tuple | null)[],
): Promise<Pick<Roster, "recoverySet" | "formerSets">> {
  const formerSets = await Promise.all(former.map((one) => readFormer(crypto, one as Tuple)));
  return present ? { recoverySet: await readPresent(crypto, present), formerSets } : { formerSets };
}

async function readPresent(crypto: CryptoPort, parts: Tuple): Promise<RecoverySet> {
  const [set, needed, sign, seal, shares, sinceIndex, drill] = parts;
  const [index, cards] = (drill ?? []) as Tuple;
  return {
    set: set as RecoverySetId,
    needed: needed as number,
    sign: await readKey(crypto, sign),
    seal: seal as SealingPublicKey,
    shares: shares as Hash[],
    sinceIndex: sinceIndex as number,
    ...(drill === null ? {} : { drill: { index: index as number, cards: cards as number[] } }),
  };
}

async function readFormer(crypto: CryptoPort, parts: Tuple): Promise<FormerSet> {
  const [set, sign, seal, untilIndex, used] = parts;
  const [account, device, reason] = (used ?? []) as Tuple;
  return {
    set: set as RecoverySetId,
    sign: await readKey(crypto, sign),
    seal: seal as SealingPublicKey,
    untilIndex: untilIndex as number,
    ...(used === null
      ? {}
      : {
          used: {
            account: account as AccountId,
            device: device as DeviceId,
            reason: reason as NonNullable<FormerSet["used"]>["reason"],
          },
        }),
  };
}
