/** What a statement that waits for another owner does, in the words of the people who are asked to sign it. */

import { type AccountId, type Bytes, equalBytes, toHex } from "@alcove/bytes";
import {
  activeReleasersOf,
  type Compartment,
  goesWithItsChart,
  isAmong,
  type Operation,
  type Roster,
  type Statement,
} from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import type { ProposedAct } from "../../facade.ts";
import { dayText } from "../presence.ts";

const noteKinds: readonly Compartment["kind"][] = ["clinical", "psychotherapy"];

/** `undefined`: it does something else as well, or can't be done any more. */
export function actsOf(opened: Opened, roster: Roster, operations: readonly Operation[]): ProposedAct[] | undefined {
  if (destroysChart(operations)) return actOfDestroying(opened, roster, operations);
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
  const chartNamed = (chart: Bytes) => ({ chart: toHex(chart), chartName: fold.nameOf(chart) ?? "" });
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
      const [, , right, , ids] = operation;
      const chart = chartOf(roster, ids, right === "release" ? noteKinds : ["clinical"]);
      if (!target || !chart) return undefined;
      if (right === "release") return { kind: "releaser", ...chartNamed(chart), ...target, lets: true };
      const until = operation[3] === null ? {} : { until: dayText(operation[3]) };
      return { kind: "share", ...chartNamed(chart), member: target.member, name: target.name, right, ...until };
    }
    case "disentitle": {
      const target = member(operation[1]);
      const chart = chartOf(roster, operation[2], noteKinds);
      const isTheirs = operation[2].every((id) =>
        isAmong(roster.compartments.get(toHex(id))?.releasers ?? [], operation[1]),
      );
      return target && chart && isTheirs
        ? { kind: "releaser", ...chartNamed(chart), ...target, lets: false }
        : undefined;
    }
    case "guard.unset": {
      const chart = chartOf(roster, operation[1], noteKinds);
      const isGuarded = operation[1].every((id) => roster.compartments.get(toHex(id))?.guard?.isSet);
      if (!chart || !isGuarded) return undefined;
      return { kind: "unguard", ...chartNamed(chart) };
    }
    case "recovery.set":
      return { kind: "recovery", needed: operation[2], cards: operation[5].length };
    default:
      return undefined;
  }
}

/** Whether it destroys a chart, and does nothing else. */
export const destroysChart = (operations: readonly Operation[]): boolean =>
  operations.every((each) => each[0] === "compartment.destroy");

/** Of one chart, all of it still there. What else of it the roster asks for, it judges. */
function actOfDestroying(
  { fold }: Opened,
  roster: Roster,
  operations: readonly Operation[],
): [ProposedAct] | undefined {
  const ids = operations.flatMap((each) => (each[0] === "compartment.destroy" ? [each[1]] : []));
  const chart = chartOf(roster, ids, ["clinical", "administrative", "crisis", "psychotherapy", "emergency"]);
  const isThere = ids.every((id) => roster.compartments.get(toHex(id))?.destroyedIndex === undefined);
  return chart && isThere
    ? [{ kind: "destroy", chart: toHex(chart), chartName: fold.nameOf(chart) ?? "", parts: ids.length }]
    : undefined;
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

/** What a clinician who treats there may sign first, and an owner signs in any case: the end of a guard, who lets others in, or the end of the chart. */
export function isByClinician(roster: Roster, body: Statement["body"]): boolean {
  if (roster.members.get(toHex(body.account))?.role !== "clinician") return false;
  return endsGuard(roster, body) || changesReleasers(roster, body) || destroysOwn(roster, body);
}

/** Whether it destroys a chart, and nothing else, by who treats there (ROS-35). */
const destroysOwn = (roster: Roster, { account, operations }: Statement["body"]): boolean =>
  operations.every((each) => {
    const found = each[0] === "compartment.destroy" ? roster.compartments.get(toHex(each[1])) : undefined;
    if (!found || !isAmong(found.readers, account)) return false;
    return goesWithItsChart(found) ? isAmong(found.writers, account) : equalBytes(found.author, account);
  });

/**
 * Whether it ends a guard, and nothing else, by who treats there (ROS-29). One that was signed before the guard began is of
 * another guard.
 */
function endsGuard(roster: Roster, { account, operations, checkpoint }: Statement["body"]): boolean {
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

/**
 * Whether it changes who lets others in, and nothing else, by who treats there (ROS-17). One who lets in now stays: they are
 * asked until the key has changed.
 */
function changesReleasers(roster: Roster, { account, operations }: Statement["body"]): boolean {
  const ended = operations.flatMap((each) => (each[0] === "disentitle" ? [each[1]] : []));
  return operations.every((operation) => {
    const isRelease = operation[0] === "entitle" && operation[2] === "release";
    const ids = isRelease ? operation[4] : operation[0] === "disentitle" ? operation[2] : [];
    return ids.length > 0 && ids.every((id) => mayChoose(roster, account, roster.compartments.get(toHex(id)), ended));
  });
}

function mayChoose(
  roster: Roster,
  account: AccountId,
  found: Compartment | undefined,
  ended: readonly Uint8Array[],
): boolean {
  if (!found?.guard?.isSet || !isAmong(found.readers, account)) return false;
  const isAuthor = equalBytes(found.author, account);
  if (found.kind === "psychotherapy" ? !isAuthor : !isAmong(found.writers, account)) return false;
  return activeReleasersOf(roster, found).some((one) => !ended.some((each) => equalBytes(each, one)));
}
