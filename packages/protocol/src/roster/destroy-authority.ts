/** Who destroys a compartment, and which (docs/spec, ROS-34). The digest is for whoever holds its leaves to compare. */

import { equalBytes, toHex } from "@alcove/bytes";
import { isFromBefore, type Judged, type Verdict } from "./authority.ts";
import { destroy } from "./effects.ts";
import { isAmong } from "./roster.ts";
import type { OperationOf } from "./statement.ts";

/**
 * Psychotherapy notes, by their author, while nobody else reads or writes them: what was handed over is no more theirs alone to end. Who
 * has the account by recovery cards authored nothing of before.
 */
export function judgeDestroy(
  { roster, signers, index }: Judged,
  [, id]: OperationOf<"compartment.destroy">,
): Verdict | undefined {
  const { account, member } = signers;
  const compartment = roster.compartments.get(toHex(id));
  if (!compartment || compartment.kind !== "psychotherapy") return undefined;
  if (!equalBytes(compartment.author, account) || isFromBefore(member, compartment)) return undefined;
  const { readers, writers } = compartment;
  const isShared = [...readers, ...writers].some((one) => !equalBytes(one, account));
  if (!isAmong(readers, account) || isShared) return undefined;
  return { effect: (next) => destroy(next, id, index), needsSecondOwner: false };
}
