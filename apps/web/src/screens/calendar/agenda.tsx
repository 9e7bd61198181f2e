/** Days one below the other, each with what is on it. It is also what goes on paper. */

import type { CalendarEntry, CalendarView } from "@alcove/vault";
import type { ReactElement } from "react";
import { Icon } from "../../parts/icon.tsx";
import { KIND_NAMES, sayAttendance, sayClock } from "../../words/appointments.ts";
import { sayDay } from "../../words/dates.ts";
import { entriesOn, type Looks, refKey, whoseOf } from "./shown.ts";

export type AgendaProps = Looks & { readonly now: number; readonly onlyOnPaper: boolean };

export function Agenda({ calendar, today, now, nameOf, onOpen, onlyOnPaper }: AgendaProps): ReactElement {
  const days = calendar.days.filter(({ day }) => day === today || entriesOn(calendar, day).length > 0);
  return (
    <div className={onlyOnPaper ? "agenda on-paper" : "agenda"}>
      {days.length === 0 && <p className="said quiet">Nothing is planned in these two weeks.</p>}
      {days.map(({ day }) => (
        <section key={day} aria-label={sayDay(day, now)}>
          <h2 className={day === today ? "is-today" : undefined}>
            {day === today ? "Today, " : ""}
            {sayDay(day, now)}
          </h2>
          <AppointmentRows entries={entriesOn(calendar, day)} calendar={calendar} nameOf={nameOf} onOpen={onOpen} />
        </section>
      ))}
    </div>
  );
}

export type AppointmentRowsProps = {
  readonly entries: readonly CalendarEntry[];
  readonly calendar: CalendarView;
  readonly nameOf: (entry: CalendarEntry) => string;
  readonly onOpen: (entry: CalendarEntry) => void;
  /** What stands as risk flags of the entry's chart. */
  readonly flagsOf?: (entry: CalendarEntry) => readonly string[];
};

export function AppointmentRows({ entries, calendar, nameOf, onOpen, flagsOf }: AppointmentRowsProps): ReactElement {
  if (entries.length === 0) return <p className="small quiet">Nothing planned.</p>;
  return (
    <ul className="rows appointment-rows">
      {entries.map((entry) => (
        <li key={refKey(entry)} className={entry.attendance === "cancelled" ? "is-off" : undefined}>
          <span className="num">{sayClock(entry.begins)}</span>
          <div>
            <button className="t" type="button" dir="auto" onClick={() => onOpen(entry)}>
              {nameOf(entry)}
            </button>
            <p>{sayDetails(entry, calendar)}</p>
            {flagsOf?.(entry).map((flag) => (
              <p key={flag} className="due" dir="auto">
                <Icon name="danger" lift /> {flag}
              </p>
            ))}
          </div>
          <span className="end">
            {entry.attendance === "expected" ? "" : sayAttendance(entry.attendance, entry.cancelled)}
            {entry.conflict && <span className="due"> Two versions</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** "Session until 9:50, Green room, video." */
export function sayDetails(entry: CalendarEntry, calendar: CalendarView): string {
  const { plan, ends } = entry;
  const room = calendar.rooms.find(({ id }) => id === plan.room)?.name;
  const whose = whoseOf(calendar, entry);
  const parts = [
    `${KIND_NAMES[plan.kind]} until ${sayClock(ends)}`,
    ...(room === undefined ? [] : [room]),
    ...(plan.video ? ["video"] : []),
    ...(whose === undefined ? [] : [whose]),
  ];
  return `${parts.join(", ")}.${plan.note === "" ? "" : ` ${plan.note}`}`;
}
