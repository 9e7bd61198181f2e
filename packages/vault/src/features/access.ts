/**
 * Who can open a chart, and how that changes. One statement says it, and the keys travel with it. Psychotherapy notes are a
 * compartment of their author's: only they give them, and take them back.
 */

import { type AccountId, type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  type Compartment,
  type Failure,
  failure,
  isAmong,
  mayBeEntitled,
  type Member,
  type Operation,
  type Roster,
  treats,
  untilDayOf,
} from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { AccessView, MemberAccessView, RightsView, SharedKind } from "../facade.ts";
import { inOrder } from "./notes.ts";
import { isFor } from "../engine/state.ts";
import {
  withNotesOf,
  chartFrom,
  administrativeOf,
  compartmentsOf,
  crisisOf,
  idFrom,
  isOnlyReader,
  isServed,
  mayChange,
  mayWrite,
} from "./open-charts.ts";
import { dayText } from "./presence.ts";

const dayMs = 86_400_000;

export function chartAccess(opened: Opened, id: string): AccessView[] {
  const chart = idFrom(id);
  const { roster } = opened.state;
  if (!chart || !roster) return [];
  const accounts = [...roster.members.values()].map(({ account }) => account);
  return sharedOf(roster, chart).flatMap((compartment) => linesOf(opened, roster, compartment, accounts));
}

export function memberAccess(opened: Opened, id: string): MemberAccessView[] {
  const { roster } = opened.state;
  const account = roster?.members.get(id)?.account;
  if (!roster || !account) return [];
  return opened.fold.charts().flatMap((row) => {
    const chart = row["record"] as Bytes;
    const named = { chart: toHex(chart), chartName: row["name"] as string };
    return sharedOf(roster, chart)
      .flatMap((compartment) => linesOf(opened, roster, compartment, [account]))
      .map((line) => ({ ...line, ...named }));
  });
}

const sharedOf = (roster: Roster, chart: Bytes): Compartment[] => [
  ...compartmentsOf(roster, chart),
  ...administrativeOf(roster, chart),
];

/** What these accounts have in the compartment; who has nothing there, or has it with the progress notes, has no line. */
function linesOf(
  { state, fold, keys }: Opened,
  roster: Roster,
  compartment: Compartment,
  accounts: readonly AccountId[],
): AccessView[] {
  return accounts.flatMap((account) => {
    const reads = isAmong(compartment.readers, account);
    const writes = isAmong(compartment.writers, account);
    const releases = compartment.guard?.isSet === true && isAmong(compartment.releasers, account);
    if (!reads && !writes && !releases) return [];
    if (compartment.kind === "administrative" && readsNotes(roster, compartment, account)) return [];
    const until = untilDayOf(compartment, account);
    return [
      {
        member: toHex(account),
        name: fold.nameOf(account) ?? "",
        kind: kindOf(compartment),
        author: toHex(compartment.author),
        reads,
        writes,
        releases,
        isAuthor: equalBytes(compartment.author, account),
        waitsForKey: reads && isServed(state, compartment, account) === false,
        mayEnd:
          !releases &&
          mayChange(roster, keys.account, compartment, account) &&
          !equalBytes(account, keys.account) &&
          !isOnlyReader(state, compartment, account),
        ...(until === undefined ? {} : { until: dayText(until) }),
      },
    ];
  });
}

const kindOf = ({ kind }: Compartment): SharedKind =>
  kind === "psychotherapy" || kind === "administrative" ? kind : "progress";

function readsNotes(roster: Roster, { chart }: Compartment, account: AccountId): boolean {
  const notes = chart ? compartmentsOf(roster, chart) : [];
  return notes.some(({ kind, readers }) => kind === "clinical" && isAmong(readers, account));
}

export function rights({ state, keys }: Opened): RightsView[] {
  const { roster } = state;
  if (!roster) return [];
  const all = [...roster.compartments.values()];
  return inOrder(roster, keys.account).map((account) => {
    const read = all.filter(({ readers }) => isAmong(readers, account));
    const isOwn = ({ author }: Compartment) => equalBytes(author, account);
    const clinical = read.filter(({ kind }) => kind === "clinical");
    const apart = read.filter(({ kind }) => kind === "psychotherapy");
    const own = clinical.filter(isOwn).length;
    const ofOthers = (places: readonly Compartment[]) => {
      const until = (one: Compartment) => untilDayOf(one, account);
      const ends = (day: number | undefined) => (day === undefined ? {} : { until: dayText(day) });
      const byAuthor = places.filter((one) => !isOwn(one)).map((one) => [toHex(one.author), ends(until(one))] as const);
      return [...new Map(byAuthor)].map(([author, day]) => ({ author, ...day }));
    };
    return {
      member: toHex(account),
      ownCharts: own,
      othersCharts: clinical.length - own,
      ownPsychotherapy: apart.some(isOwn),
      letsInto: letsInto(all, account),
      othersPsychotherapy: ofOthers(apart),
      othersCalendars: ofOthers(read.filter(({ kind }) => kind === "schedule")),
    };
  });
}

/** Guarded charts that they let others into. */
function letsInto(all: readonly Compartment[], account: AccountId): number {
  const guarded = all.filter(({ guard, releasers }) => guard?.isSet && isAmong(releasers, account));
  return new Set(guarded.map(({ chart }) => chart && toHex(chart))).size;
}

const placeKinds = { progress: "clinical", psychotherapy: "psychotherapy", administrative: "administrative" } as const;

export type ShareRequest = {
  readonly chart: string;
  readonly member: string;
  readonly kind: SharedKind;
  readonly right: "read" | "read-write";
  /** The last day on which the key is given to them, `yyyy-mm-dd`. */
  readonly until?: string;
};

/**
 * Gives the whole right from now on, in place of what was. Failures: `chart-unknown`, `member-unknown`, `not-entitled`, `releaser-reads`.
 * `chart-empty` (no note of this kind yet, and this member can't begin it).
 */
export async function shareChart(opened: Opened, request: ShareRequest): Promise<Result<undefined, Failure>> {
  const { sync, keys } = opened;
  const chart = chartFrom(opened, request.chart);
  const member = idFrom(request.member);
  if (!chart) return fail(failure("chart-unknown"));
  const kind = placeKinds[request.kind];
  if (request.kind === "psychotherapy" && request.right !== "read") return fail(failure("not-entitled"));
  // Where nobody has written yet there is nothing to entitle to: it is begun first.
  if (mayWrite(opened, chart, request.kind === "psychotherapy" ? request.kind : "progress")) {
    const begun = await sync.begin({ kind, chart });
    if (!begun.ok) return begun;
  }
  return sync.state((roster) => {
    const target = member && roster.members.get(toHex(member));
    if (!target) return fail(failure("member-unknown"));
    const shared = sharedOf(roster, chart).filter(
      (one) => one.kind === kind && (kind !== "psychotherapy" || isFor(one, keys.account, kind, chart)),
    );
    // Whoever sees clients has people and numbers with the notes, and never alone (ADM-3).
    const may =
      shared.length > 0 &&
      mayBeEntitled(target.role, kind) &&
      !(kind === "administrative" && treats(target.role)) &&
      shared.every((one) => mayChange(roster, keys.account, one, target.account));
    if (!may)
      return fail(failure(isForTwo(roster, keys.account, target, shared) ? "second-owner-needed" : "not-entitled"));
    if (letsInto(shared, target.account) > 0) return fail(failure("releaser-reads"));
    const until = untilOf(request);
    if (Number.isNaN(until)) return fail(failure("request-malformed"));
    // The crisis card goes where the progress notes go; its key follows by itself.
    const beside = kind === "clinical" ? crisisOf(roster, chart) : [];
    const idsOf = (all: readonly Compartment[]) => all.map(({ compartment }) => compartment);
    const operations: Operation[] = [["entitle", target.account, request.right, until, idsOf(shared)]];
    // Who opens the card writes down that they did.
    if (beside.length > 0) operations.push(["entitle", target.account, "read-write", until, idsOf(beside)]);
    const followers = kind === "clinical" ? withNotesOf(roster, chart) : [];
    const given = followers.filter((one) => mayChange(roster, keys.account, one, target.account));
    if (given.length > 0) operations.push(["entitle", target.account, request.right, until, idsOf(given)]);
    return ok({
      operations,
      gives: { to: target.account, compartments: shared, ...(until === null ? {} : { untilDay: until }) },
    });
  });
}

/** A day as the roster counts it; `NaN`: none. */
const untilOf = ({ until }: Pick<ShareRequest, "until">): number | null =>
  until === undefined ? null : Math.floor(Date.parse(until) / dayMs);

/** An owner who does not read the chart lets somebody in together with another owner (ROS-17). */
export function isForTwo(roster: Roster, account: AccountId, target: Member, shared: readonly Compartment[]): boolean {
  const me = roster.members.get(toHex(account));
  const owners = [...roster.members.values()].filter(({ role }) => role === "owner");
  if (me?.role !== "owner" || me.suspendedIndex !== undefined || owners.length < 2 || shared.length === 0) return false;
  return shared.every(({ kind }) => kind === "clinical" && mayBeEntitled(target.role, kind));
}

/** What two owners sign to let somebody into a chart that the first of them does not read. Failures: as of `shareChart`. */
export function proposedShare(opened: Opened, roster: Roster, request: ShareRequest): Result<Operation, Failure> {
  const chart = chartFrom(opened, request.chart);
  const member = idFrom(request.member);
  if (!chart) return fail(failure("chart-unknown"));
  const target = member && roster.members.get(toHex(member));
  if (!target) return fail(failure("member-unknown"));
  const shared = compartmentsOf(roster, chart).filter(({ kind }) => kind === "clinical");
  if (request.kind !== "progress" || !isForTwo(roster, opened.keys.account, target, shared))
    return fail(failure("not-entitled"));
  if (letsInto(shared, target.account) > 0) return fail(failure("releaser-reads"));
  const until = untilOf(request);
  if (Number.isNaN(until)) return fail(failure("request-malformed"));
  return ok(["entitle", target.account, request.right, until, shared.map(({ compartment }) => compartment)]);
}

/**
 * Ends what the member has in the chart's notes of this kind; what they have read they may have kept. Failures:
 * `chart-unknown`, `member-unknown`, `not-entitled`, `last-reader`: without a reader nobody ever opens them again.
 */
export async function endAccess(
  { sync, state, keys }: Opened,
  request: Pick<ShareRequest, "chart" | "member" | "kind">,
): Promise<Result<undefined, Failure>> {
  const chart = idFrom(request.chart);
  const member = idFrom(request.member);
  if (!chart) return fail(failure("chart-unknown"));
  const kind = placeKinds[request.kind];
  return sync.state((roster) => {
    const target = member && roster.members.get(toHex(member));
    if (!target) return fail(failure("member-unknown"));
    const isTheirs = (one: Compartment) => isAmong(one.readers, target.account) || isAmong(one.writers, target.account);
    const beside = kind === "clinical" ? [...crisisOf(roster, chart), ...withNotesOf(roster, chart)] : [];
    const ended = [...new Set([...sharedOf(roster, chart), ...beside])].filter(
      (one) =>
        (one.kind === kind || beside.includes(one)) &&
        isTheirs(one) &&
        mayChange(roster, keys.account, one, target.account),
    );
    if (ended.length === 0) return fail(failure("not-entitled"));
    if (ended.some((one) => isOnlyReader(state, one, target.account))) return fail(failure("last-reader"));
    const operation: Operation = ["disentitle", target.account, ended.map(({ compartment }) => compartment)];
    return ok({ operations: [operation] });
  });
}
