/** What a statement that waits for another owner does, in the words of the people who are asked to sign it. */

import { type Bytes, equalBytes, toHex } from "@alcove/bytes";
import type { Operation, Roster } from "@alcove/protocol";
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
      if (!target || !chart) return undefined;
      const until = operation[3] === null ? {} : { until: new Date(operation[3] * dayMs).toISOString().slice(0, 10) };
      const named = { chart: toHex(chart), chartName: fold.nameOf(chart) ?? "" };
      return { kind: "share", ...named, member: target.member, name: target.name, right: operation[2], ...until };
    }
    case "recovery.set":
      return { kind: "recovery", needed: operation[2], cards: operation[5].length };
    default:
      return undefined;
  }
}

/** The chart whose progress notes these are, all of them; `undefined`: they are of several, or of another kind. */
function chartOf(roster: Roster, compartments: readonly Bytes[]): Bytes | undefined {
  const found = compartments.map((id) => roster.compartments.get(toHex(id)));
  const chart = found[0]?.chart;
  const isOne = found.every((one) => one?.kind === "clinical" && one.chart && chart && equalBytes(one.chart, chart));
  return isOne && chart ? chart : undefined;
}
