/** The calendar as a screen shows it: what stands in the schedules that open here, with names from the directory. */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { RevisionOf } from "@alcove/records";
import {
  entriesBetween,
  type Entry,
  isDay,
  layDay,
  openZone,
  plusDays,
  daysBetween,
  type Plan as PurePlan,
  type PlannedAppointment,
  type PlannedSeries,
  type Repeats,
  type Zone,
} from "@alcove/records/schedule";
import type { Opened } from "../../engine/opened.ts";
import type { CalendarEntry, CalendarRequest, CalendarView } from "../../facade.ts";
import { standingIn } from "../structured.ts";
import { type Kept, keptOf, openCalendars, placeIn, planOf } from "./kept.ts";

type Appointment = PurePlan & { readonly kept: Kept<"appointment"> };
type Series = PurePlan & Repeats & { readonly kept: Kept<"series"> };
export type ScheduleEntry = Entry<Appointment, Series>;

/** More than a screen or a paper asks for; it bounds what one question costs. */
const mostDays = 800;

/** Failures: `appointment-unfit` (no such days, or a zone that is unknown here). */
export function calendar(opened: Opened, request: CalendarRequest): Result<CalendarView, Failure> {
  const zone = openZone(request.zone);
  const length = isDay(request.from) && isDay(request.until) ? daysBetween(request.from, request.until) : -1;
  if (!zone || length < 0 || length >= mostDays) return fail(failure("appointment-unfit"));
  const entries = entriesIn(opened, zone, request.from, request.until).map((entry) => viewOf(opened, entry));
  const numbered = entries.map(({ begins, ends }, entry) => ({ entry, start: begins, end: ends }));
  const days = Array.from({ length: length + 1 }, (_, i) => plusDays(request.from, i));
  return ok({
    entries,
    days: days.map((day) => ({
      day,
      laid: layDay(numbered, day).map(({ entry: { entry }, ...place }) => ({ entry, ...place })),
    })),
    calendars: openCalendars(opened).map((member) => {
      const hours = workingHours(opened, member);
      return {
        member: toHex(member),
        name: opened.fold.nameOf(member) ?? "",
        isYou: equalBytes(member, opened.keys.account),
        mayChange: placeIn(opened, member) !== undefined,
        hours: hours?.value.hours ?? [],
        ...(hours ? { zone: hours.value.zone } : {}),
      };
    }),
    rooms: opened.fold
      .structuredOfType("room")
      .map(({ record, value: { name, closed } }) => ({
        id: toHex(record),
        name,
        closed,
        basedOn: standingIn(opened, record),
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  });
}

export const workingHours = (opened: Opened, member: Bytes): Kept<"working-hours"> | undefined =>
  keptOf("working-hours", opened.fold.plannedOfType("working-hours")).find(({ value }) =>
    equalBytes(value.member, member),
  );

/** What was called off by mistake is left out. */
export function entriesIn(opened: Opened, viewer: Zone, from: string, until: string): ScheduleEntry[] {
  // Zones differ by a day and two hours at most, and nothing lasts longer than a day.
  const rows = opened.fold.appointmentsBetween(plusDays(from, -3), plusDays(until, 3));
  const appointments = keptOf("appointment", rows).map(asAppointment);
  const series = keptOf("series", opened.fold.plannedOfType("series")).map(asSeries);
  return entriesBetween(appointments, series, viewer, from, until).filter(
    ({ appointment }) => appointment?.plan.kept.value.cancelled?.by !== "mistake",
  );
}

function asAppointment(kept: Kept<"appointment">): PlannedAppointment<Appointment> {
  const { instead } = kept.value;
  return {
    id: toHex(kept.record),
    plan: { ...purePlan(kept.value), kept },
    ...(instead ? { instead: { series: toHex(instead.series), occurrence: instead.occurrence } } : {}),
  };
}

const asSeries = (kept: Kept<"series">): PlannedSeries<Series> => ({
  id: toHex(kept.record),
  plan: { ...purePlan(kept.value), rule: kept.value.rule, kept },
});

const purePlan = ({ member, start, zone, minutes, room }: RevisionOf<"appointment" | "series">): PurePlan => ({
  member: toHex(member),
  start,
  zone,
  minutes,
  ...(room ? { room: toHex(room) } : {}),
});

/** What is said of an entry: by an appointment that stands for it, or by its series. */
export function saidOf({ appointment, series }: ScheduleEntry): RevisionOf<"appointment" | "series"> {
  return appointment ? appointment.plan.kept.value : series.plan.kept.value;
}

export function viewOf(opened: Opened, entry: ScheduleEntry): CalendarEntry {
  const { appointment, series, occurrence } = entry;
  const said = saidOf(entry);
  const own = appointment?.plan.kept;
  return {
    ref: occurrence ?? { appointment: appointment?.id ?? "" },
    plan: planOf(said, own ? own.value.start : (occurrence?.occurrence ?? said.start)),
    from: entry.from,
    until: entry.until,
    begins: entry.start,
    ends: entry.end,
    attendance: own?.value.attendance ?? "expected",
    called: own?.value.called === true,
    ...(own?.value.cancelled ? { cancelled: own.value.cancelled } : {}),
    ...(series ? { rule: series.plan.rule } : {}),
    conflict: ((own ?? series?.plan.kept)?.standing.length ?? 0) > 1,
    mayChange: placeIn(opened, said.member) !== undefined,
  };
}
