/**
 * Who makes a recovery set, and what its cards can do (docs/spec, ROS-23 to ROS-27). A set is an owner's act; using it is
 * nobody's but of those who hold enough cards: the recovery key signs in place of all owners, and re-sets one of them.
 */

import { areDistinct, equalBytes, type Hash, type RecoverySetId, toHex } from "@alcove/bytes";
import { importVerifyKey, type PublicKey, type SealingPublicKey } from "@alcove/crypto";
import type { Judged, Verdict } from "./authority.ts";
import { replaceSet, resetMember } from "./effects.ts";
import type { RecoverySet } from "./recovery-set.ts";
import { otherOwners } from "./signers.ts";
import type { OperationOf } from "./statement.ts";
import { ownSet } from "./successor-set.ts";
import { isUsedAccount, isUsedKey, newKeys } from "./used-keys.ts";

export async function judgeSet(at: Judged, [, ...parts]: OperationOf<"recovery.set">): Promise<Verdict | undefined> {
  const { roster, signers, index } = at;
  if (signers.member.role !== "owner") return undefined;
  const made = await judgeNewSet(at, parts);
  if (!made) return undefined;
  const needsSecondOwner = otherOwners(roster, signers.account).length > 0;
  return { effect: (next) => replaceSet(next, made, index), needsSecondOwner };
}

/** The set, its key's signature and the keys that sign were checked with the signers. */
export async function judgeUse(
  at: Judged,
  [, , account, sign, seal, device, publicKey, keyringVersion, reason, ...parts]: OperationOf<"recovery.use">,
): Promise<Verdict | undefined> {
  const { port, roster, signers, sequence, index } = at;
  if (signers.member.role !== "owner" || keyringVersion <= signers.member.keyringVersion) return undefined;
  if (roster.devices.has(toHex(device)) || isUsedKey(roster, publicKey)) return undefined;
  const key = await importVerifyKey(port, publicKey);
  const identity = await newKeys(at, sign, seal);
  const made = await judgeNewSet(at, parts);
  if (!key || !identity || !made) return undefined;
  const enrolled = { device, account, key, via: "recovery", enrolledSequence: sequence, enrolledIndex: index } as const;
  return {
    effect: (next) => {
      resetMember(next, account, { identitySign: identity.sign, identitySeal: identity.seal, keyringVersion }, index);
      next.devices.set(toHex(device), enrolled);
      replaceSet(next, made, index, { account, device, reason });
    },
    needsSecondOwner: false,
  };
}

export function judgeDrill(
  { roster, signers, index }: Judged,
  [, set, cards]: OperationOf<"recovery.drill">,
): Verdict | undefined {
  const { recoverySet } = roster;
  const drill = { index, cards };
  const fits = ({ shares }: RecoverySet) =>
    new Set(cards).size === cards.length && cards.every((card) => card <= shares.length);
  const own = ownSet(roster, signers.member);
  if (own && equalBytes(set, own.set)) {
    const effect: Verdict["effect"] = (next) => {
      next.successorSets = next.successorSets.map((one) => (one === own ? { ...own, drill } : one));
    };
    return fits(own) ? { effect, needsSecondOwner: false } : undefined;
  }
  if (signers.member.role !== "owner" || !recoverySet || !equalBytes(set, recoverySet.set)) return undefined;
  if (!fits(recoverySet)) return undefined;
  const effect: Verdict["effect"] = (next) => {
    next.recoverySet = { ...recoverySet, drill };
  };
  return { effect, needsSecondOwner: false };
}

type SetParts = readonly [RecoverySetId, number, PublicKey, SealingPublicKey, Hash[]];

/** At least two cards and not more than there are, each its own; an id and keys that the practice has never had. */
export async function judgeNewSet(
  at: Judged,
  [set, needed, sign, seal, shares]: SetParts,
): Promise<RecoverySet | undefined> {
  if (needed < 2 || needed > shares.length || !areDistinct(shares)) return undefined;
  const keys = await newKeys(at, sign, seal);
  if (!keys || isUsedAccount(at.roster, set)) return undefined;
  return { set, needed, ...keys, shares, sinceIndex: at.index };
}
