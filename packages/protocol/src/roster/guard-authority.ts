/** Who guards a compartment and who ends it (docs/spec, ROS-28 and ROS-29). */

import { toHex } from "@alcove/bytes";
import type { Judged, Verdict } from "./authority.ts";
import { setGuard } from "./effects.ts";
import { mayBeGuarded } from "./roles.ts";
import { type Compartment, isAmong, isItsAuthor, type Roster } from "./roster.ts";
import type { OperationOf } from "./statement.ts";

/**
 * Whoever treats decides: an owner or clinician who reads it, of psychotherapy notes their author. To end it an owner signs
 * too, so that no clinician's stolen device takes the guard away by itself; but for one's psychotherapy notes in a chart of which the
 * guard was ended.
 */
export function judgeGuard(
  at: Judged,
  [name, compartments]: OperationOf<"guard.set"> | OperationOf<"guard.unset">,
): Verdict | undefined {
  const { roster, signers, index } = at;
  const sets = name === "guard.set";
  let followsTheChart = true;
  for (const id of compartments) {
    const compartment = roster.compartments.get(toHex(id));
    if (!compartment || !mayBeGuarded(compartment.kind) || !treats(at, compartment)) return undefined;
    if ((compartment.guard?.isSet ?? false) === sets) return undefined;
    followsTheChart &&= isEndedFor(roster, compartment);
  }
  return {
    effect: (next) => {
      for (const id of compartments) setGuard(next, id, sets, index);
    },
    needsSecondOwner: !sets && signers.member.role !== "owner" && !followsTheChart,
  };
}

/** Whether the chart's progress notes were guarded and are not any more: never so of these themselves, while they are. */
function isEndedFor(roster: Roster, { chart }: Compartment): boolean {
  const places = (chart ? (roster.charts.get(toHex(chart)) ?? []) : []).map((id) => roster.compartments.get(toHex(id)));
  const guards = places.flatMap((place) => (place?.kind === "clinical" && place.guard ? [place.guard.isSet] : []));
  return guards.length > 0 && !guards.includes(true);
}

function treats({ roster, signers }: Judged, compartment: Compartment): boolean {
  const { account, member } = signers;
  if (!isAmong(compartment.readers, account)) return false;
  if (compartment.kind === "psychotherapy") return isItsAuthor(roster, compartment, account);
  return member.role === "owner" || member.role === "clinician";
}
