/** Appointments in words. */

import type { AppointmentKind, Attendance, CalendarEntry, Cancelled, MeetView } from "@alcove/vault";
import { sayTime } from "./clock.ts";
import { sayDay } from "./dates.ts";

export const KIND_NAMES: Readonly<Record<AppointmentKind, string>> = {
  session: "Session",
  first: "First session",
  group: "Group",
  call: "Call",
  other: "Something else",
};

export const ATTENDANCE_NAMES: Readonly<Record<Attendance, string>> = {
  expected: "Expected",
  came: "Came",
  late: "Came late",
  "no-show": "Did not come",
  cancelled: "Called off",
};

/** "Called off by the client, late". */
export function sayAttendance(attendance: Attendance, cancelled: Cancelled | undefined): string {
  if (!cancelled) return ATTENDANCE_NAMES[attendance];
  const by = { client: "by the client", practice: "by the practice", mistake: "by mistake" }[cancelled.by];
  return `Called off ${by}${cancelled.late ? ", late" : ""}`;
}

/** "9:00", "9:00 AM". */
export const sayClock = (time: string): string => sayTime(Number(time.slice(11, 13)), Number(time.slice(14, 16)));

/** "Monday, 30 November, 9:00 to 9:50". */
export function sayWhen({ begins, ends }: Pick<CalendarEntry, "begins" | "ends">, now: number): string {
  const until = ends.slice(0, 10) === begins.slice(0, 10) ? "" : `${sayDay(ends.slice(0, 10), now)}, `;
  return `${sayDay(begins.slice(0, 10), now)}, ${sayClock(begins)} to ${until}${sayClock(ends)}`;
}

const DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const ORDINALS: Readonly<Record<string, string>> = {
  "1": "first",
  "2": "second",
  "3": "third",
  "4": "fourth",
  "-1": "last",
};

/** "Every two weeks on Tuesday, ten times". */
export function sayRule(rule: string): string {
  const parts = new Map(rule.split(";").map((part) => part.split("=") as [string, string]));
  const interval = Number(parts.get("INTERVAL") ?? "1");
  const unit = { DAILY: "day", WEEKLY: "week", MONTHLY: "month" }[parts.get("FREQ") ?? ""] ?? "time";
  const every = interval === 1 ? `Every ${unit}` : `Every ${interval} ${unit}s`;
  const days = (parts.get("BYDAY") ?? "").split(",").filter(Boolean).map(sayRuleDay);
  const on = parts.get("BYMONTHDAY") === "-1" ? " on the last day" : days.length > 0 ? ` on ${days.join(" and ")}` : "";
  const count = parts.get("COUNT");
  const until = parts.get("UNTIL");
  const end = count
    ? `, ${count} times`
    : until
      ? `, until ${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`
      : "";
  return `${every}${on}${end}`;
}

function sayRuleDay(code: string): string {
  const [, which = "", day = ""] = /^(-?\d)?([A-Z]{2})$/.exec(code) ?? [];
  const name = DAY_NAMES[CODES.indexOf(day)] ?? day;
  return which === "" ? name : `the ${ORDINALS[which] ?? which} ${name}`;
}

/** The rules that a first day suggests: each with what it is called. */
export function rulesFrom(day: string): readonly { readonly rule: string; readonly says: string }[] {
  const weekday = CODES[(new Date(`${day}T12:00Z`).getUTCDay() + 6) % 7] ?? "MO";
  const which = Math.ceil(Number(day.slice(8)) / 7);
  const monthly = `FREQ=MONTHLY;BYDAY=${which > 4 ? -1 : which}${weekday}`;
  return [`FREQ=WEEKLY;BYDAY=${weekday}`, `FREQ=WEEKLY;INTERVAL=2;BYDAY=${weekday}`, monthly].map((rule) => ({
    rule,
    says: sayRule(rule),
  }));
}

/** What a plan meets, to be said before it is saved. */
export function sayMeets(met: MeetView, now: number): string {
  const when = `${sayDay(met.begins.slice(0, 10), now)} at ${sayClock(met.begins)}`;
  if (met.with === "hours") return `Outside of working hours, ${when}.`;
  const who = met.name === "" ? "something else" : met.name;
  return met.with === "room" ? `The room is taken by ${who}, ${when}.` : `Meets ${who}, ${when}.`;
}
