/**
 * Rights in access logs follow the charts (docs/spec, ACL-4): whoever reads notes of a chart that are not their own psychotherapy
 * notes reads and writes its log, privacy officers read it, and nobody else has anything in it. However somebody came by notes or
 * lost them, the difference stands in the roster, and whoever may state it does so with their next sync.
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
} from "@alcove/protocol";
import { isOnlyReader, mayChange } from "../../features/open-charts.ts";
import type { Session } from "../../session.ts";
import { signStatement } from "../seal.ts";
import { type EngineState, liesInside, placesOf } from "../state.ts";
import type { Append } from "./append.ts";
import { isSealedAnew, type SyncParts } from "./parts.ts";

/** Several devices see the same thing due at the same moment: who came second looks again within this. */
const againWithinMs = 5000;

/** Without a last day: it ends when the right to the notes does, by whatever statement that is (ROS-31). */
type Right = "read" | "read-write";

export function createLogRights(parts: SyncParts, append: Append) {
  const { crypto, keys, state } = parts;
  /** Of the roster over which nothing was due: there is something only after another statement. */
  let settledHead: Hash | undefined;

  return async function followCharts(session: Session): Promise<Result<undefined, Failure>> {
    const { roster } = state;
    const me = roster?.members.get(toHex(keys.account));
    const may = me && me.suspendedIndex === undefined && (me.role === "owner" || me.role === "clinician");
    if (!roster || !may || (settledHead && equalBytes(settledHead, roster.head))) return ok();
    const operations = rightsDue(state, roster, keys.account);
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
export function rightsDue(state: EngineState, roster: Roster, account: AccountId): Operation[] {
  const given = new Map<string, { readonly to: AccountId; readonly right: Right; readonly logs: Compartment[] }>();
  const ended = new Map<string, { readonly of: AccountId; readonly logs: Compartment[] }>();
  for (const log of roster.compartments.values()) {
    if (log.kind !== "access-log" || !isAmong(log.readers, account)) continue;
    const wanted = rightsIn(roster, log);
    for (const [id, [to, right]] of wanted) {
      if (hasRight(log, to, right) || !mayChange(roster, account, log, to)) continue;
      const name = `${id}/${right}`;
      const entry = given.get(name) ?? { to, right, logs: [] };
      given.set(name, entry);
      entry.logs.push(log);
    }
    for (const of of new Set([...log.readers, ...log.writers])) {
      // Without its only reader nobody ever opened it again; and of their own right others say that it ends.
      if (wanted.has(toHex(of)) || equalBytes(of, account) || isOnlyReader(state, log, of)) continue;
      if (!mayChange(roster, account, log, of)) continue;
      const entry = ended.get(toHex(of)) ?? { of, logs: [] };
      ended.set(toHex(of), entry);
      entry.logs.push(log);
    }
  }
  const idsOf = (logs: readonly Compartment[]) =>
    logs.slice(0, limits.compartmentsPerEntitlement).map(({ compartment }) => compartment);
  const operations: Operation[] = [
    ...[...given.values()].map(({ to, right, logs }): Operation => ["entitle", to, right, null, idsOf(logs)]),
    ...[...ended.values()].map(({ of, logs }): Operation => ["disentitle", of, idsOf(logs)]),
  ];
  return operations.slice(0, limits.operationsPerStatement);
}

/** Who has what right in the log of a chart, by account in hex. */
function rightsIn(roster: Roster, log: Compartment): Map<string, [AccountId, Right]> {
  const rights = new Map<string, [AccountId, Right]>();
  for (const { account, role } of roster.members.values())
    if (role === "privacy-officer") rights.set(toHex(account), [account, "read"]);
  for (const notes of placesOf(roster, log.chart)) {
    if (!liesInside(notes.kind)) continue;
    for (const account of notes.readers) {
      const member = roster.members.get(toHex(account));
      // What an author reads of these stands beside them, not in the log.
      if (notes.kind === "psychotherapy" && equalBytes(account, notes.author)) continue;
      if (!member || !mayBeEntitled(member.role, log.kind)) continue;
      rights.set(toHex(account), [account, "read-write"]);
    }
  }
  return rights;
}

const hasRight = ({ readers, writers }: Compartment, account: AccountId, right: Right): boolean =>
  isAmong(readers, account) && isAmong(writers, account) === (right === "read-write");
