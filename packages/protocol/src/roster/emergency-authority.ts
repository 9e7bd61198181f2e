/** Who gives a colleague words of a chart in an emergency, and what that does (docs/spec, ROS-33). */

import { equalBytes, toHex } from "@alcove/bytes";
import type { Judged, Verdict } from "./authority.ts";
import { addCompartment, newCompartment } from "./effects.ts";
import { mayBeEntitled, treats } from "./roles.ts";
import { type Compartment, isAmong } from "./roster.ts";
import type { OperationOf } from "./statement.ts";

/** A place of its own for one colleague, so that no right in the chart arises and none of its keys moves. */
export function judgeGive(
  { roster, signers, index }: Judged,
  [, compartment, chart, account, untilDay]: OperationOf<"emergency.give">,
): Verdict | undefined {
  const giver = signers.account;
  const target = roster.members.get(toHex(account));
  if (!target || equalBytes(account, giver) || !mayBeEntitled(target.role, "emergency")) return undefined;
  if (roster.compartments.has(toHex(compartment)) || !treats(signers.member.role)) return undefined;
  const places = (roster.charts.get(toHex(chart)) ?? []).map((id) => roster.compartments.get(toHex(id)) as Compartment);
  if (!places.some(({ kind, readers }) => kind === "clinical" && isAmong(readers, giver))) return undefined;
  const created = newCompartment({ compartment, kind: "emergency", chart, author: giver }, index);
  return {
    effect: (next) => addCompartment(next, { ...created, readers: [giver, account], dated: [{ account, untilDay }] }),
    needsSecondOwner: false,
  };
}
