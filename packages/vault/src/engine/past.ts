/**
 * Reads what came before this member could read it, or was kept back then: key logs from their first entry, the keys that
 * were delivered and by back links all before them, and every batch under these. The ledger is walked again with the
 * roster as it was at each place, by the rules of every other replay (docs/spec, LED-12).
 */

import { assert, type Bytes, type CompartmentId, fromHex, type Hash, toHex } from "@alcove/bytes";
import { type CryptoPort, type Leaf, parseLeaf } from "@alcove/crypto";
import {
  type Epoch,
  type Failure,
  failure,
  isAmong,
  keepsRelease,
  type KeyLog,
  mayLackSealedKeys,
} from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import type { Delivered } from "./delivered-keys.ts";
import { compartmentOfEntry } from "./entry-compartment.ts";
import type { OpenKeys } from "./keys.ts";
import type { FoldedRevision } from "./applied.ts";
import { createReplay, type Replay } from "./replay.ts";
import { type AuthorChain, type EngineState, emptyState, type MemberParts } from "./state.ts";

export type PastParts = {
  readonly crypto: CryptoPort;
  readonly keys: OpenKeys;
  readonly disk: Disk;
  readonly founding: Hash;
  readonly replay: Replay;
  /** As it is today: what is guarded since, and parts of keys that were given for what is open. */
  readonly state: Pick<EngineState, "roster" | "releaseParts">;
};

export type PastRead = {
  /** What was found, by compartment; those of which a body is missing are not among them. */
  readonly found: readonly {
    readonly compartment: CompartmentId;
    readonly log: KeyLog;
    /** Of all epochs up to the newest that was delivered; none: nobody has given one yet. */
    readonly epochKeys: EngineState["epochKeys"] extends Map<string, infer Keys> ? Keys : never;
    /** Of a guarded one. Without keys beside it the compartment is closed here, and its batches were not read. */
    readonly parts?: MemberParts;
  }[];
  /** Of the compartments found: what each author appended there. */
  readonly authors: ReadonlyMap<string, AuthorChain>;
  /** Of them: how often each device opened them. */
  readonly openings: EngineState["openings"];
  readonly revisions: readonly FoldedRevision[];
  /** Ledger index of the first body of a compartment that is not on this device, or not as its author signed it. */
  readonly missing: ReadonlyMap<string, number>;
  /** What is wrong with those that are here and not as they were signed: they may be had again. */
  readonly doubts: readonly Failure[];
  readonly alarms: readonly Failure[];
  /** How many were read of each kind. */
  readonly counts: { readonly keyLog: number; readonly batch: number };
};

/** Below ledger index `to`, as far as this device has the bodies. Changes nothing. */
export async function readPast(parts: PastParts, compartments: ReadonlySet<string>, to: number): Promise<PastRead> {
  const alarms: Failure[] = [];
  const logs = await walk(parts, compartments, to, new Map());
  const given = new Map<string, PastRead["found"][number]["epochKeys"]>();
  const members = new Map<string, MemberParts>();
  const { roster } = parts.state;
  for (const [name, log] of logs.state.keyLogs) {
    // Who lets others in and read here once goes on with what is theirs now.
    const isReader = isAmong(roster?.compartments.get(name)?.readers ?? [], parts.keys.account);
    const theirs = (logs.delivered.get(name) ?? []).filter(
      ({ epoch, recipient }) => isReader || keepsRelease(log.epochs[epoch - 1] as Epoch, recipient),
    );
    // Newest first: one that does not open takes nothing away from those that do.
    for (const mine of theirs.toSorted((a, b) => b.epoch - a.epoch)) {
      const opened = await parts.replay.openKeysUpTo(log, mine, []);
      if (opened?.keys) given.set(name, opened.keys);
      if (opened?.parts) members.set(name, opened.parts);
      if (!opened) alarms.push(failure("alarm-key-log-invalid", { index: log.headIndex }));
      if (opened) break;
    }
  }
  const batches = given.size > 0 ? await walk(parts, new Set(given.keys()), to, given, members) : undefined;
  const missing = new Map([...logs.missing, ...(batches?.missing ?? [])]);
  const found = [...logs.state.keyLogs.values()]
    .filter(({ compartment }) => !missing.has(toHex(compartment)))
    .map((log) => {
      const name = toHex(log.compartment);
      const theirs = members.get(name);
      return {
        compartment: log.compartment,
        log,
        epochKeys: given.get(name) ?? [],
        ...(theirs ? { parts: theirs } : {}),
      };
    });
  const whole = new Set(found.map(({ compartment }) => toHex(compartment)));
  return {
    found,
    authors: batches?.state.authors ?? new Map(),
    openings: batches?.state.openings ?? new Map(),
    revisions: batches?.revisions.filter(({ compartment }) => whole.has(toHex(compartment))) ?? [],
    missing,
    doubts: [...logs.doubts, ...(batches?.doubts ?? [])],
    alarms: [...alarms, ...logs.alarms, ...(batches?.alarms ?? [])],
    counts: { keyLog: logs.counts.keyLog, batch: batches?.counts.batch ?? 0 },
  };
}

type Walked = Pick<PastRead, "missing" | "doubts" | "alarms" | "counts"> & {
  readonly state: EngineState;
  /** All that was delivered to this member, the latest first. */
  readonly delivered: ReadonlyMap<string, readonly Delivered[]>;
  readonly revisions: readonly FoldedRevision[];
};

/** Without keys only the key logs are read. */
async function walk(
  parts: PastParts,
  compartments: ReadonlySet<string>,
  to: number,
  epochKeys: EngineState["epochKeys"],
  memberParts: EngineState["memberParts"] = new Map(),
): Promise<Walked> {
  const { crypto, keys, disk, founding } = parts;
  const { releaseParts } = parts.state;
  const state: EngineState = { ...emptyState(), epochKeys, memberParts, releaseParts };
  const delivered = new Map<string, Delivered[]>();
  const missing = new Map<string, number>();
  const doubts: Failure[] = [];
  const counts = { roster: 0, keyLog: 0, batch: 0, heartbeat: 0 };
  const alarms: Failure[] = [];
  const revisions: FoldedRevision[] = [];
  /** From its first body that is missing on, nothing of a compartment is read. */
  const miss = (compartment: CompartmentId, index: number) => {
    if (!missing.has(toHex(compartment))) missing.set(toHex(compartment), index);
  };
  const replay = createReplay(crypto, keys, state, founding, {
    compartments,
    mayLackSealedKeys: (compartment, index) =>
      mayLackSealedKeys(parts.state.roster?.compartments.get(toHex(compartment)), index),
    delivered(key) {
      const name = toHex(key.compartment);
      delivered.set(name, [key, ...(delivered.get(name) ?? [])]);
    },
  });
  const entries = disk.bodies.entries();
  let next = entries.next();
  let index = 0;
  for (const raw of disk.leaves.each(to)) {
    while (!next.done && next.value.position < index) next = entries.next();
    const row = !next.done && next.value.position === index ? next.value : undefined;
    const leaf = parseLeaf(raw);
    assert(leaf, "leaves were checked before they were kept");
    const isForLater = epochKeys.size === 0 && (leaf.kind === "batch" || leaf.kind === "server");
    const concerned =
      row && leaf.kind !== "heartbeat" && !isForLater && concerns(leaf.kind, row.entry, compartments, missing);
    if (concerned || (!row && !isForLater && replay.isOwed(leaf))) {
      const payload = row ? disk.bodies.payload(row.body) : [];
      // Of this device's own batches, envelopes are let go of when a right ends, and the entry stays.
      const isWhole = leaf.kind !== "batch" || payload.length > 0;
      const body = row && isWhole ? { position: index, entry: row.entry, payload } : undefined;
      const applied = await replay.apply(index, leaf, body);
      if (applied.outcome === "withheld" && applied.compartment) miss(applied.compartment, index);
      if (applied.outcome === "refused") {
        const stops = row && applied.then === "stop" ? compartmentOfEntry(row.entry) : undefined;
        if (stops) miss(stops, index);
        (stops ? doubts : alarms).push(applied.alarm);
      }
      if (applied.outcome === "applied" && applied.kind !== "opening") counts[applied.kind]++;
      if (applied.outcome === "applied" && applied.kind === "batch") revisions.push(...applied.revisions);
    }
    index++;
  }
  return { state, delivered, revisions, missing, doubts, alarms, counts };
}

/** Whether the entry is a statement, or of one of these compartments and nothing of it was missed. */
function concerns(
  kind: Leaf["kind"],
  entry: Bytes,
  compartments: ReadonlySet<string>,
  missing: ReadonlyMap<string, number>,
): boolean {
  if (kind === "roster") return true;
  const compartment = compartmentOfEntry(entry);
  const name = compartment && toHex(compartment);
  return name !== undefined && compartments.has(name) && !missing.has(name);
}

/** What was read becomes part of what is known; whatever is not missing is followed from here on. */
export function takePast(state: EngineState, past: PastRead, asked: ReadonlySet<string>): void {
  const closed = new Set<string>();
  for (const { compartment, log, epochKeys, parts } of past.found) {
    const name = toHex(compartment);
    state.keyLogs.set(name, log);
    if (epochKeys.length > 0) state.epochKeys.set(name, [...epochKeys]);
    if (parts) state.memberParts.set(name, parts);
    if (parts && epochKeys.length === 0) closed.add(name);
  }
  for (const [device, read] of past.authors) {
    const chain = state.authors.get(device) ?? { ...read, compartmentCounters: new Map<string, number>() };
    if (read.deviceCounter > chain.deviceCounter) {
      chain.deviceCounter = read.deviceCounter;
      chain.previous = read.previous;
    }
    for (const [name, counter] of read.compartmentCounters)
      if (!past.missing.has(name)) chain.compartmentCounters.set(name, counter);
    state.authors.set(device, chain);
  }
  for (const [place, sequence] of past.openings)
    if (!past.missing.has(place.split("/")[0] ?? "")) state.openings.set(place, sequence);
  // Where its authors stand is known when it was opened once.
  for (const name of closed) state.waitsForOpening.add(name);
  for (const name of asked) {
    if (past.missing.has(name) || closed.has(name)) continue;
    state.unread.delete(name);
    state.waitsForOpening.delete(name);
  }
}

export const idsOf = (names: Iterable<string>): CompartmentId[] =>
  [...names].map((name) => fromHex(name) as Bytes as CompartmentId);
