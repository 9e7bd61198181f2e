/** A month as whole weeks. Each day leads to itself. */

import type { ReactElement } from "react";
import { sayClock } from "../../words/appointments.ts";
import { count } from "../../words/counts.ts";
import { sayDay, sayWeekday } from "../../words/dates.ts";
import { monthOf } from "./days.ts";
import { entriesOn, type Looks, refKey } from "./shown.ts";

const SHOWN = 3;

export type MonthGridProps = Looks & { readonly onDay: (day: string) => void };

export function MonthGrid({ calendar, day, today, nameOf, onOpen, onDay }: MonthGridProps): ReactElement {
  const now = Date.parse(`${today}T12:00`);
  const weeks = Array.from({ length: calendar.days.length / 7 }, (_, i) => calendar.days.slice(i * 7, i * 7 + 7));
  return (
    <table className="month not-on-paper">
      <thead>
        <tr>
          {(weeks[0] ?? []).map((one) => (
            <th key={one.day} scope="col">
              {sayWeekday(one.day).replace(/ .*/, "")}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.day}>
            {week.map((one) => {
              const entries = entriesOn(calendar, one.day);
              const classes = [
                ...(monthOf(one.day) === monthOf(day) ? [] : ["other"]),
                ...(one.day === today ? ["is-today"] : []),
              ];
              return (
                <td key={one.day} className={classes.join(" ") || undefined}>
                  <button className="as-link day-number" type="button" onClick={() => onDay(one.day)}>
                    <span aria-hidden="true">{Number(one.day.slice(8))}</span>
                    <span className="vh">
                      {sayDay(one.day, now)}, {count(entries.length, "appointment")}
                    </span>
                  </button>
                  <span className="many" aria-hidden="true">
                    {entries.length > 0 ? entries.length : ""}
                  </span>
                  <ul>
                    {entries.slice(0, SHOWN).map((entry) => (
                      <li key={refKey(entry)} className={entry.attendance === "cancelled" ? "is-off" : undefined}>
                        <button type="button" onClick={() => onOpen(entry)}>
                          <span className="num">{sayClock(entry.begins)}</span> {nameOf(entry)}
                        </button>
                      </li>
                    ))}
                    {entries.length > SHOWN && (
                      <li>
                        <button type="button" onClick={() => onDay(one.day)}>
                          {entries.length - SHOWN} more<span className="vh">, {sayDay(one.day, now)}</span>
                        </button>
                      </li>
                    )}
                  </ul>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
