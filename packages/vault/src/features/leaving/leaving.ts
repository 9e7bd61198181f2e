/**
 * Somebody leaves (docs/spec, LEA): what is said of it lies as a record in the directory; what was passed on, what is handed over
 * and what still waits for a new key stands in the roster and the key logs, so that nothing has to be remembered between.
 *
 * What an attacker controls: with a member's key, any record of that member's in the directory. Each word of it counts only from
 * those whose word it is to say.
 */

import { type AccountId, type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  activeReleasersOf,
  type Compartment,
  type Failure,
  failure,
  isAmong,
  isStale,
  limits,
  managesMembers,
  mayBeEntitled,
  type Member,
  type Operation,
  type Roster,
} from "@alcove/protocol";
import type { Decision, RevisionOf } from "@alcove/records";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import { isFollowed } from "../../engine/state.ts";
import type { ChartsPassed, LeavingHead, LeavingView, LeftApart, LetInto } from "../../facade.ts";
import type { Ports, SqlRow } from "../../ports.ts";
import { isForTwo } from "../access.ts";
import { revisionFor } from "../notes.ts";
import { withNotesOf, crisisOf, idFrom, isOnlyReader, isServed, mayChange } from "../open-charts.ts";
import { portalViews } from "../portal/portals.ts";
import { type PastRight, rightsHistory } from "./rights-history.ts";
import { directory } from "../../engine/outbox.ts";

type Place = { readonly ports: Ports; readonly disk: Disk; readonly opened: Opened };

/** What the records say of one member, as far as each was its writer's to say. */
type Said = {
  readonly isLeaving: boolean;
  readonly begun?: { readonly by: AccountId; readonly at: number };
  readonly decided: ReadonlyMap<string, Decision>;
  /** The record to go on with. */
  readonly record?: Bytes;
};

async function whatIsSaid(opened: Opened, roster: Roster, account: Bytes): Promise<Said> {
  let said: Said = { isLeaving: false, decided: new Map() };
  for (const { record, revision, by } of await revisionsAbout(opened, roster, account)) {
    const isOwn = equalBytes(by, account);
    const role = roster.members.get(toHex(by))?.role;
    if (!isOwn && !(role && managesMembers(role))) continue;
    const begun = said.isLeaving ? said.begun : { by, at: revision.writtenAt };
    said = { ...said, record, isLeaving: !revision.stays, ...(begun ? { begun } : {}) };
    // Whoever else writes on carries nothing of this.
    if (isOwn) said = { ...said, decided: new Map(revision.decided.map((one) => [toHex(one.compartment), one.as])) };
  }
  return said;
}

type AboutThem = { readonly record: Bytes; readonly revision: RevisionOf<"leaving">; readonly by: AccountId };

async function revisionsAbout({ fold, openRevision }: Opened, roster: Roster, account: Bytes): Promise<AboutThem[]> {
  const found: AboutThem[] = [];
  for (const { record, member } of fold.leavings() as { record: Bytes; member: Bytes }[]) {
    if (!equalBytes(member, account)) continue;
    for (const row of fold.revisionsOf(record)) {
      const revision = await openRevision(row["revision"] as Bytes);
      const by = roster.devices.get(toHex(row["author"] as Bytes))?.account;
      if (by && revision?.type === "leaving" && equalBytes(revision.member, account))
        found.push({ record, revision, by });
    }
  }
  return found;
}

/** Those who leave, and those who have left. */
export async function leavings({ opened }: Place): Promise<LeavingHead[]> {
  const { roster } = opened.state;
  if (!roster) return [];
  const heads: LeavingHead[] = [];
  for (const { account } of roster.members.values())
    if ((await whatIsSaid(opened, roster, account)).isLeaving) heads.push(headOf(opened, account, false));
  const gone = roster.former.filter(({ why }) => why === "removed").toReversed();
  return [...heads, ...gone.map(({ account }) => headOf(opened, account, true))];
}

const headOf = ({ fold, keys }: Opened, account: AccountId, isGone: boolean): LeavingHead => ({
  member: toHex(account),
  name: fold.nameOf(account) ?? "",
  isYou: equalBytes(account, keys.account),
  isGone,
});

/** Of a present or former member; `undefined`: there is none of this id. */
export async function leavingView({ disk, opened }: Place, id: string): Promise<LeavingView | undefined> {
  const { state, fold } = opened;
  const { roster } = state;
  const left = roster?.former.find((one) => one.why === "removed" && toHex(one.account) === id);
  const account = left?.account ?? roster?.members.get(id)?.account;
  if (!roster || !account) return undefined;
  const said = await whatIsSaid(opened, roster, account);
  const had = left ? compartmentsUntil(disk, roster, account, left.untilIndex) : undefined;
  const theirs = had ? had.filter(({ right }) => right !== "release").map(placeOf) : readBy(roster, account);
  const released = had ? had.filter(({ right }) => right === "release").map(placeOf) : releasedBy(roster, account);
  const clinical = theirs.filter(({ kind }) => kind === "clinical");
  const isAlone = (one: Compartment) => (left ? one.readers.length === 0 : isOnlyReader(state, one, account));
  return {
    ...headOf(opened, account, left !== undefined),
    ...(said.isLeaving && said.begun ? { begun: { byName: fold.nameOf(said.begun.by) ?? "", at: said.begun.at } } : {}),
    charts: { all: clinical.length, alone: clinical.filter(isAlone).length },
    others: othersIn(opened, clinical, account),
    clientDevices: admittedOf(opened, id),
    letsInto: letsInto(opened, roster, released, account),
    psychotherapy: apartOf(opened, roster, account, said.decided),
    hasOwnCards: roster.successorSets.some(({ author, ended }) => !ended && equalBytes(author, account)),
    newKeys: left ? newKeys(opened, roster, [...theirs, ...released]) : { all: 0, waiting: 0, elsewhere: 0 },
  };
}

/** A phone of their own that they admitted as a client's stays in until somebody ends it. */
const admittedOf = (opened: Opened, member: string): LeavingView["clientDevices"] =>
  portalViews(opened).flatMap(({ id, chart, chartName, devices }) =>
    devices
      .filter(({ admittedBy }) => admittedBy === member)
      .map((one) => ({ portal: id, chart, chartName, device: one.id })),
  );

const readBy = (roster: Roster, account: AccountId): Compartment[] =>
  [...roster.compartments.values()].filter(({ readers }) => isAmong(readers, account));

const releasedBy = (roster: Roster, account: AccountId): Compartment[] =>
  [...roster.compartments.values()].filter(({ releasers }) => isAmong(releasers, account));

const placeOf = ({ compartment }: { readonly compartment: Compartment }): Compartment => compartment;

/** Who else lets others into these; of charts that are guarded no more there is nothing to say. */
function letsInto({ fold }: Opened, roster: Roster, released: readonly Compartment[], account: AccountId): LetInto[] {
  return released
    .filter(({ kind, guard }) => kind === "clinical" && guard?.isSet)
    .map((one) => {
      const others = activeReleasersOf(roster, one).filter((each) => !equalBytes(each, account));
      const choosers = one.readers.filter((reader) => {
        const role = roster.members.get(toHex(reader))?.role;
        return role === "owner" || role === "clinician";
      });
      const chart = one.chart as Bytes;
      return {
        chart: toHex(chart),
        chartName: fold.nameOf(chart) ?? "",
        alone: others.length === 0,
        choosers: choosers.map((each) => fold.nameOf(each) ?? ""),
      };
    });
}

type HadRight = { readonly compartment: Compartment; readonly right: PastRight["right"] };

/** What a former member had a right in when they left. */
function compartmentsUntil(disk: Disk, roster: Roster, account: AccountId, untilIndex: number): HadRight[] {
  return [...rightsHistory(disk, roster, account)].flatMap(([name, rights]) => {
    const compartment = roster.compartments.get(name);
    const last = rights.at(-1);
    return compartment && last?.ended?.index === untilIndex ? [{ compartment, right: last.right }] : [];
  });
}

function othersIn(
  { state, fold }: Opened,
  clinical: readonly Compartment[],
  account: AccountId,
): LeavingView["others"] {
  const others = new Map<string, { member: string; name: string; charts: number; waitForKey: number }>();
  for (const one of clinical)
    for (const reader of one.readers) {
      if (equalBytes(reader, account)) continue;
      const member = toHex(reader);
      const other = others.get(member) ?? { member, name: fold.nameOf(reader) ?? "", charts: 0, waitForKey: 0 };
      other.charts++;
      if (isServed(state, one, reader) === false) other.waitForKey++;
      others.set(member, other);
    }
  return [...others.values()].toSorted((a, b) => b.charts - a.charts);
}

/** Each compartment of psychotherapy notes that is theirs to decide about. */
function apartOf({ fold }: Opened, roster: Roster, account: AccountId, decided: Said["decided"]): LeftApart[] {
  return [...roster.compartments.values()]
    .filter((one) => isOwnApart(one, account))
    .map((one): LeftApart => {
      const chart = one.chart as Bytes;
      const readers = one.readers.filter((reader) => !equalBytes(reader, account));
      const isGone = one.destroyedIndex !== undefined;
      const as = isGone ? "destroyed" : readers.length > 0 ? "handed-over" : decided.get(toHex(one.compartment));
      return {
        chart: toHex(chart),
        chartName: fold.nameOf(chart) ?? "",
        readers: readers.map((reader) => fold.nameOf(reader) ?? ""),
        ...(as ? { decided: as } : {}),
      };
    });
}

const isOwnApart = (one: Compartment, account: AccountId): boolean =>
  one.kind === "psychotherapy" && equalBytes(one.author, account);

function newKeys({ state, keys }: Opened, roster: Roster, theirs: readonly Compartment[]): LeavingView["newKeys"] {
  const open = theirs.filter(({ readers }) => readers.length > 0);
  const logs = open.map((one) => {
    const isHere = isAmong(one.readers, keys.account) && isFollowed(state, one.compartment);
    return isHere ? state.keyLogs.get(toHex(one.compartment)) : undefined;
  });
  return {
    all: open.length,
    waiting: logs.filter((log) => log && isStale(roster, log)).length,
    elsewhere: logs.filter((log) => !log).length,
  };
}

/** Says that they leave: oneself, or by who manages members. Failures: `member-unknown`, `not-entitled`, `last-owner`. */
export const beginLeaving = (place: Place, member: string): Promise<Result<undefined, Failure>> =>
  say(place, member, (said) => (said.isLeaving ? undefined : { stays: false, decided: said.decided }));

/** They stay after all. What was passed on stays passed on. */
export const endLeaving = (place: Place, member: string): Promise<Result<undefined, Failure>> =>
  say(place, member, (said) => (said.isLeaving ? { stays: true, decided: said.decided } : undefined));

/**
 * Of one's own psychotherapy notes in a chart: taken along as a file, or left closed; `undefined`: undecided again. To hand them over
 * their author lets somebody in. Failures: `chart-unknown`, `not-entitled` (no such notes of this member's).
 */
export async function decideApart(
  place: Place,
  request: { readonly chart: string; readonly as?: Decision },
): Promise<Result<undefined, Failure>> {
  const { opened } = place;
  const chart = idFrom(request.chart);
  const { roster } = opened.state;
  if (!chart || !roster) return fail(failure("chart-unknown"));
  const own = [...roster.compartments.values()].filter(
    (one) =>
      isOwnApart(one, opened.keys.account) &&
      one.destroyedIndex === undefined &&
      equalBytes(one.chart ?? new Uint8Array(), chart),
  );
  if (own.length === 0) return fail(failure("not-entitled"));
  return say(place, toHex(opened.keys.account), ({ isLeaving, decided }) => {
    const next = new Map(decided);
    for (const { compartment } of own)
      if (request.as) next.set(toHex(compartment), request.as);
      else next.delete(toHex(compartment));
    return { stays: !isLeaving, decided: next };
  });
}

/** Keeps what is to be said next of this member, if anything. */
async function say(
  { ports, opened }: Place,
  id: string,
  next: (said: Said) => { readonly stays: boolean; readonly decided: Said["decided"] } | undefined,
): Promise<Result<undefined, Failure>> {
  const { fold, keys, state } = opened;
  const { roster } = state;
  const target = roster?.members.get(id);
  const me = roster?.members.get(toHex(keys.account));
  if (!roster || !me || !target) return fail(failure("member-unknown"));
  const isOwn = equalBytes(target.account, keys.account);
  if (!isOwn && !managesMembers(me.role)) return fail(failure("not-entitled"));
  const owners = [...roster.members.values()].filter(({ role }) => role === "owner");
  if (target.role === "owner" && owners.length === 1) return fail(failure("last-owner"));
  const said = await whatIsSaid(opened, roster, target.account);
  const wanted = next(said);
  if (!wanted) return ok();
  const record = said.record ?? ports.crypto.random(16);
  const revision: RevisionOf<"leaving"> = {
    type: "leaving",
    revision: ports.crypto.random(16),
    writtenAt: ports.clock.now(),
    member: target.account,
    stays: wanted.stays,
    decided: isOwn ? [...wanted.decided].map(([name, as]) => ({ compartment: idFrom(name) as Bytes, as })) : [],
  };
  const parents: readonly SqlRow[] = said.record ? fold.standing(record) : [];
  await opened.keep([revisionFor(directory, record, revision, parents)]);
  return ok();
}

/**
 * Lets a colleague read and write what somebody who leaves opens, in one statement; keys follow by themselves, from a device that has
 * them. `which`: "alone" for charts that nobody else opens. Failures: `member-unknown`, `not-entitled`, `second-owner-needed`.
 */
export async function passCharts(
  { opened }: Place,
  request: { readonly member: string; readonly to: string; readonly which: "alone" | "all" },
): Promise<Result<ChartsPassed, Failure>> {
  const { sync, state, keys } = opened;
  let done: ChartsPassed = { passed: 0, left: 0 };
  const stated = await sync.state((roster) => {
    const from = roster.members.get(request.member);
    const to = roster.members.get(request.to);
    if (!from || !to) return fail(failure("member-unknown"));
    if (from === to || !mayBeEntitled(to.role, "clinical")) return fail(failure("not-entitled"));
    const wanted = readBy(roster, from.account).filter(
      (one) =>
        one.kind === "clinical" &&
        !hasWhole(one, to) &&
        (request.which === "all" || isOnlyReader(state, one, from.account)),
    );
    // A guarded chart's key goes by a person's tap, one chart at a time.
    const given = wanted.filter((one) => !one.guard?.isSet && mayChange(roster, keys.account, one, to.account));
    done = { passed: given.length, left: wanted.length - given.length };
    if (given.length === 0 && wanted.length > 0)
      return fail(failure(isForTwo(roster, keys.account, to, wanted) ? "second-owner-needed" : "not-entitled"));
    const beside = given.flatMap(({ chart }) => [
      ...crisisOf(roster, chart as Bytes),
      ...withNotesOf(roster, chart as Bytes).filter((one) => mayChange(roster, keys.account, one, to.account)),
    ]);
    const ids = [...given, ...beside].map(({ compartment }) => compartment);
    const operations: Operation[] = [];
    for (let at = 0; at < ids.length; at += limits.compartmentsPerEntitlement) {
      const some = ids.slice(at, at + limits.compartmentsPerEntitlement);
      operations.push(["entitle", to.account, "read-write", null, some]);
    }
    return ok({ operations });
  });
  return stated.ok ? ok(done) : stated;
}

const hasWhole = ({ readers, writers }: Compartment, { account }: Member): boolean =>
  isAmong(readers, account) && isAmong(writers, account);
