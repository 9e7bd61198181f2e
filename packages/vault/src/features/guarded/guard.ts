/**
 * Guarded charts (docs/spec, GRD): guarded and let go by a statement that changes the key in the same append, opened with a part
 * of the key that the server gives once for each opening, and closed by forgetting what was given.
 */

import { type Bytes, encodeCbor, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  context,
  hash,
  type MemberPart,
  openingTags,
  parseBatch,
  parseLeaf,
  type ReleasePart,
  releasePartCommitment,
  verify,
} from "@alcove/crypto";
import {
  type Compartment,
  currentEpoch,
  type Failure,
  failure,
  isAmong,
  type KeyLog,
  parseOpening,
  type Roster,
  signOpening,
} from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { FoldedRevision } from "../../engine/replay.ts";
import { seenCheckpoint } from "../../engine/seal.ts";
import { isFollowed, isGuarded, openingPlace } from "../../engine/state.ts";
import type { GuardView, OpeningView } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { readMessage, type Session } from "../../session.ts";
import { crisisOpenings } from "./crisis-card.ts";
import { isOpenHere } from "./view.ts";
import { renameChart, revisionFor } from "../notes.ts";
import { compartmentsOf, idFrom, isServed, mayWrite } from "../open-charts.ts";

/** Of the chart's note compartments those that this member treats in: progress notes, and psychotherapy notes of their own. */
function ownPlaces({ keys }: Opened, roster: Roster, chart: Bytes): Compartment[] {
  return compartmentsOf(roster, chart).filter(
    (one) => isAmong(one.readers, keys.account) && (one.kind === "clinical" || equalBytes(one.author, keys.account)),
  );
}

/** Whether this member may guard by themselves; without the statement's other rules, which the roster's own judge. */
const treats = (opened: Opened, roster: Roster): boolean => {
  const role = roster.members.get(toHex(opened.keys.account))?.role;
  return role === "owner" || role === "clinician";
};

/**
 * Guards what this member treats in, and opens it: who does it is the first on record. `alias`: what lists call the chart from
 * then on; its name goes inside. Failures: `chart-unknown`, `not-entitled`, `guard-already`, those of `openGuarded`.
 */
export async function guardChart(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  request: { readonly chart: string; readonly alias?: string },
): Promise<Result<undefined, Failure>> {
  const chart = idFrom(request.chart);
  const named = chart && opened.fold.named(chart);
  if (!chart || named?.["type"] !== "chart") return fail(failure("chart-unknown"));
  if (opened.isGuardedChart(chart)) return fail(failure("guard-already"));
  if (mayWrite(opened, chart, "progress")) {
    const begun = await opened.sync.begin({ kind: "clinical", chart });
    if (!begun.ok) return begun;
  }
  const stated = await guardOwn(opened, chart);
  if (!stated.ok) return stated;
  const isOpen = await openGuarded(ports, disk, opened, request.chart);
  const alias = request.alias?.trim();
  if (!isOpen.ok || !alias) return isOpen;
  const now = ports.clock.now();
  const [name, createdAt] = [named["name"] as string, Number(named["created_at"])];
  const inside = { type: "chart" as const, revision: ports.crypto.random(16), writtenAt: now, name, createdAt };
  await opened.keep([revisionFor({ kind: "clinical", chart }, chart, inside, [])]);
  return renameChart(opened, ports.clock, ports.crypto.random, request.chart, alias);
}

/** What is not guarded yet of this member's in the chart. */
function guardOwn(opened: Opened, chart: Bytes): Promise<Result<undefined, Failure>> {
  return opened.sync.state((roster) => {
    const compartments = ownPlaces(opened, roster, chart).filter(({ guard }) => !guard?.isSet);
    if (compartments.length === 0 || !treats(opened, roster)) return fail(failure("not-entitled"));
    const ids = compartments.map(({ compartment }) => compartment);
    return ok({ operations: [["guard.set", ids]], rotates: { compartments, guarded: true } });
  });
}

/** Psychotherapy notes of a guarded chart are guarded before the first of them is written. */
export async function guardOwnNotes(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  chart: Bytes,
): Promise<Result<undefined, Failure>> {
  const { roster } = opened.state;
  const own = roster ? ownPlaces(opened, roster, chart).find(({ kind }) => kind === "psychotherapy") : undefined;
  if (own?.guard?.isSet) return ok();
  const begun = own ? ok() : await opened.sync.begin({ kind: "psychotherapy", chart });
  if (!begun.ok) return asGuarded(begun.error);
  const stated = await guardOwn(opened, chart);
  return stated.ok ? openGuarded(ports, disk, opened, toHex(chart)) : asGuarded(stated.error);
}

/**
 * Ends the guard of an open chart; its name comes back. Failures: `guard-absent`, `guard-closed`, `second-owner-needed`.
 */
export async function unguardChart(ports: Ports, opened: Opened, id: string): Promise<Result<undefined, Failure>> {
  const chart = idFrom(id);
  if (!chart || !opened.isGuardedChart(chart)) return fail(failure("guard-absent"));
  if (!isOpenHere(opened, chart)) return fail(failure("guard-closed"));
  const name = opened.guardedFold()?.nameOf(chart);
  const stated = await opened.sync.state((roster) => {
    const ending = endOfGuard(opened, roster, chart);
    if (!ending.ok) return ending;
    if (!isOwner(opened, roster)) return fail(failure("second-owner-needed"));
    const ids = ending.value.map(({ compartment }) => compartment);
    return ok({ operations: [["guard.unset", ids]], rotates: { compartments: ending.value, guarded: false } });
  });
  return stated.ok ? comeBack(ports, opened, id, name) : stated;
}

/** What was guarded is read into the lists, under the name that lay inside. */
async function comeBack(
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

/** What a statement would end of this member's; `not-entitled` where there is nothing, or they don't treat. */
export function endOfGuard(opened: Opened, roster: Roster, chart: Bytes): Result<readonly Compartment[], Failure> {
  const compartments = ownPlaces(opened, roster, chart).filter(({ guard }) => guard?.isSet);
  const may = treats(opened, roster) && compartments.length > 0;
  return may ? ok(compartments) : fail(failure("not-entitled"));
}

/** Of what this member reads there: no statement guards it any more, and its key is still a guarded one. */
const endedPlaces = ({ state, keys }: Opened, roster: Roster, chart: Bytes): Compartment[] =>
  compartmentsOf(roster, chart).filter(
    ({ readers, guard, compartment }) =>
      isAmong(readers, keys.account) && !guard?.isSet && isGuarded(state, compartment),
  );

const isOwner = ({ keys }: Opened, roster: Roster): boolean =>
  roster.members.get(toHex(keys.account))?.role === "owner";

/**
 * Opens one guarded chart in memory, in the place of another that was open; one whose guard was ended comes back. Failures: `chart-unknown`, `guard-absent`,
 * `guard-offline`, `guard-waits-for-key`, `slow-down`, `not-entitled`, `release-part-gone`, alarms.
 */
export async function openGuarded(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  id: string,
): Promise<Result<undefined, Failure>> {
  const chart = idFrom(id);
  if (!chart || opened.fold.named(chart)?.["type"] !== "chart") return fail(failure("chart-unknown"));
  if (!opened.isGuardedChart(chart)) return fail(failure("guard-absent"));
  opened.closeGuarded();
  const { state, keys, sync } = opened;
  for (const one of state.roster ? compartmentsOf(state.roster, chart) : [])
    state.waitsForOpening.delete(toHex(one.compartment));
  let hasEnded = false;
  const result = await sync.over(async (session) => {
    const mine = (state.roster ? compartmentsOf(state.roster, chart) : []).filter(
      (one) => (one.guard?.isSet || isGuarded(state, one.compartment)) && isAmong(one.readers, keys.account),
    );
    if (mine.length === 0) return fail(failure("not-entitled"));
    hasEnded = state.roster !== undefined && endedPlaces(opened, state.roster, chart).length > 0;
    opened.guardedLists();
    for (const { compartment } of mine) {
      const one = await openOne(ports, disk, opened, session, compartment);
      if (!one.ok) return one;
    }
    return ok();
  });
  if (!result.ok) {
    opened.closeGuarded();
    return asGuarded(result.error);
  }
  await opened.refoldOutbox();
  if (!hasEnded) return ok();
  const name = opened.guardedFold()?.nameOf(chart);
  // A sync in between may have changed the key already.
  const changed = await sync.state((roster) => {
    const compartments = endedPlaces(opened, roster, chart);
    return ok({ operations: [], ...(compartments.length > 0 ? { rotates: { compartments, guarded: false } } : {}) });
  });
  return changed.ok ? comeBack(ports, opened, id, name) : changed;
}

/** Without the server a guarded chart stays closed, which is worth words of its own. */
function asGuarded(error: Failure): Result<never, Failure> {
  const isOffline = error.code === "server-unreachable" || error.code === "server-slow";
  return fail(isOffline ? failure("guard-offline") : error);
}

async function openOne(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  session: Session,
  compartment: Compartment["compartment"],
): Promise<Result<undefined, Failure>> {
  const { state, replay, sync } = opened;
  const name = toHex(compartment);
  const log = state.keyLogs.get(name);
  const part = log && state.memberParts.get(name)?.[currentEpoch(log).epoch - 1];
  if (!log || !part || !currentEpoch(log).guard) return fail(failure("guard-waits-for-key"));
  const { epoch } = currentEpoch(log);
  const release = await askForRelease(ports, opened, session, log, part);
  if (!release.ok) return release;
  // What others appended meanwhile came with the answer.
  const now = state.keyLogs.get(name);
  if (!now || currentEpoch(now).epoch !== epoch) return fail(failure("epoch-stale"));
  const found = await replay.openWithRelease(log, part, release.value);
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

async function askForRelease(
  { crypto, clock }: Ports,
  { state, keys, sync }: Opened,
  session: Session,
  log: KeyLog,
  member: MemberPart,
): Promise<Result<ReleasePart, Failure>> {
  const { compartment } = log;
  const { epoch, guard } = currentEpoch(log);
  const { account, device } = keys;
  const place = openingPlace(compartment, device);
  const sequence = (state.openings.get(place) ?? 0) + 1;
  const tag = openingTags(member)(account)(device, sequence);
  const body = { compartment, epoch, account, device, at: clock.now(), sequence, tag };
  const opening = await signOpening(crypto, keys.deviceKey, keys.practice, {
    ...body,
    checkpoint: seenCheckpoint(state),
  });
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
  if (!recorded.ok) return recorded;
  const commitment = await releasePartCommitment(crypto, part, { practice: keys.practice, compartment, epoch });
  if (!guard || !equalBytes(commitment, guard.release)) return fail(failure("server-rubbish"));
  state.releaseParts.set(toHex(commitment), part);
  return ok(part);
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

/** `undefined`: the chart is not guarded. */
export async function guardView(
  { crypto }: Ports,
  disk: Disk,
  opened: Opened,
  id: string,
): Promise<GuardView | undefined> {
  const chart = idFrom(id);
  const { roster } = opened.state;
  if (!chart || !roster || !opened.isGuardedChart(chart)) return undefined;
  const isOpen = isOpenHere(opened, chart);
  const clientName = isOpen ? opened.guardedFold()?.nameOf(chart) : undefined;
  const clinical = compartmentsOf(roster, chart).filter(({ kind }) => kind === "clinical");
  const readers = clinical[0]?.readers ?? [];
  const waiting = clinical[0]
    ? readers.filter((one) => isServed(opened.state, clinical[0] as Compartment, one) === false)
    : [];
  return {
    isOpen,
    ...(clientName === undefined ? {} : { clientName }),
    mayEnd: endOfGuard(opened, roster, chart).ok ? (isOwner(opened, roster) ? "alone" : "with-owner") : "no",
    hasEnded: endedPlaces(opened, roster, chart).length > 0,
    readers: readers.length,
    waitForKey: waiting.map((one) => opened.fold.nameOf(one) ?? ""),
    openings: await openingsOf(crypto, disk, opened, chart),
    hasCrisisCard: opened.fold.crisisOf(chart).some((row) => row["type"] === "crisis-card"),
    crisisOpenings: await crisisOpenings(opened, chart),
  };
}

/** Each as its device signed it and its leaf names it; one that the server put into the ledger twice counts once. */
async function openingsOf(
  crypto: Ports["crypto"],
  disk: Disk,
  { state, keys, fold }: Opened,
  chart: Bytes,
): Promise<OpeningView[]> {
  const { roster } = state;
  if (!roster) return [];
  const ids = new Set(compartmentsOf(roster, chart).map(({ compartment }) => toHex(compartment)));
  const seen = new Set<string>();
  const views: OpeningView[] = [];
  for (const { position, entry } of disk.bodies.entries()) {
    const opening = parseOpening(entry);
    const raw = opening && disk.leaf(position);
    const leaf = raw && parseLeaf(raw);
    if (!opening || leaf?.kind !== "server" || !equalBytes(hash(entry), leaf.bodyHash)) continue;
    const { compartment, account, device, at, sequence } = opening.body;
    const key = roster.devices.get(toHex(device))?.key;
    const message = context("opening", keys.practice, opening.bodyBytes);
    const place = `${openingPlace(compartment, device)}/${sequence}`;
    if (!ids.has(toHex(compartment)) || !key || seen.has(place)) continue;
    if (!(await verify(crypto, key, opening.signature, message))) continue;
    seen.add(place);
    views.push({ member: toHex(account), name: fold.nameOf(account) ?? "", device: fold.nameOf(device) ?? "", at });
  }
  return views.reverse();
}
