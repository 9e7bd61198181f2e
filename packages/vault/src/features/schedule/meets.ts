/** What a plan would meet: said before it is saved, so that somebody decides (docs/spec, CAL-7). */

import { ok, type Result, toHex } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol";
import {
  conflictOf,
  dayOf,
  isOutside,
  movedRule,
  openZone,
  parseRule,
  plusDays,
  ruleText,
  startsBetween,
  type Zone,
} from "@alcove/records/schedule";
import type { Opened } from "../../engine/opened.ts";
import type { AppointmentRef, MeetView, PlanRequest } from "../../facade.ts";
import { entriesIn, saidOf, type ScheduleEntry, workingHours } from "./calendar.ts";
import { readPlan } from "./plan.ts";

const minuteMs = 60_000;
const daysAhead = 365;

/** Of each kind the first. Failures as of `planAppointment`. */
export function meets(opened: Opened, request: PlanRequest): Result<MeetView[], Failure> {
  const read = readPlan(opened, request);
  if (!read.ok) return read;
  const { said, found: before } = read.value;
  const { ref } = request;
  const scope = (ref && request.scope) ?? "one";
  const zone = openZone(said.zone) as Zone;
  const day = dayOf(said.start);
  const repeats = scope === "one" ? undefined : parseRule(before?.series?.value.rule ?? "");
  const goesOn = before && repeats && ruleText(movedRule(repeats, dayOf(before.occurrence), day));
  const rule = request.rule ?? goesOn;
  const last = rule === undefined ? day : plusDays(day, daysAhead);
  const starts = rule === undefined ? [said.start] : startsBetween({ start: said.start, rule }, zone, day, last);
  const others = entriesIn(opened, zone, plusDays(day, -1), plusDays(last, 1)).filter(
    (one) => !isSame(one, ref, scope) && !isOff(one),
  );
  const member = toHex(said.member);
  const room = said.room && toHex(said.room);
  const hours = workingHours(opened, said.member)?.value;
  const hoursZone = hours && openZone(hours.zone);
  const found = new Map<MeetView["with"], MeetView>();
  const note = (one: MeetView) => void (found.has(one.with) || found.set(one.with, one));
  for (const start of starts) {
    const from = zone.instantOf(start);
    const span = { from, until: from + said.minutes * minuteMs, member, room };
    if (hours && hoursZone && isOutside(span, hours.hours, hoursZone)) note({ with: "hours", begins: start, name: "" });
    for (const one of others) {
      const other = saidOf(one);
      const theirs = { ...one, member: toHex(other.member), room: other.room && toHex(other.room) };
      const met = conflictOf(span, theirs);
      const name = other.chart ? (opened.fold.nameOf(other.chart) ?? "") : other.title;
      if (met) note({ with: met, begins: zone.localOf(one.from), name });
    }
  }
  return ok([...found.values()]);
}

const isOff = ({ appointment }: ScheduleEntry): boolean => appointment?.plan.kept.value.attendance === "cancelled";

/** What is planned anew does not meet itself. */
function isSame({ appointment, occurrence }: ScheduleEntry, ref: AppointmentRef | undefined, scope: string): boolean {
  if (!ref) return false;
  if ("appointment" in ref) return appointment?.id === ref.appointment;
  return occurrence?.series === ref.series && (scope !== "one" || occurrence.occurrence === ref.occurrence);
}
