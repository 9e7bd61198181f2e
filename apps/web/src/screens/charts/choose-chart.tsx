/** Which other chart a note or file belongs in: those that this member writes in, and that are open. */

import type { ChartView } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useClientName } from "../../parts/client-name.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { findCharts } from "./find-charts.ts";
import "./choose-chart.css";

/** The last written first, so that the one somebody meant is among them most times. */
const SHOWN = 5;

export type ChooseChartProps = {
  /** That it is in, and is not offered. */
  readonly chart: ChartView;
  readonly title: string;
  readonly onChosen: (chart: ChartView) => void;
  readonly onClose: () => void;
};

export function ChooseChart({ chart, title, onChosen, onClose }: ChooseChartProps): ReactElement {
  const nameOf = useClientName();
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const [typed, setTyped] = useState("");
  const others = (charts ?? []).filter(({ id, writes, guarded }) => id !== chart.id && writes && guarded !== "closed");
  const found = findCharts(others, typed);
  return (
    <Dialog key="choose" title={title} onClose={onClose}>
      <div className="inner">
        <Field label="Find a chart" hint="By a name in it.">
          {(control) => (
            <input {...control} autoComplete="off" value={typed} onChange={({ target }) => setTyped(target.value)} />
          )}
        </Field>
        <ul className="charts-to-choose" aria-label="Charts that you write in">
          {found.slice(0, SHOWN).map((one) => (
            <li key={one.id}>
              <button className="as-link" type="button" dir="auto" onClick={() => onChosen(one)}>
                {nameOf(one.name)}
              </button>
            </li>
          ))}
        </ul>
        <p className="small quiet found-charts" role="status">
          {charts && sayFound(found.length, others.length)}
        </p>
        <div className="acts">
          <button className="b plain" type="button" onClick={onClose}>
            Leave it here
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function sayFound(found: number, all: number): string {
  if (all === 0) return "There is no other chart that you write in. Begin one first; a guarded chart must be open.";
  if (found === 0) return "No chart of that name that you write in. A guarded chart must be open.";
  return found > SHOWN ? `${found - SHOWN} more. Type on to find them.` : "";
}
