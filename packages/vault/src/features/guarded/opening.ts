/**
 * Opening a guarded chart (docs/spec, GRD-4, GRD-16): each of its compartments is asked for, on record, and the chart opens when all
 * parts are here. Where people keep one it waits for them, and `goOnOpening` opens it when somebody has let this device in.
 */

import { type Bytes, encodeCbor, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  askedId,
  openingTags,
  parseBatch,
  type ReleasePart,
  releasePartCommitment,
  type SealingSeed,
  sealingPublicKeyOf,
} from "@alcove/crypto";
import {
  type Compartment,
  currentEpoch,
  type Failure,
  failure,
  isAmong,
  isItsAuthor,
  type KeyLog,
  type Operation,
  type Roster,
  signOpening,
} from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import { waitingMs } from "../../engine/asked.ts";
import type { Opened } from "../../engine/opened.ts";
import type { FoldedRevision } from "../../engine/applied.ts";
import { seenCheckpoint } from "../../engine/seal.ts";
import { isFollowed, isGuarded, openingPlace } from "../../engine/state.ts";
import type { GuardOpened } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { readMessage, type Session } from "../../session.ts";
import { renameChart } from "../notes.ts";
import { chartFrom, compartmentsOf } from "../open-charts.ts";
import { takePeopleInside } from "./people-inside.ts";

/** What this member opens of a guarded chart. */
const placesToOpen = ({ state, keys }: Opened, chart: Bytes): Compartment[] =>
  (state.roster ? compartmentsOf(state.roster, chart) : []).filter(
    (one) => (one.guard?.isSet || isGuarded(state, one.compartment)) && isAmong(one.readers, keys.account),
  );

/** Of what this member reads there: no statement guards it any more, and its key is still a guarded one. */
export const endedPlaces = ({ state, keys }: Opened, roster: Roster, chart: Bytes): Compartment[] =>
  compartmentsOf(roster, chart).filter(
    ({ readers, guard, compartment }) =>
      isAmong(readers, keys.account) && !guard?.isSet && isGuarded(state, compartment),
  );

/** Psychotherapy notes of this member's that are still guarded in a chart whose own guard was ended: they end it too (ROS-29). */
export function leftPlaces({ keys }: Opened, roster: Roster, chart: Bytes): Compartment[] {
  const once = compartmentsOf(roster, chart).filter(({ guard }) => guard !== undefined);
  const clinical = once.filter(({ kind }) => kind === "clinical");
  if (clinical.length === 0 || clinical.some(({ guard }) => guard?.isSet)) return [];
  const isOwn = (one: Compartment) => isItsAuthor(roster, one, keys.account) && isAmong(one.readers, keys.account);
  return once.filter((one) => one.kind === "psychotherapy" && one.guard?.isSet && isOwn(one));
}

/** Without the server a guarded chart stays closed, which is worth words of its own. */
export function asGuarded(error: Failure): Result<never, Failure> {
  const isOffline = error.code === "server-unreachable" || error.code === "server-slow";
  return fail(isOffline ? failure("guard-offline") : error);
}

/**
 * Opens one guarded chart in memory, in the place of another that was open; one whose guard was ended comes back. Failures: `chart-unknown`, `guard-absent`,
 * `guard-offline`, `guard-waits-for-key`, `slow-down`, `not-entitled`, `release-part-gone`, alarms.
 */
export async function openGuarded(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  id: string,
): Promise<Result<GuardOpened, Failure>> {
  const chart = chartFrom(opened, id);
  if (!chart) return fail(failure("chart-unknown"));
  if (!opened.isGuardedChart(chart)) return fail(failure("guard-absent"));
  opened.closeGuarded();
  const { state, sync } = opened;
  for (const one of state.roster ? compartmentsOf(state.roster, chart) : [])
    state.waitsForOpening.delete(toHex(one.compartment));
  const result = await sync.over(async (session) => {
    const mine = placesToOpen(opened, chart);
    if (mine.length === 0) return fail(failure("not-entitled"));
    // Before the first is asked for: what stands on record was opened.
    if (!mine.every(({ compartment }) => keyAt(opened, compartment))) return fail(failure("guard-waits-for-key"));
    for (const { compartment } of mine) {
      const asked = await askFor(ports, opened, session, compartment);
      if (!asked.ok) return asked;
    }
    return state.asking.size > 0 ? ok() : openPlaces(disk, opened, session, mine);
  });
  if (!result.ok) {
    opened.closeGuarded();
    return asGuarded(result.error);
  }
  if (state.asking.size === 0) return ended(await whenOpen(ports, opened, chart));
  opened.waitFor({ chart, at: ports.clock.now() });
  return ok("waits");
}

const ended = (result: Result<undefined, Failure>): Result<GuardOpened, Failure> => (result.ok ? ok("open") : result);

/** What one compartment more that this member has just begun adds to an open chart. */
export function openBeside(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  compartment: Compartment,
): Promise<Result<undefined, Failure>> {
  return opened.sync.over(async (session) => {
    const asked = await askFor(ports, opened, session, compartment.compartment);
    return asked.ok ? openPlaces(disk, opened, session, [compartment]) : asked;
  });
}

/** After a sync: the chart that this device waits for opens if somebody has let it in. */
export async function goOnOpening(ports: Ports, disk: Disk, opened: Opened): Promise<Result<undefined, Failure>> {
  const { state, sync } = opened;
  const waiting = opened.waiting();
  if (!waiting) return ok();
  const { chart, at } = waiting;
  if (Math.abs(ports.clock.now() - at) > waitingMs) return leave(opened);
  const mine = placesToOpen(opened, chart);
  const logs = mine.map(({ compartment }) => state.keyLogs.get(toHex(compartment)));
  const isChanged = ({ compartment, epochs }: KeyLog) => {
    const asking = state.asking.get(toHex(compartment));
    return asking !== undefined && asking.epoch !== epochs.length;
  };
  // Somebody who has it open changed the key meanwhile: what was asked for opens nothing.
  if (logs.some((log) => log && isChanged(log))) {
    const again = await openGuarded(ports, disk, opened, toHex(chart));
    return again.ok ? ok() : again;
  }
  if (state.asking.size > 0) return ok();
  const result = await sync.over((session) => openPlaces(disk, opened, session, placesToOpen(opened, chart)));
  if (!result.ok) {
    // What came was another part than the one that opens it, which is an alarm of its own.
    leave(opened);
    return asGuarded(result.error);
  }
  opened.waitFor(undefined);
  const open = await whenOpen(ports, opened, chart);
  sync.show([]);
  return open;
}

function leave(opened: Opened): Result<undefined, Failure> {
  opened.closeGuarded();
  opened.sync.show([]);
  return ok();
}

/** Saves that waited go in; where the guard was ended, the chart comes back. */
async function whenOpen(ports: Ports, opened: Opened, chart: Bytes): Promise<Result<undefined, Failure>> {
  const { state, sync } = opened;
  await opened.refoldOutbox();
  const comesBack = (roster: Roster) => [...endedPlaces(opened, roster, chart), ...leftPlaces(opened, roster, chart)];
  if (!state.roster || sync.isProvisional()) return ok();
  if (comesBack(state.roster).length === 0) {
    await takePeopleInside(ports, opened, chart);
    return ok();
  }
  const name = opened.guardedFold()?.nameOf(chart);
  // A sync in between may have changed the key already.
  const changed = await sync.state((roster) => {
    const left = leftPlaces(opened, roster, chart).map(({ compartment }) => compartment);
    const compartments = comesBack(roster);
    const operations: Operation[] = left.length > 0 ? [["guard.unset", left]] : [];
    return ok({ operations, ...(compartments.length > 0 ? { rotates: { compartments, guarded: false } } : {}) });
  });
  return changed.ok ? comeBack(ports, opened, toHex(chart), name) : changed;
}

/** What was guarded is read into the lists, under the name that lay inside. */
export async function comeBack(
  ports: Ports,
  opened: Opened,
  id: string,
  name: string | undefined,
): Promise<Result<undefined, Failure>> {
  opened.closeGuarded();
  const read = await opened.sync.over((session) => opened.sync.readUnread(session));
  if (!read.ok || name === undefined) return read;
  return renameChart(opened, ports.clock, ports.crypto.random, id, name);
}

/** All of them, with the parts that are here. */
async function openPlaces(
  disk: Disk,
  opened: Opened,
  session: Session,
  places: readonly Compartment[],
): Promise<Result<undefined, Failure>> {
  opened.guardedLists();
  for (const { compartment } of places) {
    const one = await openOne(disk, opened, session, compartment);
    if (!one.ok) return one;
  }
  return ok();
}

async function openOne(
  disk: Disk,
  opened: Opened,
  session: Session,
  compartment: Compartment["compartment"],
): Promise<Result<undefined, Failure>> {
  const { state, replay, sync } = opened;
  const name = toHex(compartment);
  // What others appended meanwhile came with the answer.
  const key = keyAt(opened, compartment);
  const release = key && state.releaseParts.get(toHex(key.guard.release));
  if (!key || !release) return fail(failure("epoch-stale"));
  const { log, member } = key;
  const found = await replay.openWithRelease(log, member, release);
  // Whoever rotated signed for another key than the two parts make.
  if (!found?.keys) return fail(failure("alarm-key-log-invalid", { index: log.headIndex }));
  if (isFollowed(state, compartment)) {
    state.epochKeys.set(name, found.keys);
    if (found.parts) state.memberParts.set(name, found.parts);
    const revisions = await readFromDisk(disk, opened, compartment);
    if (revisions) {
      sync.show(revisions);
      return ok();
    }
    // Something of it is not on this device any more.
    state.unread.add(name);
  }
  state.waitsForOpening.delete(name);
  return sync.readUnread(session);
}

/** This member's part of the newest key there, if it was given them and is a guarded one. */
function keyAt({ state }: Opened, compartment: Compartment["compartment"]) {
  const log = state.keyLogs.get(toHex(compartment));
  if (!log) return undefined;
  const { epoch, guard } = currentEpoch(log);
  const member = state.memberParts.get(toHex(compartment))?.[epoch - 1];
  return member && guard && { log, epoch, member, guard };
}

/** Asks on record. The server's part is here then; where people keep it, this device waits for one of them. */
async function askFor(
  { crypto, clock }: Ports,
  opened: Opened,
  session: Session,
  compartment: Compartment["compartment"],
): Promise<Result<undefined, Failure>> {
  const { state, keys, sync } = opened;
  const key = keyAt(opened, compartment);
  if (!key) return fail(failure("guard-waits-for-key"));
  const { member, guard, epoch } = key;
  const { account, device } = keys;
  const place = openingPlace(compartment, device);
  const sequence = (state.openings.get(place) ?? 0) + 1;
  const tag = openingTags(member)(account)(device, sequence);
  const seed = guard.releasers.length > 0 ? (crypto.random(32) as SealingSeed) : undefined;
  const body = { compartment, epoch, account, device, at: clock.now(), sequence, tag };
  const opening = await signOpening(crypto, keys.deviceKey, keys.practice, {
    ...body,
    checkpoint: seenCheckpoint(state),
    ...(seed ? { key: await sealingPublicKeyOf(seed) } : {}),
  });
  if (seed) state.asking.set(toHex(compartment), { seed, asked: askedId(opening), epoch });
  const from = state.frontier.size;
  const answered = await session.call("POST", "/v1/release", encodeCbor({ from, opening }));
  // What this device opened while its member could not read the chart did not come back to it: the server knows how often.
  const last = answered.ok ? undefined : answered.error.facts?.["last"];
  if (typeof last === "number" && last >= sequence) state.openings.set(place, last);
  const answer = answered.ok ? readMessage("ReleaseAnswer", answered.value) : answered;
  if (!answer.ok) return answer;
  const { part, ...appended } = answer.value;
  // A part that came without its leaf under a checkpoint is not used: nobody would know of this opening.
  const sent = [{ entry: { kind: "opening" as const, entry: opening, payload: [] } }];
  const recorded = await sync.settleRead(session, appended, from, sent, () => {});
  if (!recorded.ok || seed) return recorded;
  const at = { practice: keys.practice, compartment, epoch };
  const fits = part && equalBytes(await releasePartCommitment(crypto, part as ReleasePart, at), guard.release);
  if (!part || !fits) return fail(failure("server-rubbish"));
  state.releaseParts.set(toHex(guard.release), part);
  return ok();
}

/** All its revisions from this device's own envelopes. `undefined`: not every batch that was seen is here whole. */
async function readFromDisk(
  disk: Disk,
  { state, replay }: Opened,
  compartment: Compartment["compartment"],
): Promise<FoldedRevision[] | undefined> {
  const name = toHex(compartment);
  const counters = new Map<string, number>();
  const revisions: FoldedRevision[] = [];
  for (const { position, body, entry } of disk.bodies.entries()) {
    if (position >= state.appliedTo) break;
    const batch = parseBatch(entry)?.body;
    if (!batch || toHex(batch.compartment) !== name) continue;
    const opened = await replay.openAll(position, disk.bodies.payload(body), batch.envelopes);
    if (!opened || opened.length < batch.envelopes.length) return undefined;
    revisions.push(...opened);
    const author = toHex(batch.author);
    counters.set(author, Math.max(counters.get(author) ?? 0, batch.compartmentCounter));
  }
  for (const [author, { compartmentCounters }] of state.authors)
    if ((compartmentCounters.get(name) ?? 0) !== (counters.get(author) ?? 0)) return undefined;
  return revisions;
}
