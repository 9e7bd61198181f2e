/**
 * Who makes, ends and uses an author's own set for psychotherapy notes (docs/spec, SUC-1 to SUC-6). Making and ending it is
 * the author's alone, as every right in these notes is; using it is nobody's but of those who hold enough cards.
 */

import { equalBytes, toHex } from "@alcove/bytes";
import type { Judged, Verdict } from "./authority.ts";
import { addSuccessorSet, endSuccessorSet } from "./effects.ts";
import { judgeNewSet } from "./recovery-authority.ts";
import { mayBeEntitled } from "./roles.ts";
import type { OperationOf } from "./statement.ts";
import { ownSet, type SuccessorSet, usableBy } from "./successor-set.ts";

export async function judgeSuccessorSet(
  at: Judged,
  [, successor, ...parts]: OperationOf<"successor.set">,
): Promise<Verdict | undefined> {
  const { roster, signers, index } = at;
  const { member } = signers;
  if (successor !== null) {
    const named = roster.members.get(toHex(successor));
    if (!named || named === member || !mayBeEntitled(named.role, "psychotherapy")) return undefined;
  }
  const made = await judgeNewSet(at, parts);
  if (!made) return undefined;
  const set: SuccessorSet = { ...made, author: member.account, successor, afterIndex: member.recoveredIndex ?? -1 };
  const before = ownSet(roster, member);
  return {
    effect: (next) => {
      if (before) endSuccessorSet(next, before, index);
      addSuccessorSet(next, set, index);
    },
    needsSecondOwner: false,
  };
}

export function judgeSuccessorEnd(
  { roster, signers, index }: Judged,
  [, set]: OperationOf<"successor.end">,
): Verdict | undefined {
  const own = ownSet(roster, signers.member);
  if (!own || !equalBytes(own.set, set)) return undefined;
  return { effect: (next) => endSuccessorSet(next, own, index), needsSecondOwner: false };
}

/** The set's key and who may use it were checked with the signers. */
export function judgeSuccessorUse(
  { roster, signers, index }: Judged,
  [, set]: OperationOf<"successor.use">,
): Verdict | undefined {
  const { account, role } = signers.member;
  const used = usableBy(roster, signers.member, set);
  if (!used || !mayBeEntitled(role, "psychotherapy")) return undefined;
  return { effect: (next) => endSuccessorSet(next, used, index, account), needsSecondOwner: false };
}
