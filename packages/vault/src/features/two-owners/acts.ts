/** What a statement that waits for another owner does, in the words of the people who are asked to sign it. */

import { type Bytes, equalBytes, toHex } from "@alcove/bytes";
import { type Compartment, isAmong, type Operation, type Roster, type Statement } from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import type { ProposedAct } from "../../facade.ts";

const dayMs = 86_400_000;

/** `undefined`: it does something else as well, or can't be done any more. */
export function actsOf(opened: Opened, roster: Roster, operations: readonly Operation[]): ProposedAct[] | undefined {
  const acts: ProposedAct[] = [];
  for (const operation of operations) {
    const act = actOf(opened, roster, operation);
    if (!act) return undefined;
    acts.push(act);
  }
  return acts;
}

function actOf({ fold }: Opened, roster: Roster, operation: Operation): ProposedAct | undefined {
  const member = (account: Bytes) => {
    const found = roster.members.get(toHex(account));
    return found && { member: toHex(account), name: fold.nameOf(account) ?? "", role: found.role };
  };
  switch (operation[0]) {
    case "member.role": {
      const target = member(operation[1]);
      if (!target || target.role === operation[2]) return undefined;
      return { kind: "role", member: target.member, name: target.name, from: target.role, to: operation[2] };
    }
    case "member.remove": {
      const target = member(operation[1]);
      return target && { kind: "remove", ...target };
    }
    case "entitle": {
      const target = member(operation[1]);
      const chart = chartOf(roster, operation[4]);
      if (!target || !chart || operation[2] === "release") return undefined;
      const until = operation[3] === null ? {} : { until: new Date(operation[3] * dayMs).toISOString().slice(0, 10) };
      const named = { chart: toHex(chart), chartName: fold.nameOf(chart) ?? "" };
      return { kind: "share", ...named, member: target.member, name: target.name, right: operation[2], ...until };
    }
    case "guard.unset": {
      const chart = chartOf(roster, operation[1], ["clinical", "psychotherapy"]);
      const isGuarded = operation[1].every((id) => roster.compartments.get(toHex(id))?.guard?.isSet);
      if (!chart || !isGuarded) return undefined;
      return { kind: "unguard", chart: toHex(chart), chartName: fold.nameOf(chart) ?? "" };
    }
    case "recovery.set":
      return { kind: "recovery", needed: operation[2], cards: operation[5].length };
    default:
      return undefined;
  }
}

/** The chart that these are of, all of them; `undefined`: they are of several, or of another kind than progress notes. */
function chartOf(
  roster: Roster,
  compartments: readonly Bytes[],
  kinds: readonly Compartment["kind"][] = ["clinical"],
): Bytes | undefined {
  const found = compartments.map((id) => roster.compartments.get(toHex(id)));
  const chart = found[0]?.chart;
  const isOne = found.every((one) => one?.chart && chart && equalBytes(one.chart, chart) && kinds.includes(one.kind));
  return isOne && chart ? chart : undefined;
}

/**
 * Whether it ends a guard, and nothing else, by a clinician who treats there (ROS-29): an owner signs it in any case. One that
 * was signed before the guard began is of another guard.
 */
export function isEndByClinician(roster: Roster, { account, operations, checkpoint }: Statement["body"]): boolean {
  if (roster.members.get(toHex(account))?.role !== "clinician") return false;
  return operations.every(
    (operation) =>
      operation[0] === "guard.unset" &&
      operation[1].every((id) => {
        const found = roster.compartments.get(toHex(id));
        if (!found?.guard || found.guard.sinceIndex >= checkpoint.size) return false;
        if (!isAmong(found.readers, account)) return false;
        return found.kind !== "psychotherapy" || equalBytes(found.author, account);
      }),
  );
}
