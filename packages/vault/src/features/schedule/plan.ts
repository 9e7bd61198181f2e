/** Planning, moving, attendance and calling off (docs/spec, CAL-2 to CAL-4). Nothing here deletes anything. */

import { type Bytes, equalBytes, fail, ok, type Result, toHex, utf8 } from "@alcove/bytes";
import { context, hash } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import { appointmentKinds, attendances, cancellers, type Revision, type RevisionOf } from "@alcove/records";
import {
  dayOf,
  daysBetween,
  endingOn,
  isLocalTime,
  type LocalTime,
  movedRule,
  openZone,
  parseRule,
  plusDays,
  type Rule,
  ruleText,
  startsBetween,
  type Zone,
} from "@alcove/records/schedule";
import type { Opened } from "../../engine/opened.ts";
import type { Destination, OutboxRevision } from "../../engine/outbox.ts";
import type { AppointmentRef, Attendance, Cancelled, Plan, PlanRequest } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { revisionFor } from "../notes.ts";
import { idFrom } from "../open-charts.ts";
import { type Kept, keptOf, placeIn, planOf } from "./kept.ts";

type Said = Pick<
  RevisionOf<"appointment">,
  "member" | "chart" | "title" | "kind" | "start" | "zone" | "minutes" | "room" | "video" | "note"
>;
type Desk = { readonly ports: Ports; readonly opened: Opened };

const longestText = 2000;

/**
 * Keeps a plan. Failures: `member-unknown`, `chart-unknown`, `appointment-unknown`, `appointment-unfit` (a time, zone, length or rule that is
 * none, or a start on which the rule does not occur), `not-entitled` (no right to write in that calendar), `disk-full`.
 */
export async function planAppointment(desk: Desk, request: PlanRequest): Promise<Result<AppointmentRef, Failure>> {
  const { opened, ports } = desk;
  const read = readPlan(opened, request);
  if (!read.ok) return read;
  const { said, place, found } = read.value;
  const { rule, ref } = request;
  if (!ref || !found) {
    const record = ports.crypto.random(16);
    if (rule === undefined) {
      await opened.keep([appointmentFor(desk, place, record, { ...said, attendance: "expected" })]);
      return ok({ appointment: toHex(record) });
    }
    if (!occursAtStart(said, rule)) return fail(failure("appointment-unfit"));
    await opened.keep([seriesFor(desk, place, record, { ...said, rule })]);
    return ok({ series: toHex(record), occurrence: said.start });
  }
  // In another calendar it lies in another compartment: there it is begun anew.
  if (!equalBytes(found.said.member, said.member)) return fail(failure("not-entitled"));
  const { scope = "one" } = request;
  if (!found.series || scope === "one") {
    const { attendance, cancelled, instead } = found.own?.value ?? { attendance: "expected" as const };
    const now = {
      ...said,
      attendance,
      ...(cancelled ? { cancelled } : {}),
      ...(instead ? { instead } : found.instead),
    };
    await opened.keep([appointmentFor(desk, place, found.record, now, found.own)]);
    return ok(ref);
  }
  return planOnwards(desk, { said, place, rule, scope, occurrence: found.occurrence, series: found.series });
}

/**
 * Failures: `appointment-unknown`, `appointment-unfit` (cancelled without saying by whom, or the other way round), `not-entitled`.
 */
export async function markAppointment(
  desk: Desk,
  {
    ref,
    attendance,
    cancelled,
    called,
  }: {
    readonly ref: AppointmentRef;
    readonly attendance: Attendance;
    readonly cancelled?: Cancelled;
    readonly called?: boolean;
  },
): Promise<Result<undefined, Failure>> {
  const { opened } = desk;
  const found = find(opened, ref);
  if (!found) return fail(failure("appointment-unknown"));
  const place = placeIn(opened, found.said.member);
  if (!place) return fail(failure("not-entitled"));
  const isFit = attendances.includes(attendance) && (attendance === "cancelled") === (cancelled !== undefined);
  if (!isFit || (cancelled && !(cancellers.includes(cancelled.by) && cancelled.reason.length <= longestText)))
    return fail(failure("appointment-unfit"));
  const { member, chart, title, kind, zone, minutes, room, video, note } = found.said;
  const said: Said = {
    ...{ member, title, kind, zone, minutes, video, note, start: found.start },
    ...(chart ? { chart } : {}),
    ...(room ? { room } : {}),
  };
  const instead = found.own?.value.instead ? { instead: found.own.value.instead } : found.instead;
  const off = cancelled && { by: cancelled.by, late: cancelled.late, reason: cancelled.reason };
  const isCalled = called ?? found.own?.value.called === true;
  const marked = {
    ...said,
    ...instead,
    attendance,
    ...(isCalled ? { called: true as const } : {}),
    ...(off ? { cancelled: off } : {}),
  };
  await opened.keep([appointmentFor(desk, place, found.record, marked, found.own)]);
  return ok();
}

/** No occurrence from this one on. What was said of single ones of them goes too. Failures: as above. */
export async function endSeries(
  desk: Desk,
  { series: id, occurrence }: Extract<AppointmentRef, { series: string }>,
): Promise<Result<undefined, Failure>> {
  const { opened } = desk;
  const found = find(opened, { series: id, occurrence });
  if (!found?.series) return fail(failure("appointment-unknown"));
  const place = placeIn(opened, found.said.member);
  const ended = endedBefore(found.series.value, occurrence);
  if (!place) return fail(failure("not-entitled"));
  if (!ended) return fail(failure("appointment-unfit"));
  const gone = insteadFrom(opened, found.series, occurrence).filter(({ value }) => isOpenYet(value));
  await opened.keep([
    seriesFor(desk, place, found.series.record, ended, found.series),
    ...gone.map((one) => appointmentFor(desk, place, one.record, byMistake(one.value), one)),
  ]);
  return ok();
}

type Found = {
  /** Of the appointment, or of the one that would stand for the occurrence. */
  readonly record: Bytes;
  readonly said: RevisionOf<"appointment" | "series">;
  readonly start: LocalTime;
  readonly occurrence: LocalTime;
  readonly own?: Kept<"appointment">;
  readonly series?: Kept<"series">;
  readonly instead?: Pick<RevisionOf<"appointment">, "instead">;
};

function find(opened: Opened, ref: AppointmentRef): Found | undefined {
  if ("appointment" in ref) {
    const own = keptAppointment(opened, idFrom(ref.appointment));
    return own && { record: own.record, said: own.value, start: own.value.start, occurrence: own.value.start, own };
  }
  const id = idFrom(ref.series);
  const { occurrence } = ref;
  if (!id || !isLocalTime(occurrence)) return undefined;
  const record = standIn(id, occurrence);
  const series = ownFirst(opened, keptOf("series", opened.fold.plannedOf(id)));
  const own = keptAppointment(opened, record, series?.value.member);
  const zone = series && openZone(series.value.zone);
  const occurs = zone && startsBetween(series.value, zone, dayOf(occurrence), dayOf(occurrence)).includes(occurrence);
  if (!own && !occurs) return undefined;
  const said = own?.value ?? series?.value;
  if (!said) return undefined;
  return {
    record,
    said,
    start: own?.value.start ?? occurrence,
    occurrence,
    instead: { instead: { series: id, occurrence } },
    ...(own ? { own } : {}),
    // Of one that the series has no more only the appointment can be changed.
    ...(series && occurs ? { series } : {}),
  };
}

/** `member`: in whose calendar, where that is known. */
function keptAppointment(opened: Opened, record: Bytes | undefined, member?: Bytes): Kept<"appointment"> | undefined {
  const all = record ? keptOf("appointment", opened.fold.plannedOf(record)) : [];
  return ownFirst(opened, member ? all.filter(({ value }) => equalBytes(value.member, member)) : all);
}

/** Nobody has a reason to write in two calendars under one id; where somebody did, one's own counts, then one that is open to be written in. */
function ownFirst<T extends "appointment" | "series">(opened: Opened, all: readonly Kept<T>[]): Kept<T> | undefined {
  const own = all.find(({ value }) => equalBytes(value.member, opened.keys.account));
  return own ?? all.find(({ value }) => placeIn(opened, value.member)) ?? all[0];
}

/** CAL-3. */
export const standIn = (series: Bytes, occurrence: LocalTime): Bytes =>
  hash(context("occurrence", series, utf8(occurrence))).slice(0, 16) as Bytes;

/** The series from `occurrence` on, or from the first that is still to come, as it is planned now. */
async function planOnwards(
  desk: Desk,
  facts: {
    readonly said: Said;
    readonly place: Destination;
    readonly rule: string | undefined;
    readonly scope: "following" | "all";
    readonly occurrence: LocalTime;
    readonly series: Kept<"series">;
  },
): Promise<Result<AppointmentRef, Failure>> {
  const { opened, ports } = desk;
  const { place, series, scope } = facts;
  const before = series.value;
  const zone = openZone(before.zone);
  const from = scope === "following" ? facts.occurrence : zone && firstToCome(before, zone, ports.clock.now());
  const rule = parseRule(before.rule);
  if (!zone || !from || !rule) return fail(failure("appointment-unfit"));
  // It is planned as seen at one occurrence, and begins with another.
  const moved = daysBetween(dayOf(facts.occurrence), dayOf(facts.said.start));
  const said = { ...facts.said, start: `${plusDays(dayOf(from), moved)}T${facts.said.start.slice(11)}` };
  const goesOn = facts.rule ?? ruleText(remaining(movedRule(rule, dayOf(from), dayOf(said.start)), before, zone, from));
  const ended = endedBefore(before, from);
  if (!ended || !occursAtStart(said, goesOn)) return fail(failure("appointment-unfit"));
  const isWhole = from === before.start;
  const record = isWhole ? series.record : ports.crypto.random(16);
  const save = isWhole
    ? [seriesFor(desk, place, record, { ...said, rule: goesOn }, series)]
    : [seriesFor(desk, place, series.record, ended, series), seriesFor(desk, place, record, { ...said, rule: goesOn })];
  await opened.keep([...save, ...carriedOver(desk, facts, { from, moved, record, next: { ...said, rule: goesOn } })]);
  return ok({ series: toHex(record), occurrence: said.start });
}

/** What was said of single occurrences goes on with the series, at the times that it has now. */
function carriedOver(
  desk: Desk,
  { place, series }: { readonly place: Destination; readonly series: Kept<"series"> },
  {
    from,
    moved,
    record,
    next,
  }: {
    readonly from: LocalTime;
    readonly moved: number;
    readonly record: Bytes;
    readonly next: Said & { readonly rule: string };
  },
): OutboxRevision[] {
  const zone = openZone(next.zone);
  return insteadFrom(desk.opened, series, from).flatMap((one) => {
    const before = one.value.instead?.occurrence;
    if (!before || !zone) return [];
    const occurrence = `${plusDays(dayOf(before), moved)}T${next.start.slice(11)}`;
    const isSame = equalBytes(record, series.record) && occurrence === before;
    const day = dayOf(occurrence);
    if (isSame || !startsBetween(next, zone, day, day).includes(occurrence)) return [];
    const id = standIn(record, occurrence);
    const stands = { ...one.value, instead: { series: record, occurrence } };
    // One that was moved by itself, or has been, stays where it is.
    const goesAlong = one.value.start === before && isOpenYet(one.value);
    const at = goesAlong ? { start: occurrence, zone: next.zone } : {};
    return [
      appointmentFor(desk, place, one.record, byMistake(one.value), one),
      // The series may have been at these times before.
      appointmentFor(desk, place, id, { ...stands, ...at }, keptAppointment(desk.opened, id, series.value.member)),
    ];
  });
}

/** Those that stand for occurrences from this one on. */
const insteadFrom = (opened: Opened, series: Kept<"series">, from: LocalTime): Kept<"appointment">[] =>
  keptOf("appointment", opened.fold.insteadOf(series.record)).filter(
    ({ value }) =>
      equalBytes(value.member, series.value.member) &&
      value.instead !== undefined &&
      value.instead.occurrence >= from &&
      value.cancelled?.by !== "mistake",
  );

/** Nobody has come, or failed to: it can still be planned otherwise. */
const isOpenYet = ({ attendance }: RevisionOf<"appointment">): boolean =>
  attendance === "expected" || attendance === "cancelled";

const byMistake = (value: RevisionOf<"appointment">): RevisionOf<"appointment"> => ({
  ...value,
  attendance: "cancelled",
  cancelled: { by: "mistake", late: false, reason: "" },
});

function firstToCome(series: RevisionOf<"series">, zone: Zone, now: number): LocalTime | undefined {
  const today = dayOf(zone.localOf(now));
  // Further apart than that no two occurrences are: 99 months.
  const starts = startsBetween(series, zone, today, plusDays(today, 3100));
  return starts.find((start) => zone.instantOf(start) > now);
}

/** `undefined`: its rule or zone is none. */
function endedBefore(series: RevisionOf<"series">, occurrence: LocalTime): RevisionOf<"series"> | undefined {
  const rule = parseRule(series.rule);
  const zone = openZone(series.zone);
  return rule && zone && { ...series, rule: ruleText(endingOn(rule, plusDays(dayOf(occurrence), -1), zone)) };
}

/** Of a series that ends after so many, those that are left. */
function remaining(rule: Rule, series: RevisionOf<"series">, zone: Zone, from: LocalTime): Rule {
  if (rule.count === undefined) return rule;
  const been = startsBetween(series, zone, dayOf(series.start), plusDays(dayOf(from), -1)).length;
  return { ...rule, count: Math.max(1, rule.count - been) };
}

function occursAtStart({ start, zone: name }: Said, rule: string): boolean {
  const zone = openZone(name);
  return zone !== undefined && startsBetween({ start, rule }, zone, dayOf(start), dayOf(start)).includes(start);
}

/** The whole of a plan, new or changed, and where it goes. */
export function readPlan(
  opened: Opened,
  { ref, plan: asked }: PlanRequest,
): Result<{ said: Said; place: Destination; found: Found | undefined }, Failure> {
  const found = ref && find(opened, ref);
  if (ref && !found) return fail(failure("appointment-unknown"));
  const plan = { ...(found ? planOf(found.said, found.start) : {}), ...asked } as Plan;
  const member = idFrom(plan.member);
  const chart = plan.chart ? idFrom(plan.chart) : undefined;
  const room = plan.room ? idFrom(plan.room) : undefined;
  if (!member || !opened.state.roster?.members.has(toHex(member))) return fail(failure("member-unknown"));
  if (plan.chart && (!chart || opened.fold.named(chart)?.["type"] !== "chart")) return fail(failure("chart-unknown"));
  const place = placeIn(opened, member);
  if (!place) return fail(failure("not-entitled"));
  const { kind, start, zone, minutes, note } = plan;
  const isFit =
    isLocalTime(start) &&
    openZone(zone) !== undefined &&
    Number.isInteger(minutes) &&
    minutes >= 5 &&
    minutes <= 24 * 60 &&
    appointmentKinds.includes(kind) &&
    (!plan.room || room !== undefined) &&
    plan.title.length + note.length <= longestText;
  if (!isFit) return fail(failure("appointment-unfit"));
  const title = chart ? "" : plan.title.trim();
  const said = { member, title, kind, start, zone, minutes, video: plan.video === true, note };
  return ok({ said: { ...said, ...(chart ? { chart } : {}), ...(room ? { room } : {}) }, place, found });
}

function appointmentFor(
  desk: Desk,
  place: Destination,
  record: Bytes,
  said: Omit<RevisionOf<"appointment">, "type" | "revision" | "writtenAt">,
  before?: Kept<"appointment">,
): OutboxRevision {
  const revision: RevisionOf<"appointment"> = { ...said, type: "appointment", ...stamp(desk) };
  return next(place, record, revision, before);
}

function seriesFor(
  desk: Desk,
  place: Destination,
  record: Bytes,
  said: Omit<RevisionOf<"series">, "type" | "revision" | "writtenAt">,
  before?: Kept<"series">,
): OutboxRevision {
  const revision: RevisionOf<"series"> = { ...said, type: "series", ...stamp(desk) };
  return next(place, record, revision, before);
}

const stamp = ({ ports }: Desk) => ({ revision: ports.crypto.random(16), writtenAt: ports.clock.now() });

const next = (place: Destination, record: Bytes, revision: Revision, before?: Kept<"appointment" | "series">) =>
  revisionFor(place, record, revision, before?.standing ?? []);
