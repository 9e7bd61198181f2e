/**
 * How a series repeats: RRULE of RFC 5545 (3.3.10), of which this is what a practice repeats by: every so many days, weeks
 * or months; on days of the week; in a month on a day or on its second or last Friday. Nothing here can repeat within a day
 * or search for a date that never comes.
 */

import ICAL from "ical.js";
import {
  type Day,
  dayOf,
  daysBetween,
  type LocalTime,
  plusDays,
  plusMinutes,
  weekdayOf,
  type Zone,
} from "./local-time.ts";

export const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

const frequencies = ["DAILY", "WEEKLY", "MONTHLY"] as const;

export type Rule = {
  readonly every: (typeof frequencies)[number];
  readonly interval: number;
  /** WEEKLY: days of the week, 1 is Monday; empty: that of the start. */
  readonly weekdays: readonly number[];
  /** MONTHLY: on this weekday, the first to fourth or the last (-1). Without either: on the start's day of the month, in months that have it. */
  readonly nth?: { readonly weekday: number; readonly which: number };
  /** MONTHLY: on the last day. */
  readonly lastDay: boolean;
  readonly count?: number;
  /** The last instant at which an occurrence may begin, `yyyymmddThhmmssZ`. */
  readonly until?: string;
};

const mostOccurrences = 20_000;

/** `undefined`: not a rule that series have here. */
export function parseRule(text: string): Rule | undefined {
  const parts = new Map<string, string>();
  for (const part of text.split(";")) {
    const [, name, value] = /^([A-Z]+)=([A-Z0-9,+-]+)$/.exec(part) ?? [];
    if (name === undefined || value === undefined || parts.has(name)) return undefined;
    parts.set(name, value);
  }
  const every = frequencies.find((one) => one === parts.get("FREQ"));
  const interval = wholeIn(parts.get("INTERVAL") ?? "1", 1, 99);
  const count = parts.has("COUNT") ? wholeIn(parts.get("COUNT"), 1, 999) : undefined;
  const until = parts.get("UNTIL");
  if (every === undefined || interval === undefined) return undefined;
  if (parts.has("COUNT") && (count === undefined || until !== undefined)) return undefined;
  if (until !== undefined && !/^\d{8}T\d{6}Z$/.test(until)) return undefined;
  const days = parts.get("BYDAY");
  const monthDay = parts.get("BYMONTHDAY");
  const known = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY"];
  if ([...parts.keys()].some((name) => !known.includes(name))) return undefined;
  const ends = { ...(count === undefined ? {} : { count }), ...(until === undefined ? {} : { until }) };
  const plain: Rule = { every, interval, weekdays: [], lastDay: false, ...ends };
  if (days === undefined && monthDay === undefined) return plain;
  if (every === "WEEKLY" && days !== undefined && monthDay === undefined) {
    const numbers = days.split(",").map((one) => weekdays.indexOf(one as (typeof weekdays)[number]) + 1);
    const isSet = numbers.every((one) => one > 0) && new Set(numbers).size === numbers.length;
    return isSet ? { ...plain, weekdays: numbers } : undefined;
  }
  if (every !== "MONTHLY" || (days !== undefined && monthDay !== undefined)) return undefined;
  if (monthDay !== undefined) return monthDay === "-1" ? { ...plain, lastDay: true } : undefined;
  const [, which, weekday] = /^(-1|[1-4])([A-Z]{2})$/.exec(days ?? "") ?? [];
  const number = weekdays.indexOf(weekday as (typeof weekdays)[number]) + 1;
  return number > 0 ? { ...plain, nth: { weekday: number, which: Number(which) } } : undefined;
}

function wholeIn(text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined || !/^[1-9]\d{0,3}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

export function ruleText({ every, interval, weekdays: on, nth, lastDay, count, until }: Rule): string {
  const name = (weekday: number) => weekdays[weekday - 1] as string;
  return [
    `FREQ=${every}`,
    ...(interval === 1 ? [] : [`INTERVAL=${interval}`]),
    ...(on.length > 0
      ? [
          `BYDAY=${on
            .toSorted((a, b) => a - b)
            .map(name)
            .join()}`,
        ]
      : []),
    ...(nth ? [`BYDAY=${nth.which}${name(nth.weekday)}`] : []),
    ...(lastDay ? ["BYMONTHDAY=-1"] : []),
    ...(count === undefined ? [] : [`COUNT=${count}`]),
    ...(until === undefined ? [] : [`UNTIL=${until}`]),
  ].join(";");
}

/** The same rule without an occurrence after this day as `zone` counts days. */
export function endingOn({ count: _count, ...rule }: Rule, day: Day, zone: Zone): Rule {
  return { ...rule, until: stampOf(zone.instantOf(plusMinutes(`${plusDays(day, 1)}T00:00`, -1))) };
}

/** `yyyymmddThhmmssZ`. */
export const stampOf = (instant: number): string => new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/g, "");

const instantIn = (stamp: string): number =>
  Date.parse(stamp.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, "$1-$2-$3T$4:$5:$6Z"));

/** What repeats: the first of them by the wall clock of its zone. */
export type Repeats = { readonly start: LocalTime; readonly rule: string };

/**
 * Wall times at which it occurs from the first to the last of these days, in order. The start itself occurs only where the rule
 * says so; a rule that is none, or an unknown zone, occurs never.
 */
export function startsBetween({ start, rule: text }: Repeats, zone: Zone, from: Day, until: Day): LocalTime[] {
  const rule = parseRule(text);
  if (!rule) return [];
  const end = rule.until === undefined ? undefined : instantIn(rule.until);
  if (end !== undefined && Number.isNaN(end)) return [];
  // Walked without zone: the wall clock repeats, and what it means is asked afterwards. An end in UTC becomes one of the wall clock.
  const last = end === undefined ? until : earlier(until, dayOf(zone.localOf(end)));
  const walk = { ...rule };
  delete walk.until;
  if (last < from || last < dayOf(start)) return [];
  const first = walk.count === undefined ? skipTo(start, walk, from) : start;
  const iterator = ICAL.Recur.fromString(ruleText(walk)).iterator(ICAL.Time.fromDateTimeString(`${first}:00`));
  const found: LocalTime[] = [];
  for (let steps = 0; steps < mostOccurrences; steps++) {
    const next = iterator.next()?.toString().slice(0, 16);
    if (next === undefined || dayOf(next) > last) break;
    if (dayOf(next) >= from && (end === undefined || zone.instantOf(next) <= end)) found.push(next);
  }
  return found;
}

const earlier = (a: Day, b: Day): Day => (a < b ? a : b);

/** A start as good as the rule's own that is not years back: whole rounds later, by days and weeks. */
function skipTo(start: LocalTime, { every, interval }: Rule, from: Day): LocalTime {
  if (every !== "DAILY" && every !== "WEEKLY") return start;
  const round = interval * (every === "WEEKLY" ? 7 : 1);
  const rounds = Math.floor(daysBetween(dayOf(start), from) / round) - 1;
  return rounds > 0 ? plusMinutes(start, rounds * round * 24 * 60) : start;
}

/** The rule that a start suggests: each week on its day. */
export const weeklyOn = (day: Day, interval = 1): Rule => ({
  every: "WEEKLY",
  interval,
  weekdays: [weekdayOf(day)],
  lastDay: false,
});

/** The same rule for a series that goes on from `to` where it would have been on `from`: its weekday moves with it. */
export function movedRule(rule: Rule, from: Day, to: Day): Rule {
  const [before, after] = [weekdayOf(from), weekdayOf(to)];
  if (rule.nth) {
    const inMonth = Number(to.slice(8));
    const isInLastWeek = plusDays(to, 7).slice(0, 7) !== to.slice(0, 7);
    const which = rule.nth.which === -1 && isInLastWeek ? -1 : Math.ceil(inMonth / 7);
    return { ...rule, nth: { weekday: after, which: which > 4 ? -1 : which } };
  }
  if (rule.lastDay) return { ...rule, lastDay: plusDays(to, 1).endsWith("-01") };
  const weekdays = new Set(rule.weekdays.map((one) => (one === before ? after : one)));
  return { ...rule, weekdays: [...weekdays].toSorted((a, b) => a - b) };
}
