/**
 * Rights beside a chart's notes follow them. In its access log (docs/spec, ACL-4): whoever reads notes that are not their own
 * psychotherapy notes reads and writes it, privacy officers read it, and nobody else has anything in it. In its administrative
 * compartment (ADM-3): whoever reads progress notes has the same there, and those who see no clients are let in by a person. However somebody came by
 * notes or lost them, the difference stands in the roster, and whoever may state it does so with their next sync.
 */

import { type AccountId, equalBytes, type Hash, ok, type Result, toHex } from "@alcove/bytes";
import {
  type Compartment,
  type Failure,
  isAmong,
  isDestroyedChart,
  isEnquiry,
  limits,
  mayBeEntitled,
  type Operation,
  type Roster,
  treats,
  untilDayOf,
} from "@alcove/protocol";
import { delegateDays, isOnlyReader, mayChange } from "../../features/open-charts.ts";
import type { Session } from "../../session.ts";
import { signStatement } from "../seal.ts";
import { type EngineState, liesInside, placesOf } from "../state.ts";
import type { Append } from "./append.ts";
import { isSealedAnew, type SyncParts } from "./parts.ts";

/** Several devices see the same thing due at the same moment: who came second looks again within this. */
const againWithinMs = 5000;
const dayMs = 86_400_000;

type Right = { readonly to: AccountId; readonly right: "read" | "read-write"; readonly untilDay: number | null };

export function createLogRights(parts: SyncParts, append: Append) {
  const { crypto, keys, state } = parts;
  /** Of the roster over which nothing was due: there is something only after another statement. */
  let settledHead: Hash | undefined;

  return async function followCharts(session: Session): Promise<Result<undefined, Failure>> {
    const { roster } = state;
    const me = roster?.members.get(toHex(keys.account));
    const may = me && me.suspendedIndex === undefined && (me.role === "owner" || me.role === "clinician");
    if (!roster || !may || (settledHead && equalBytes(settledHead, roster.head))) return ok();
    const operations = rightsDue(state, roster, keys.account, Math.floor(parts.clock.now() / dayMs));
    if (operations.length === 0) {
      settledHead = roster.head;
      return ok();
    }
    const stated = await append.send(session, [await signStatement(crypto, keys, state, operations)]);
    if (stated.ok || !isSealedAnew(stated.error)) return stated;
    parts.again(new DataView(crypto.random(2).buffer).getUint16(0) % againWithinMs);
    return ok();
  };
}

/** What this member, as an owner or a clinician, may state alone of what they read beside notes (ROS-17). */
export function rightsDue(state: EngineState, roster: Roster, account: AccountId, today: number): Operation[] {
  const given = new Map<string, Right & { readonly places: Compartment[] }>();
  const ended = new Map<string, { readonly of: AccountId; readonly places: Compartment[] }>();
  for (const place of roster.compartments.values()) {
    const isBeside = place.kind === "access-log" || place.kind === "administrative";
    if (!isBeside || !isAmong(place.readers, account)) continue;
    const wanted = place.kind === "access-log" ? rightsInLog(roster, place) : rightsInAdministrative(roster, place);
    for (const [id, one] of wanted) {
      if (hasRight(place, one) || !mayChange(roster, account, place, one.to)) continue;
      const name = `${id}/${one.right}/${one.untilDay ?? ""}`;
      const entry = given.get(name) ?? { ...one, places: [] };
      given.set(name, entry);
      entry.places.push(place);
    }
    for (const of of new Set([...place.readers, ...place.writers])) {
      // Without its only reader nobody ever opened it again; and of their own right others say that it ends.
      if (wanted.has(toHex(of)) || equalBytes(of, account) || isOnlyReader(state, place, of)) continue;
      if (!follows(roster, place, of, today) || !mayChange(roster, account, place, of)) continue;
      const entry = ended.get(toHex(of)) ?? { of, places: [] };
      ended.set(toHex(of), entry);
      entry.places.push(place);
    }
  }
  const idsOf = (places: readonly Compartment[]) =>
    places.slice(0, limits.compartmentsPerEntitlement).map(({ compartment }) => compartment);
  const operations: Operation[] = [
    ...[...given.values()].map(
      ({ to, right, untilDay, places }): Operation => ["entitle", to, right, untilDay, idsOf(places)],
    ),
    ...[...ended.values()].map(({ of, places }): Operation => ["disentitle", of, idsOf(places)]),
  ];
  return operations.slice(0, limits.operationsPerStatement);
}

/** Who has what right in the log of a chart, by account in hex. It ends when the right to the notes does, by whatever statement that is (ROS-31). */
function rightsInLog(roster: Roster, log: Compartment): Map<string, Right> {
  const rights = new Map<string, Right>();
  for (const { account, role } of roster.members.values())
    if (role === "privacy-officer") rights.set(toHex(account), { to: account, right: "read", untilDay: null });
  for (const notes of placesOf(roster, log.chart)) {
    if (!liesInside(notes.kind)) continue;
    for (const account of notes.readers) {
      const member = roster.members.get(toHex(account));
      // What an author reads of these stands beside them, not in the log.
      if (notes.kind === "psychotherapy" && equalBytes(account, notes.author)) continue;
      if (!member || !mayBeEntitled(member.role, log.kind)) continue;
      rights.set(toHex(account), { to: account, right: "read-write", untilDay: null });
    }
  }
  return rights;
}

/** Who reads progress notes works with the chart's people and numbers, as they do with the notes and until the same day. */
function rightsInAdministrative(roster: Roster, { chart }: Compartment): Map<string, Right> {
  const rights = new Map<string, Right>();
  for (const notes of placesOf(roster, chart)) {
    if (notes.kind !== "clinical") continue;
    for (const to of notes.readers) {
      if (!roster.members.has(toHex(to))) continue;
      const right = isAmong(notes.writers, to) ? "read-write" : "read";
      rights.set(toHex(to), { to, right, untilDay: untilDayOf(notes, to) ?? null });
    }
  }
  return rights;
}

/** Whose right beside the notes is theirs by the notes alone. Front desk and billers are let into people and numbers by a person; into an enquiry everybody is. */
function follows(roster: Roster, place: Compartment, account: AccountId, today: number): boolean {
  const { kind } = place;
  const role = roster.members.get(toHex(account))?.role;
  // Of a chart that was destroyed it stays with whoever had it.
  if (kind === "access-log") return !(place.chart && isDestroyedChart(roster, place.chart));
  const until = untilDayOf(place, account);
  // For some days, by a person: whoever calls the clients off while somebody is ill (CAL-9).
  const isForDays = until !== undefined && until <= today + delegateDays;
  return !isEnquiry(roster, place) && !isForDays && (role === undefined || treats(role));
}

const hasRight = ({ readers, writers }: Compartment, { to, right }: Right): boolean =>
  isAmong(readers, to) && isAmong(writers, to) === (right === "read-write");
