/**
 * Who can open a chart, and how that changes. One statement says it, and the keys travel with it. Psychotherapy notes are a
 * compartment of their author's: only they give them, and take them back.
 */

import { type AccountId, type Bytes, type ChartId, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  type Compartment,
  type Failure,
  failure,
  isAmong,
  isOpenTo,
  mayBeEntitled,
  mayCreate,
  type Operation,
  type Roster,
  untilDayOf,
} from "@alcove/protocol";
import type { NoteKind } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import { compartmentFor } from "../engine/state.ts";
import type { AccessView } from "../facade.ts";
import { idFrom, noteDestination } from "./notes.ts";

const dayMs = 86_400_000;

/** Compartments of a chart that hold notes. */
function compartmentsOf(roster: Roster, chart: Bytes): Compartment[] {
  const ids = roster.charts.get(toHex(chart)) ?? [];
  return ids
    .map((id) => roster.compartments.get(toHex(id)) as Compartment)
    .filter(({ kind }) => kind === "clinical" || kind === "psychotherapy");
}

export function chartAccess({ state, fold, keys }: Opened, id: string): AccessView[] {
  const chart = idFrom(id);
  const { roster } = state;
  if (!chart || !roster) return [];
  const views: AccessView[] = [];
  for (const compartment of compartmentsOf(roster, chart)) {
    const log = state.keyLogs.get(toHex(compartment.compartment));
    for (const { account } of roster.members.values()) {
      const reads = isAmong(compartment.readers, account);
      const writes = isAmong(compartment.writers, account);
      if (!reads && !writes) continue;
      const until = untilDayOf(compartment, account);
      const served = log?.delivered.some((one) => one.epoch === log.epochs.length && equalBytes(one.account, account));
      views.push({
        member: toHex(account),
        name: fold.nameOf(account) ?? "",
        kind: compartment.kind === "psychotherapy" ? "psychotherapy" : "progress",
        author: toHex(compartment.author),
        reads,
        writes,
        isAuthor: equalBytes(compartment.author, account),
        waitsForKey: reads && log !== undefined && !served,
        mayEnd: mayChange(roster, keys.account, compartment) && !equalBytes(account, keys.account),
        ...(until === undefined ? {} : { until: new Date(until * dayMs).toISOString().slice(0, 10) }),
      });
    }
  }
  return views;
}

/** Whether this member changes rights there alone. Without the statement's other rules, which the roster's own judge. */
function mayChange(roster: Roster, account: AccountId, compartment: Compartment): boolean {
  const me = roster.members.get(toHex(account));
  if (!me || me.suspendedIndex !== undefined) return false;
  if (compartment.kind === "psychotherapy") return equalBytes(compartment.author, account);
  const owners = [...roster.members.values()].filter(({ role }) => role === "owner");
  if (isAmong(compartment.readers, account)) return me.role === "owner" || me.role === "clinician";
  return me.role === "owner" && owners.length === 1;
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

export type ShareRequest = {
  readonly chart: string;
  readonly member: string;
  readonly kind: NoteKind;
  readonly right: "read" | "read-write";
  /** The last day on which the key is given to them, `yyyy-mm-dd`. */
  readonly until?: string;
};

/**
 * Gives the whole right from now on, in place of what was. Failures: `chart-unknown`, `member-unknown`, `not-entitled`.
 * `chart-empty` (no note of this kind yet, and this member can't begin it).
 */
export async function shareChart(opened: Opened, request: ShareRequest): Promise<Result<undefined, Failure>> {
  const { sync, keys } = opened;
  const chart = idFrom(request.chart);
  const member = idFrom(request.member);
  if (!chart || opened.fold.named(chart)?.["type"] !== "chart") return fail(failure("chart-unknown"));
  const { kind } = noteDestination(request.kind, chart);
  if (request.kind === "psychotherapy" && request.right !== "read") return fail(failure("not-entitled"));
  // Where nobody has written yet there is nothing to entitle to: it is begun first.
  if (mayWrite(opened, chart, request.kind)) {
    const begun = await sync.begin({ kind, chart });
    if (!begun.ok) return begun;
  }
  return sync.state((roster) => {
    const target = member && roster.members.get(toHex(member));
    if (!target) return fail(failure("member-unknown"));
    const shared = compartmentsOf(roster, chart).filter(
      (one) => one.kind === kind && (kind === "clinical" || equalBytes(one.author, keys.account)),
    );
    const may =
      shared.length > 0 &&
      mayBeEntitled(target.role, kind) &&
      shared.every((one) => mayChange(roster, keys.account, one));
    if (!may) return fail(failure("not-entitled"));
    const until = request.until === undefined ? null : Math.floor(Date.parse(request.until) / dayMs);
    const ids = shared.map(({ compartment }) => compartment);
    return ok({
      operations: [["entitle", target.account, request.right, until, ids]],
      gives: { to: target.account, compartments: shared },
    });
  });
}

/** Ends what the member has in the chart's notes of this kind; what they have read they may have kept. */
export async function endAccess(
  { sync, keys }: Opened,
  request: Pick<ShareRequest, "chart" | "member" | "kind">,
): Promise<Result<undefined, Failure>> {
  const chart = idFrom(request.chart);
  const member = idFrom(request.member);
  if (!chart) return fail(failure("chart-unknown"));
  const { kind } = noteDestination(request.kind, chart);
  return sync.state((roster) => {
    const target = member && roster.members.get(toHex(member));
    if (!target) return fail(failure("member-unknown"));
    const isTheirs = (one: Compartment) => isAmong(one.readers, target.account) || isAmong(one.writers, target.account);
    const ended = compartmentsOf(roster, chart).filter(
      (one) => one.kind === kind && isTheirs(one) && mayChange(roster, keys.account, one),
    );
    if (ended.length === 0) return fail(failure("not-entitled"));
    const operation: Operation = ["disentitle", target.account, ended.map(({ compartment }) => compartment)];
    return ok({ operations: [operation] });
  });
}
