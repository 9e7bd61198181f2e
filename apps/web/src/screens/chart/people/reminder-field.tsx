/** Whether somebody is told of their appointments, by which of their numbers or addresses, and how long before. */

import type { PersonWords, Reach } from "@alcove/vault";
import type { ReactElement } from "react";
import { Field } from "../../../parts/field.tsx";
import { dayOf } from "../../../words/dates.ts";
import { BY_NAMES } from "../../../words/administrative.ts";
import { HOURS_BEFORE, isFit, isLineOf, sayBefore } from "../../../words/reminders.ts";

type Agreed = PersonWords["reminders"];

/** What was agreed follows a number that is corrected, and goes with one that is taken out. */
export function agreedAfter(agreed: Agreed, before: readonly Reach[], after: readonly Reach[]): Agreed {
  const was = agreed ? before.findIndex((line) => isLineOf(agreed, line)) : -1;
  if (!agreed || was === -1 || after.some((line) => isLineOf(agreed, line))) return agreed;
  const { by, at } = (after.length === before.length && after[was]) || {};
  return by === undefined || at === undefined ? undefined : { ...agreed, by, at };
}

export function ReminderField({
  agreed,
  reach,
  onChange,
}: {
  readonly agreed: Agreed;
  readonly reach: readonly Reach[];
  readonly onChange: (agreed: Agreed) => void;
}): ReactElement {
  const lines = reach.filter(isFit);
  const at = agreed ? lines.findIndex((line) => isLineOf(agreed, line)) : -1;
  const hours = agreed?.hours ?? 24;
  const say = (line: Reach | undefined, before: number) =>
    onChange(line && { by: line.by, at: line.at, hours: before, agreed: dayOf(Date.now()) });
  return (
    <div className="reminder-field">
      <Field
        label="Reminders of appointments"
        hint={
          lines.length === 0
            ? "Once there is a number or address at which something may be left."
            : lines[at]?.leave === "name-and-number-only"
              ? "Only your name and number may be left there: it asks for a call, and tells no time."
              : "As they agreed."
        }
      >
        {(control) => (
          <select
            {...control}
            disabled={lines.length === 0}
            value={at}
            onChange={({ target }) => say(lines[Number(target.value)], hours)}
          >
            <option value={-1}>None</option>
            {lines.map((line, place) => (
              <option key={`${line.by} ${line.at}`} value={place}>
                {BY_NAMES[line.by]}, {line.at}
              </option>
            ))}
          </select>
        )}
      </Field>
      {at !== -1 && (
        <Field label="How long before">
          {(control) => (
            <select {...control} value={hours} onChange={({ target }) => say(lines[at], Number(target.value))}>
              {[...new Set([...HOURS_BEFORE, hours])]
                .toSorted((a, b) => a - b)
                .map((one) => (
                  <option key={one} value={one}>
                    {sayBefore(one)}
                  </option>
                ))}
            </select>
          )}
        </Field>
      )}
    </div>
  );
}
