/** Which charts this member reads and may write in, and where a note of a chart belongs. */

import { type AccountId, type Bytes, type ChartId, fromHex, toHex, equalBytes } from "@alcove/bytes";
import { type Compartment, isAmong, isOpenTo, mayCreate, type Roster } from "@alcove/protocol";
import type { NoteKind } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import type { Destination } from "../engine/outbox.ts";
import { compartmentFor, placesOf, type EngineState } from "../engine/state.ts";

/** `undefined` when the text is no id. */
export function idFrom(hex: string): Bytes | undefined {
  const bytes = fromHex(hex);
  return bytes?.length === 16 ? bytes : undefined;
}

export const noteDestination = (kind: NoteKind, chart: Bytes): Destination => ({
  kind: kind === "psychotherapy" ? "psychotherapy" : "clinical",
  chart,
});
/** Compartments of a chart that hold notes. */
export function compartmentsOf(roster: Roster, chart: Bytes): Compartment[] {
  return [...placesOf(roster, chart)].filter(({ kind }) => kind === "clinical" || kind === "psychotherapy");
}

/** Whether this member began psychotherapy notes there that are closed to them since: by recovery cards, which open none (ROS-26). */
export function hasClosedApart({ state, keys }: Opened, chart: Bytes): boolean {
  const all = state.roster ? compartmentsOf(state.roster, chart) : [];
  return all.some(
    ({ kind, author, readers }) =>
      kind === "psychotherapy" && equalBytes(author, keys.account) && !isAmong(readers, keys.account),
  );
}

/** Where the chart's crisis card lies. */
export function crisisOf(roster: Roster, chart: Bytes): Compartment[] {
  return [...placesOf(roster, chart)].filter(({ kind }) => kind === "crisis");
}

/** The client's portal, which the care team has too. */
export function portalsOf(roster: Roster, chart: Bytes): Compartment[] {
  return [...placesOf(roster, chart)].filter(({ kind }) => kind === "portal");
}

/** Whether this member may write notes of this kind there: where nothing is yet, whether they may begin. */
export function mayWrite({ state, keys }: Opened, chart: Bytes, kind: NoteKind): boolean {
  const { roster } = state;
  const role = roster?.members.get(toHex(keys.account))?.role;
  if (!roster || !role) return false;
  const destination = noteDestination(kind, chart);
  if (compartmentFor(roster, keys.account, destination.kind, chart)) return true;
  const isThere = kind === "progress" && compartmentsOf(roster, chart).some((one) => one.kind === "clinical");
  return !isThere && mayCreate(role, destination.kind) && isOpenTo(roster, chart as ChartId, keys.account);
}

/** Whether this member reads its progress notes, or would if there were any. */
export function opens({ state, keys }: Opened, chart: Bytes): boolean {
  return state.roster !== undefined && isOpenTo(state.roster, chart as ChartId, keys.account);
}

/** Whether its newest key was delivered to them; `undefined` where this device does not follow its key log. */
export function isServed(state: EngineState, compartment: Compartment, account: AccountId): boolean | undefined {
  const log = state.keyLogs.get(toHex(compartment.compartment));
  return log?.delivered.some((one) => one.epoch === log.epochs.length && equalBytes(one.account, account));
}

/** Without them nobody ever opens it again. Who awaits delivery can't open it yet, and gets the key from a reader only. */
export function isOnlyReader(state: EngineState, compartment: Compartment, account: AccountId): boolean {
  const { readers } = compartment;
  const others = readers.filter((one) => !equalBytes(one, account) && isServed(state, compartment, one) !== false);
  return isAmong(readers, account) && others.length === 0;
}

/** Whether this member changes that account's right there alone. Without the statement's other rules, which the roster's own judge. */
export function mayChange(roster: Roster, account: AccountId, compartment: Compartment, of: AccountId): boolean {
  const me = roster.members.get(toHex(account));
  if (!me || me.suspendedIndex !== undefined) return false;
  const isAuthor = equalBytes(compartment.author, account);
  if (compartment.kind === "psychotherapy") return isAuthor;
  if (compartment.kind === "emergency" && isAuthor) return true;
  if (me.role === "owner") {
    const owners = [...roster.members.values()].filter(({ role }) => role === "owner");
    return isAmong(compartment.readers, account) || owners.length === 1;
  }
  const treats = isAmong(compartment.readers, account) && isAmong(compartment.writers, account);
  if (me.role !== "clinician" || !treats) return false;
  // Who began the chart, and owners, are not let out of it by others (ROS-32).
  const has = isAmong(compartment.readers, of) || isAmong(compartment.writers, of);
  const isKeeper = equalBytes(compartment.author, of) || roster.members.get(toHex(of))?.role === "owner";
  return isAuthor || equalBytes(of, account) || !isKeeper || !has;
}
