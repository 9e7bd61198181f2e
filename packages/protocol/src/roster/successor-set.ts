/**
 * An author's own recovery set for psychotherapy notes (docs/spec, SUC): one more reader of those that they wrote, for whoever
 * comes after them. The practice's set never reads these.
 */

import { type AccountId, equalBytes, type RecoverySetId } from "@alcove/bytes";
import type { RecoverySet } from "./recovery-set.ts";
import type { Compartment, Member, Roster } from "./roster.ts";

export type SuccessorSet = RecoverySet & {
  readonly author: AccountId;
  /** Who of the practice may use it; `null`: whoever has enough cards. */
  readonly successor: AccountId | null;
  /** It reads what was created after this ledger index: what the author was the author of when they made it. */
  readonly afterIndex: number;
  /** The author's account went to somebody else by the practice's cards: nothing created after this is read by it. */
  readonly upToIndex?: number;
  /** A set that was replaced, ended or used reads nothing more. */
  readonly ended?: { readonly index: number; readonly usedBy?: AccountId };
};

type Place = Pick<Compartment, "kind" | "author" | "createdIndex">;

/** The author's set that reads this compartment, where there is one. */
export function successorSetOf(
  { successorSets }: Pick<Roster, "successorSets">,
  place: Place,
): SuccessorSet | undefined {
  return successorSets.find((one) => !one.ended && reads(one, place));
}

export function reads(set: Pick<SuccessorSet, "author" | "afterIndex" | "upToIndex">, place: Place): boolean {
  if (place.kind !== "psychotherapy" || !equalBytes(place.author, set.author)) return false;
  return place.createdIndex > set.afterIndex && place.createdIndex <= (set.upToIndex ?? place.createdIndex);
}

/** The set that this member made and can end: not that of whoever had their account before. */
export function ownSet(
  { successorSets }: Pick<Roster, "successorSets">,
  { account }: Pick<Member, "account">,
): SuccessorSet | undefined {
  return successorSets.find((one) => !one.ended && one.upToIndex === undefined && equalBytes(one.author, account));
}

/** Whether this member made it with the identity that they have now: what whoever had their account before decided stands. */
export function isMadeBy(
  set: Pick<SuccessorSet, "author" | "afterIndex">,
  { account, recoveredIndex }: Pick<Member, "account" | "recoveredIndex">,
): boolean {
  return equalBytes(set.author, account) && set.afterIndex === (recoveredIndex ?? -1);
}

/** The set of this id, if it reads still and this member is whom its author named, or nobody was named. */
export function usableBy(
  { successorSets }: Pick<Roster, "successorSets">,
  { account }: { readonly account: Uint8Array },
  set: RecoverySetId,
): SuccessorSet | undefined {
  const found = successorSets.find((one) => equalBytes(one.set, set));
  if (!found || found.ended) return undefined;
  return found.successor === null || equalBytes(found.successor, account) ? found : undefined;
}
