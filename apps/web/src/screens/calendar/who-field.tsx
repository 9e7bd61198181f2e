/** Whose appointment it is: a client's, found while typing, or what it is called where it is nobody's. */

import type { ChartView, Plan } from "@alcove/vault";
import { type ReactElement, useEffect, useRef } from "react";
import { Field } from "../../parts/field.tsx";
import { findCharts } from "../charts/find-charts.ts";

const SHOWN = 5;

export type WhoFieldProps = {
  readonly charts: readonly ChartView[];
  readonly plan: Plan;
  readonly error: string | undefined;
  readonly onChange: (changes: Partial<Plan>) => void;
};

export function WhoField({ charts, plan, error, onChange }: WhoFieldProps): ReactElement {
  const chosen = charts.find(({ id }) => id === plan.chart);
  const typed = chosen?.name ?? plan.title;
  const input = useRef<HTMLInputElement>(null);
  const found = chosen || typed.trim() === "" ? [] : findCharts(charts, typed).slice(0, SHOWN);
  // An empty chart is none.
  const type = (text: string) => onChange({ chart: "", title: text });
  const pick = ({ id }: ChartView) => {
    onChange({ chart: id, title: "" });
    // The names that were found go, and with them what was pressed.
    input.current?.focus();
  };
  const [first] = found;
  // What is asked here may have scrolled away on a phone.
  useEffect(() => {
    if (error) input.current?.focus();
  }, [error]);
  return (
    <div className="who">
      <Field
        label="Whose, or what"
        hint={chosen ? "A client’s. Their name stays in the chart; the calendar keeps the chart’s number." : HINT}
        error={error}
      >
        {(control) => (
          <input
            {...control}
            ref={input}
            autoComplete="off"
            value={typed}
            maxLength={200}
            onChange={({ target }) => type(target.value)}
            onKeyDown={(event) => {
              // Who types a name and presses Enter means the client, and not a title that reads like them.
              if (event.key !== "Enter" || !first) return;
              event.preventDefault();
              pick(first);
            }}
          />
        )}
      </Field>
      {found.length > 0 && (
        <ul className="of-that-name" aria-label="Clients of this name">
          {found.map((chart) => (
            <li key={chart.id}>
              <button className="as-link" type="button" dir="auto" onClick={() => pick(chart)}>
                {chart.name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const HINT = "A client’s name: Enter takes the first one below. Or something else, such as a team meeting.";
