/** What stands in a calendar between two days: appointments, and series where they occur. */

import {
  atMinute,
  type Day,
  dayOf,
  daysBetween,
  type LocalTime,
  minuteOf,
  openZone,
  plusDays,
  weekdayOf,
  type Zone,
} from "./local-time.ts";
import { type Repeats, startsBetween } from "./rule.ts";

/** Ids are texts here: of records, members, rooms. */
export type Plan = {
  readonly member: string;
  readonly start: LocalTime;
  readonly zone: string;
  readonly minutes: number;
  readonly room?: string | undefined;
};

export type PlannedSeries<S extends Plan> = { readonly id: string; readonly plan: S & Repeats };
export type PlannedAppointment<A extends Plan> = {
  readonly id: string;
  readonly plan: A;
  /** It stands for an occurrence of a series. */
  readonly instead?: { readonly series: string; readonly occurrence: LocalTime };
};

export type Entry<A extends Plan, S extends Plan> = {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  /** The wall clock of whoever looks. */
  readonly start: LocalTime;
  readonly end: LocalTime;
  /** Of the series, as its own zone has it; absent: it belongs to none. */
  readonly occurrence?: { readonly series: string; readonly occurrence: LocalTime };
} & (
  | { readonly appointment: PlannedAppointment<A>; readonly series?: PlannedSeries<S> }
  | { readonly appointment?: undefined; readonly series: PlannedSeries<S> }
);

const minuteMs = 60_000;

/**
 * What touches any moment of these days as `viewer` counts them, by its beginning. An appointment that stands for an occurrence
 * takes its place, wherever it was moved to. A zone that is unknown here is left out.
 */
export function entriesBetween<A extends Plan, S extends Plan>(
  appointments: readonly PlannedAppointment<A>[],
  series: readonly PlannedSeries<S>[],
  viewer: Zone,
  from: Day,
  until: Day,
): Entry<A, S>[] {
  const zones = new Map<string, Zone | undefined>([[viewer.name, viewer]]);
  const zoneOf = (name: string): Zone | undefined => {
    if (!zones.has(name)) zones.set(name, openZone(name));
    return zones.get(name);
  };
  const begins = viewer.instantOf(`${from}T00:00`);
  const ends = viewer.instantOf(`${plusDays(until, 1)}T00:00`);
  const entries: Entry<A, S>[] = [];

  function add(plan: Plan, start: LocalTime, what: object): void {
    const at = zoneOf(plan.zone)?.instantOf(start);
    const end = at === undefined ? undefined : at + plan.minutes * minuteMs;
    if (at === undefined || end === undefined || at >= ends || end <= begins) return;
    const entry = { from: at, until: end, start: viewer.localOf(at), end: viewer.localOf(end), ...what };
    entries.push(entry as Entry<A, S>);
  }

  // In one calendar: who writes in another takes nobody's place in this.
  const named = (member: string, id: string, occurrence = "") => `${member} ${id} ${occurrence}`;
  const byId = new Map(series.map((one) => [named(one.plan.member, one.id), one]));
  const replaced = new Set<string>();
  for (const appointment of appointments) {
    const { instead, plan } = appointment;
    if (instead) replaced.add(named(plan.member, instead.series, instead.occurrence));
    const of = instead && byId.get(named(plan.member, instead.series));
    add(plan, plan.start, { appointment, ...(instead ? { occurrence: instead } : {}), ...(of ? { series: of } : {}) });
  }
  for (const one of series) {
    const zone = zoneOf(one.plan.zone);
    if (!zone) continue;
    // No two zones are more than a day and two hours apart, and nothing lasts longer than a day.
    for (const occurrence of startsBetween(one.plan, zone, plusDays(from, -3), plusDays(until, 2)))
      if (!replaced.has(named(one.plan.member, one.id, occurrence)))
        add(one.plan, occurrence, { series: one, occurrence: { series: one.id, occurrence } });
  }
  return entries.toSorted((a, b) => a.from - b.from || a.until - b.until);
}

export type Hours = { readonly weekday: number; readonly from: string; readonly until: string };
export type Conflict = "member" | "room" | "hours";

/** What is planned, and what it meets. */
export type Span = {
  readonly from: number;
  readonly until: number;
  readonly member: string;
  readonly room?: string | undefined;
};

/** Why these two can't both be: they meet, and share a member or a room. Where one ends as the other begins they don't meet. */
export function conflictOf(a: Span, b: Span): "member" | "room" | undefined {
  if (a.from >= b.until || b.from >= a.until) return undefined;
  if (a.member === b.member) return "member";
  return a.room !== undefined && a.room === b.room ? "room" : undefined;
}

/** Whether it lies outside of hours that were said, as the clock of the hours' zone shows it. Without hours nothing does. */
export function isOutside({ from, until }: Pick<Span, "from" | "until">, hours: readonly Hours[], zone: Zone): boolean {
  if (hours.length === 0) return false;
  const start = zone.localOf(from);
  const end = zone.localOf(until);
  const nextDay = daysBetween(dayOf(start), dayOf(end)) === 1 && minuteOf(end) === 0;
  const last = dayOf(end) === dayOf(start) ? end.slice(11) : nextDay ? "24:00" : "later";
  // Hours that follow each other are as good as one span.
  let reached = start.slice(11);
  for (const one of hours.toSorted((a, b) => a.from.localeCompare(b.from)))
    if (one.weekday === weekdayOf(dayOf(start)) && one.from <= reached && one.until > reached) reached = one.until;
  return reached < last;
}

/** Where an entry stands in a day's column. */
export type Laid<E> = {
  readonly entry: E;
  /** Minutes since midnight by the wall clock; it may have begun the day before, or go on. */
  readonly top: number;
  readonly bottom: number;
  /** Of `lanes` side by side, from 0. */
  readonly lane: number;
  readonly lanes: number;
};

const shortestShown = 15;

/** One day's column. What meets stands side by side; lanes are as few as they can be. */
export function layDay<E extends { readonly start: LocalTime; readonly end: LocalTime }>(
  entries: readonly E[],
  day: Day,
): Laid<E>[] {
  const midnight = atMinute(day, 0);
  const next = plusDays(day, 1);
  const column = entries
    .filter(({ start, end }) => dayOf(start) <= day && end > midnight)
    .map((entry) => {
      const top = dayOf(entry.start) < day ? 0 : minuteOf(entry.start);
      const bottom = dayOf(entry.end) >= next ? 24 * 60 : minuteOf(entry.end);
      // On the night the clock is set back something may end before it began.
      return { entry, top, bottom: Math.max(bottom, Math.min(top + shortestShown, 24 * 60)) };
    })
    .toSorted((a, b) => a.top - b.top || b.bottom - a.bottom);
  const laid: Laid<E>[] = [];
  let group: { readonly one: (typeof column)[number]; readonly lane: number }[] = [];
  let ends: number[] = [];
  const close = () => {
    for (const { one, lane } of group) laid.push({ ...one, lane, lanes: ends.length });
    group = [];
    ends = [];
  };
  for (const one of column) {
    if (ends.every((end) => end <= one.top)) close();
    const free = ends.findIndex((end) => end <= one.top);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = one.bottom;
    group.push({ one, lane });
  }
  close();
  return laid;
}

/** The days of the weeks that hold a month, whole weeks. `firstWeekday`: 1 is Monday, 7 Sunday. */
export function monthDays(month: string, firstWeekday: number): Day[] {
  const first = `${month}-01`;
  const from = weekStart(first, firstWeekday);
  const nextMonth = plusDays(first, 31).slice(0, 7);
  const weeks = Math.ceil(daysBetween(from, `${nextMonth}-01`) / 7);
  return Array.from({ length: weeks * 7 }, (_, i) => plusDays(from, i));
}

export function weekStart(day: Day, firstWeekday: number): Day {
  return plusDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7));
}
