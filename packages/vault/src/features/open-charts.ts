/** Which charts this member reads and may write in, and where a note of a chart belongs. */

import { type AccountId, type Bytes, type ChartId, fromHex, toHex, equalBytes } from "@alcove/bytes";
import {
  type Compartment,
  hasNotes,
  isAmong,
  isEnquiry,
  isItsAuthor,
  isOpenTo,
  mayCreate,
  type Roster,
  treats,
  untilDayOf,
} from "@alcove/protocol";
import type { ChartStatus, NoteKind } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import type { Destination } from "../engine/outbox.ts";
import { compartmentFor, placesOf, type EngineState } from "../engine/state.ts";

/** `undefined` when the text is no id. */
export function idFrom(hex: string): Bytes | undefined {
  const bytes = fromHex(hex);
  return bytes?.length === 16 ? bytes : undefined;
}

/** A chart that this device knows by name. */
export function chartFrom({ fold }: Pick<Opened, "fold">, hex: string): Bytes | undefined {
  const chart = idFrom(hex);
  return chart && fold.named(chart)?.["type"] === "chart" ? chart : undefined;
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

const placesOfKind = (roster: Roster, chart: Bytes, wanted: Compartment["kind"]): Compartment[] =>
  [...placesOf(roster, chart)].filter(({ kind }) => kind === wanted);

/** Where the chart's crisis card lies. */
export const crisisOf = (roster: Roster, chart: Bytes): Compartment[] => placesOfKind(roster, chart, "crisis");

/** The client's portal, which the care team has too. */
export const portalsOf = (roster: Roster, chart: Bytes): Compartment[] => placesOfKind(roster, chart, "portal");

/** Where somebody stands who is not, or not yet, in treatment. */
export const beforeTreatment: readonly ChartStatus[] = ["enquiry", "waiting", "not-taken-on"];

/** Where its people and numbers lie: at most one has readers. */
export const administrativeOf = (roster: Roster, chart: Bytes): Compartment[] =>
  placesOfKind(roster, chart, "administrative");

/** How far ahead somebody who sees clients can be given people and numbers without the notes: the days of an illness. */
export const delegateDays = 31;

/** What whoever is let into the progress notes has with them, as they have the notes; the crisis card they write in any case. */
export const withNotesOf = (roster: Roster, chart: Bytes): Compartment[] => [
  ...portalsOf(roster, chart),
  ...administrativeOf(roster, chart),
];

/** Whether its people and numbers are open to this member, or would be if there were any. */
export function readsAdministrative(opened: Opened, chart: Bytes): boolean {
  const { state, keys } = opened;
  const { roster } = state;
  if (!roster) return false;
  const there = administrativeOf(roster, chart);
  return (
    isOpenTo(roster, chart as ChartId, keys.account) || there.some(({ readers }) => isAmong(readers, keys.account))
  );
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
  const { roster } = state;
  const role = roster?.members.get(toHex(keys.account))?.role;
  if (!roster || !role || !isOpenTo(roster, chart as ChartId, keys.account)) return false;
  return hasNotes(roster, chart) || mayCreate(role, "clinical");
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
  const isAuthor = isItsAuthor(roster, compartment, account);
  if (compartment.kind === "psychotherapy") return isAuthor;
  if (compartment.kind === "emergency" && isAuthor) return true;
  const both = isAmong(compartment.readers, account) && isAmong(compartment.writers, account);
  const has = isAmong(compartment.readers, of) || isAmong(compartment.writers, of);
  const theirs = roster.members.get(toHex(of));
  if (isAuthor && both && isEnquiry(roster, compartment)) {
    // A front desk gives it, and takes it from nobody who treats (ROS-36).
    const isSpared = has && theirs !== undefined && treats(theirs.role) && !equalBytes(of, account);
    return treats(me.role) || !isSpared;
  }
  if (me.role === "owner") {
    const owners = [...roster.members.values()].filter(({ role }) => role === "owner");
    return isAmong(compartment.readers, account) || owners.length === 1;
  }
  if (compartment.kind === "schedule" && isAuthor) return isAmong(compartment.readers, account);
  const isForGood = untilDayOf(compartment, account) === undefined;
  if (me.role !== "clinician" || !both || !isForGood) return false;
  // Who began the chart, and owners, are not let out of it by others (ROS-32).
  const isKeeper = equalBytes(compartment.author, of) || theirs?.role === "owner";
  return isAuthor || equalBytes(of, account) || !isKeeper || !has;
}

/** Whether somebody of this id is of the chart. */
export function isPersonOf({ fold }: Opened, chart: Bytes, person: Bytes | undefined): boolean {
  const of = person && fold.structuredRecord("person", person)?.chart;
  return of instanceof Uint8Array && equalBytes(of, chart);
}
