/** The recovery sets of a roster in the sealed snapshot. */

import type { AccountId, CborValue, DeviceId, Hash, RecoverySetId } from "@alcove/bytes";
import type { CryptoPort, SealingPublicKey } from "@alcove/crypto";
import type { FormerSet, RecoverySet, Roster, SuccessorSet } from "@alcove/protocol";
import { readKey, type Tuple } from "./snapshot-values.ts";

/** The present set, then the former ones. */
export function recoveryParts({ recoverySet, formerSets }: Roster): CborValue {
  return [
    recoverySet ? setParts(recoverySet) : null,
    ...formerSets.map(({ set, sign, seal, untilIndex, used }) => [
      set,
      sign.publicKey,
      seal,
      untilIndex,
      used ? [used.account, used.device, used.reason] : null,
    ]),
  ];
}

function setParts({ set, needed, sign, seal, shares, sinceIndex, drill }: RecoverySet): CborValue[] {
  return [set, needed, sign.publicKey, seal, [...shares], sinceIndex, drill ? [drill.index, [...drill.cards]] : null];
}

export function successorParts(one: SuccessorSet): CborValue {
  const { author, successor, afterIndex, upToIndex, ended } = one;
  return [
    ...setParts(one),
    author,
    successor,
    // -1 where the account was never recovered; no index is negative in what is stored.
    afterIndex + 1,
    upToIndex ?? null,
    ended ? [ended.index, ended.usedBy ?? null] : null,
  ];
}

export async function readSuccessorSet(crypto: CryptoPort, parts: Tuple): Promise<SuccessorSet> {
  const [author, successor, after, upToIndex, ended] = parts.slice(7);
  const [index, usedBy] = (ended ?? []) as Tuple;
  return {
    ...(await readPresent(crypto, parts)),
    author: author as AccountId,
    successor: successor as AccountId | null,
    afterIndex: (after as number) - 1,
    ...(upToIndex === null ? {} : { upToIndex: upToIndex as number }),
    ...(ended === null
      ? {}
      : { ended: { index: index as number, ...(usedBy === null ? {} : { usedBy: usedBy as AccountId }) } }),
  };
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
