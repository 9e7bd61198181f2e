/** One's own calendar as a file for others' programs, which says when somebody is busy and nothing else (docs/spec, CAL-8). */

import { equalBytes, fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { daysBetween, type IcsEvent, isDay, openZone, writeIcs } from "@alcove/records/schedule";
import type { Opened } from "../../engine/opened.ts";
import type { CalendarRequest } from "../../facade.ts";
import { entriesIn, saidOf, type ScheduleEntry } from "./calendar.ts";

const mostDays = 800;

/** Failures: `appointment-unfit`. */
export function calendarFile(
  opened: Opened,
  { from, until, zone: name }: CalendarRequest,
  now: number,
): Result<string, Failure> {
  const zone = openZone(name);
  const length = isDay(from) && isDay(until) ? daysBetween(from, until) : -1;
  if (!zone || length < 0 || length >= mostDays) return fail(failure("appointment-unfit"));
  const own = entriesIn(opened, zone, from, until).filter(
    (entry) =>
      equalBytes(saidOf(entry).member, opened.keys.account) &&
      entry.appointment?.plan.kept.value.attendance !== "cancelled",
  );
  return ok(writeIcs(own.map(eventOf), now));
}

function eventOf(entry: ScheduleEntry): IcsEvent {
  const { appointment, occurrence, from, until } = entry;
  const uid = occurrence ? `${occurrence.series}-${occurrence.occurrence.replaceAll(/[-:]/g, "")}` : appointment?.id;
  const newest = appointment?.plan.kept.standing[0];
  return {
    uid: uid ?? "",
    from,
    until,
    sequence: Math.max(0, Number(newest?.["number"] ?? 1) - 1),
    summary: "Session",
  };
}
