/** Who destroys a compartment, and which (docs/spec, ROS-34 and ROS-35). The digest is for whoever holds its leaves to compare. */

import { type AccountId, equalBytes, toHex } from "@alcove/bytes";
import type { Judged, Verdict } from "./authority.ts";
import { destroy } from "./effects.ts";
import { type Compartment, goesWithItsChart, isAmong, isItsAuthor } from "./roster.ts";
import { otherOwners } from "./signers.ts";
import type { OperationOf } from "./statement.ts";

/**
 * Psychotherapy notes, by their author; what was given in an emergency, by who gave it; what a chart's care team has, by an owner or clinician
 * of them, and another owner signs too where there is one: it is authority over what others wrote. The log of who looked stays.
 */
export function judgeDestroy(at: Judged, [, id]: OperationOf<"compartment.destroy">): Verdict | undefined {
  const { roster, signers, index } = at;
  const { account, member } = signers;
  const compartment = roster.compartments.get(toHex(id));
  if (!compartment || !isAmong(compartment.readers, account)) return undefined;
  const isAuthor = isItsAuthor(roster, compartment, account);
  let needsSecondOwner = false;
  if (compartment.kind === "psychotherapy") {
    // Who has the account by recovery cards authored nothing of before; what was handed over is no more theirs alone to end.
    if (!isAuthor || isShared(compartment, account)) return undefined;
  } else if (compartment.kind === "emergency") {
    if (!isAuthor) return undefined;
  } else {
    if (!goesWithItsChart(compartment) || !isAmong(compartment.writers, account)) return undefined;
    if (member.role !== "owner" && member.role !== "clinician") return undefined;
    needsSecondOwner = otherOwners(roster, account).length > 0;
  }
  return { effect: (next) => destroy(next, id, index), needsSecondOwner };
}

const isShared = ({ readers, writers }: Compartment, account: AccountId): boolean =>
  [...readers, ...writers].some((one) => !equalBytes(one, account));
