/** What of a chart is destroyed with it, and what is not, by who signs it (docs/spec, CDS-1 and CDS-3). */

import { type AccountId, type Bytes, equalBytes, toHex } from "@alcove/bytes";
import { type Compartment, goesWithItsChart, isAmong, isItsAuthor, type Roster } from "@alcove/protocol";
import { placesOf } from "../../engine/state.ts";
import type { StaysOfChart } from "../../facade.ts";

export type Parts = {
  readonly goes: readonly Compartment[];
  /** Of somebody who can destroy them, and nobody else can. */
  readonly othersNotes: readonly Compartment[];
  /** What nobody can destroy any more, and what somebody else gave in an emergency. */
  readonly left: readonly Compartment[];
};

export function partsOf(roster: Roster, account: AccountId, chart: Bytes): Parts {
  const goes: Compartment[] = [];
  const othersNotes: Compartment[] = [];
  const left: Compartment[] = [];
  for (const one of placesOf(roster, chart)) {
    if (one.destroyedIndex !== undefined || one.kind === "access-log" || one.kind === "portal") continue;
    const isReadBy = (author: AccountId) => isItsAuthor(roster, one, author) && isAmong(one.readers, author);
    if (goesWithItsChart(one) ? one.readers.length > 0 : isReadBy(account)) goes.push(one);
    else if (one.kind === "psychotherapy" && isReadBy(one.author)) othersNotes.push(one);
    else left.push(one);
  }
  return { goes, othersNotes, left };
}

/** Of a chart: its name and its log do, and what is in somebody's calendar. */
export function staysOf(left: readonly Compartment[]): StaysOfChart[] {
  const isGiven = left.some(({ kind }) => kind === "emergency");
  const isClosed = left.some(({ kind }) => kind !== "emergency");
  return [
    "name",
    "log",
    "appointments",
    ...(isClosed ? (["closed"] as const) : []),
    ...(isGiven ? (["emergency"] as const) : []),
  ];
}

/** Whether the roster lets this member sign it, alone or first (ROS-35). */
export function maySign(roster: Roster, account: AccountId, { goes }: Parts): boolean {
  const me = roster.members.get(toHex(account));
  if (!me || me.suspendedIndex !== undefined || (me.role !== "owner" && me.role !== "clinician")) return false;
  const teams = goes.filter(goesWithItsChart);
  return teams.length > 0 && teams.every((one) => isAmong(one.readers, account) && isAmong(one.writers, account));
}

export const needsAnother = (roster: Roster, account: AccountId): boolean =>
  [...roster.members.values()].some((one) => one.role === "owner" && !equalBytes(one.account, account));
