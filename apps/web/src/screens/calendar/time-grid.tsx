/** A week or a day against the hours. What is planned moves by the pointer, or by Alt and arrows; both ask before they do it. */

import type { CalendarEntry, LaidEntry } from "@alcove/vault";
import { type CSSProperties, type PointerEvent, type ReactElement, useRef, useState } from "react";
import { sayAttendance, sayClock } from "../../words/appointments.ts";
import { sayHour } from "../../words/clock.ts";
import { sayDay, sayMinute, sayWeekday } from "../../words/dates.ts";
import { minuteOf, plusDays, timeAt } from "./days.ts";
import { type Looks, refKey, type ShownCalendar, whoseOf } from "./shown.ts";

const STEP = 15;
const HOUR = 60;
const DRAGS_FROM_PX = 4;

export type TimeGridProps = Looks & {
  readonly now: number;
  readonly onDay: (day: string) => void;
  readonly onPlan: (at: string) => void;
  /** `start`: by the clock of the appointment's own zone. */
  readonly onMove: (entry: CalendarEntry, start: string) => void;
};

type Dragged = { readonly entry: CalendarEntry; readonly day: string; readonly minute: number };

export function TimeGrid(props: TimeGridProps): ReactElement {
  const { calendar, today, now, nameOf, onOpen, onDay, onPlan, onMove } = props;
  const columns = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<Dragged>();
  const hours = shownHours(calendar);
  const length = (hours.until - hours.from) * HOUR;
  const place = (minute: number): string => `${(100 * (minute - hours.from * HOUR)) / length}%`;

  const minuteAt = (y: number): number => {
    const box = columns.current?.getBoundingClientRect();
    const part = box ? (y - box.top) / box.height : 0;
    return hours.from * HOUR + Math.round((part * length) / STEP) * STEP;
  };
  const dayAt = (x: number): string => {
    const box = columns.current?.getBoundingClientRect();
    const part = box ? (x - box.left) / box.width : 0;
    const index = Math.max(0, Math.min(calendar.days.length - 1, Math.floor(part * calendar.days.length)));
    return calendar.days[index]?.day ?? today;
  };
  const move = ({ entry, day, minute }: Dragged) => {
    const days = (Date.parse(day) - Date.parse(entry.begins.slice(0, 10))) / 86_400_000;
    onMove(entry, shifted(entry, days, minute - minuteOf(entry.begins)));
  };
  const dragging = useDragging({ dayAt, minuteAt, setDragged, move, onOpen });

  return (
    <section
      className="time-grid not-on-paper"
      aria-label="Calendar"
      style={{ "--hours": hours.until - hours.from, "--days": calendar.days.length } as CSSProperties}
    >
      <div className="heads">
        {calendar.days.map(({ day }) => (
          <button
            key={day}
            type="button"
            className={day === today ? "day-head is-today" : "day-head"}
            onClick={() => onDay(day)}
          >
            <span aria-hidden="true">{sayWeekday(day)}</span>
            <span className="vh">{sayDay(day, now)}</span>
          </button>
        ))}
      </div>
      <div className="hours" aria-hidden="true">
        {Array.from({ length: hours.until - hours.from }, (_, i) => (
          <span key={i} className="num">
            {sayHour(hours.from + i)}
          </span>
        ))}
      </div>
      <div className="columns" ref={columns}>
        {calendar.days.map(({ day, laid }) => (
          <div key={day} className={day === today ? "column is-today" : "column"}>
            <button
              type="button"
              className="free"
              aria-label={`Plan on ${sayDay(day, now)}`}
              // From the keyboard there is no place: nine o'clock, to be changed.
              onClick={({ clientY }) => onPlan(timeAt(day, clientY > 0 ? floorTo(minuteAt(clientY), 30) : 9 * HOUR))}
            />
            {day === today && isWithin(hours, now) && (
              <span
                className="now"
                style={{ top: place(new Date(now).getHours() * HOUR + new Date(now).getMinutes()) }}
              >
                <span className="vh">Now, {sayMinute(now)}</span>
              </span>
            )}
            {laid.map((one) => {
              const entry = calendar.entries[one.entry] as CalendarEntry;
              if (calendar.hidden.has(entry.plan.member)) return null;
              return (
                <button
                  key={refKey(entry)}
                  type="button"
                  className={classOf(entry, one, dragged?.entry === entry)}
                  style={{
                    top: place(Math.max(one.top, hours.from * HOUR)),
                    height: `${(100 * (one.bottom - one.top)) / length}%`,
                    left: `${(100 * one.lane) / one.lanes}%`,
                    width: `${100 / one.lanes}%`,
                  }}
                  {...dragging(entry)}
                  onKeyDown={(event) => {
                    const by = event.altKey ? MOVES[event.key] : undefined;
                    if (!by || !entry.mayChange) return;
                    event.preventDefault();
                    onMove(entry, shifted(entry, ...by));
                  }}
                >
                  <span className="vh">{sayDay(entry.begins.slice(0, 10), now)}, </span>
                  <span>
                    <span className="num">{sayClock(entry.begins)}</span>
                    <span className="vh"> to {sayClock(entry.ends)}</span>
                    {entry.attendance !== "expected" && ` ${sayAttendance(entry.attendance, entry.cancelled)}`}
                    {entry.conflict && " Two versions"}
                    <span className="vh">, </span>
                  </span>
                  <b dir="auto">{nameOf(entry)}</b>
                  {roomOf(calendar, entry) && <span dir="auto"> {roomOf(calendar, entry)}</span>}
                  {calendar.calendars.length > 1 && <span className="vh">, {whoseOf(calendar, entry)}</span>}
                </button>
              );
            })}
            {dragged?.day === day && (
              <span
                className="ghost"
                style={{ top: place(dragged.minute), height: `${(100 * dragged.entry.plan.minutes) / length}%` }}
              >
                <span className="num">{sayClock(timeAt(day, dragged.minute))}</span>
              </span>
            )}
          </div>
        ))}
      </div>
      <p className="small quiet how wide-only">
        Drag what is planned to move it, or go to it with Tab and press Alt with an arrow. Both ask before anything
        changes.
      </p>
    </section>
  );
}

const roomOf = ({ rooms }: ShownCalendar, { plan }: CalendarEntry): string | undefined =>
  rooms.find(({ id }) => id === plan.room)?.name;

/** Days and minutes. */
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

function shifted({ plan }: CalendarEntry, days: number, minutes: number): string {
  return timeAt(plusDays(plan.start.slice(0, 10), days), minuteOf(plan.start) + minutes);
}

const floorTo = (minute: number, step: number): number => Math.floor(minute / step) * step;

/** A press opens; a press that goes somewhere moves. A finger scrolls, and moves by the dialog. */
function useDragging(grid: {
  readonly dayAt: (x: number) => string;
  readonly minuteAt: (y: number) => number;
  readonly setDragged: (dragged: Dragged | undefined) => void;
  readonly move: (dragged: Dragged) => void;
  readonly onOpen: (entry: CalendarEntry) => void;
}) {
  const from = useRef<{ readonly x: number; readonly y: number; readonly grip: number } | undefined>(undefined);
  const at = useRef<Dragged | undefined>(undefined);
  const setAt = (dragged: Dragged | undefined) => {
    at.current = dragged;
    grid.setDragged(dragged);
  };
  return (entry: CalendarEntry) => ({
    onPointerDown(event: PointerEvent<HTMLButtonElement>) {
      at.current = undefined;
      if (!entry.mayChange || event.pointerType === "touch" || event.button !== 0) return;
      const grip = grid.minuteAt(event.clientY) - minuteOf(entry.begins);
      from.current = { x: event.clientX, y: event.clientY, grip };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const start = from.current;
      if (!start) return;
      const isFar = Math.abs(clientX - start.x) + Math.abs(clientY - start.y) >= DRAGS_FROM_PX;
      if (at.current || isFar)
        setAt({ entry, day: grid.dayAt(clientX), minute: Math.max(0, grid.minuteAt(clientY) - start.grip) });
    },
    onPointerUp() {
      from.current = undefined;
    },
    onPointerCancel() {
      from.current = undefined;
      setAt(undefined);
    },
    onClick() {
      const dragged = at.current;
      setAt(undefined);
      if (!dragged) return grid.onOpen(entry);
      const stays = dragged.day === entry.begins.slice(0, 10) && dragged.minute === minuteOf(entry.begins);
      if (!stays) grid.move(dragged);
    },
  });
}

/** Whole hours: a working day, and whatever is planned or worked outside of it. */
function shownHours({ days, calendars }: ShownCalendar): { readonly from: number; readonly until: number } {
  const laid = days.flatMap((day) => day.laid);
  const worked = calendars.flatMap(({ hours }) => hours);
  const clock = (text: string) => Number(text.slice(0, 2)) * HOUR + Number(text.slice(3));
  const from = Math.min(8 * HOUR, ...laid.map(({ top }) => top), ...worked.map((one) => clock(one.from)));
  const until = Math.max(18 * HOUR, ...laid.map(({ bottom }) => bottom), ...worked.map((one) => clock(one.until)));
  return { from: Math.floor(from / HOUR), until: Math.ceil(until / HOUR) };
}

function isWithin({ from, until }: { readonly from: number; readonly until: number }, now: number): boolean {
  const hour = new Date(now).getHours();
  return hour >= from && hour < until;
}

function classOf({ attendance, conflict }: CalendarEntry, { bottom, top }: LaidEntry, isDragged: boolean): string {
  const isShort = bottom - top < 40;
  const words = [
    "appointment",
    ...(attendance === "cancelled" || attendance === "no-show" ? ["is-off"] : []),
    ...(attendance === "came" || attendance === "late" ? ["is-done"] : []),
    ...(conflict ? ["is-twofold"] : []),
    ...(isShort ? ["is-short"] : []),
    ...(isDragged ? ["is-dragged"] : []),
  ];
  return words.join(" ");
}
