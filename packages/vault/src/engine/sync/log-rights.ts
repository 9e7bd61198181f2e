/**
 * Rights in access logs follow the charts (docs/spec, ACL-4): whoever reads notes of a chart that are not their own
 * psychotherapy notes reads and writes its log, privacy officers read it, and nobody else has anything in it. However somebody came by notes or lost them, the difference stands in
 * the roster, and whoever may state it does so with their next sync.
 */

import { type AccountId, equalBytes, type Hash, ok, type Result, toHex } from "@alcove/bytes";
import {
  type Compartment,
  type Failure,
  isAmong,
  limits,
  mayBeEntitled,
  type Operation,
  type Roster,
  untilDayOf,
} from "@alcove/protocol";
import { isOnlyReader } from "../../features/open-charts.ts";
import type { Session } from "../../session.ts";
import { signStatement } from "../seal.ts";
import { liesInside, placesOf } from "../state.ts";
import type { Append } from "./append.ts";
import { mayGetKey } from "./keys-out.ts";
import { isSealedAnew, type SyncParts } from "./parts.ts";

const dayMs = 86_400_000;
/** Several devices see the same thing due at the same moment: who came second looks again within this. */
const againWithinMs = 5000;

type RightsParts = Pick<SyncParts, "state" | "clock"> & { readonly account: AccountId };
type Right = { readonly kind: "read" | "read-write"; readonly untilDay: number | null };

export function createLogRights(parts: SyncParts, append: Append) {
  const { crypto, keys, state } = parts;
  /** Of the roster over which nothing was due: there is something only after another statement. */
  let settledHead: Hash | undefined;

  return async function followCharts(session: Session): Promise<Result<undefined, Failure>> {
    const { roster } = state;
    const me = roster?.members.get(toHex(keys.account));
    const may = me && me.suspendedIndex === undefined && (me.role === "owner" || me.role === "clinician");
    if (!roster || !may || (settledHead && equalBytes(settledHead, roster.head))) return ok();
    const operations = rightsDue({ ...parts, account: keys.account }, roster);
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

/** What this member, as an owner or a clinician, may state alone of the logs they read (ROS-17). */
export function rightsDue(parts: RightsParts, roster: Roster): Operation[] {
  const { state, account } = parts;
  const today = Math.floor(parts.clock.now() / dayMs);
  const given = new Map<string, { readonly to: AccountId; readonly right: Right; readonly logs: Compartment[] }>();
  const ended = new Map<string, { readonly of: AccountId; readonly logs: Compartment[] }>();
  for (const log of roster.compartments.values()) {
    if (log.kind !== "access-log" || !isAmong(log.readers, account)) continue;
    // Whose own day is past gives nothing any more.
    if (!mayGetKey(parts, log, account)) continue;
    const wanted = rightsIn(roster, log);
    for (const [id, [to, right]] of wanted) {
      // What is past is neither given anew nor ended here: that has a rule of its own (ROS-31).
      if (hasRight(log, to, right) || (right.untilDay ?? today) < today) continue;
      const name = `${id}/${right.kind}/${right.untilDay}`;
      const entry = given.get(name) ?? { to, right, logs: [] };
      given.set(name, entry);
      entry.logs.push(log);
    }
    for (const of of new Set([...log.readers, ...log.writers])) {
      // Without its only reader nobody ever opened it again; and of their own right others say that it ends.
      if (wanted.has(toHex(of)) || equalBytes(of, account) || isOnlyReader(state, log, of)) continue;
      const entry = ended.get(toHex(of)) ?? { of, logs: [] };
      ended.set(toHex(of), entry);
      entry.logs.push(log);
    }
  }
  const idsOf = (logs: readonly Compartment[]) =>
    logs.slice(0, limits.compartmentsPerEntitlement).map(({ compartment }) => compartment);
  const operations: Operation[] = [
    ...[...given.values()].map(
      ({ to, right, logs }): Operation => ["entitle", to, right.kind, right.untilDay, idsOf(logs)],
    ),
    ...[...ended.values()].map(({ of, logs }): Operation => ["disentitle", of, idsOf(logs)]),
  ];
  return operations.slice(0, limits.operationsPerStatement);
}

/** Who has what right in the log of a chart, by account in hex. */
function rightsIn(roster: Roster, log: Compartment): Map<string, [AccountId, Right]> {
  const rights = new Map<string, [AccountId, Right]>();
  for (const { account, role } of roster.members.values())
    if (role === "privacy-officer") rights.set(toHex(account), [account, { kind: "read", untilDay: null }]);
  for (const notes of placesOf(roster, log.chart)) {
    if (!liesInside(notes.kind)) continue;
    for (const account of notes.readers) {
      const member = roster.members.get(toHex(account));
      // What an author reads of these stands beside them, not in the log.
      if (notes.kind === "psychotherapy" && equalBytes(account, notes.author)) continue;
      if (!member || !mayBeEntitled(member.role, log.kind)) continue;
      const before = rights.get(toHex(account))?.[1];
      const days = [untilDayOf(notes, account) ?? null, before ? before.untilDay : 0];
      const untilDay = days.includes(null) ? null : Math.max(...(days as number[]));
      rights.set(toHex(account), [account, { kind: "read-write", untilDay }]);
    }
  }
  return rights;
}

function hasRight(log: Compartment, account: AccountId, { kind, untilDay }: Right): boolean {
  return (
    isAmong(log.readers, account) &&
    isAmong(log.writers, account) === (kind === "read-write") &&
    (untilDayOf(log, account) ?? null) === untilDay
  );
}
