/** The charts written in last, each one tap away from today's note. */

import type { ChartView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { count, sentence } from "../../words/counts.ts";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";
import { ClientName } from "../../parts/client-name.tsx";

const SHOWN = 7;

export function RecentCharts({
  charts,
  now,
}: {
  readonly charts: readonly ChartView[];
  readonly now: number;
}): ReactElement {
  const recent = charts
    .filter(({ opens, psychotherapyNotes }) => opens || psychotherapyNotes > 0)
    .toSorted((a, b) => b.changedAt - a.changedAt)
    .slice(0, SHOWN);
  return (
    <section aria-labelledby="h-recent">
      <div className="head">
        <h2 id="h-recent">Charts lately</h2>
        <Link to="/charts">All charts</Link>
      </div>
      {/* Names alone may be open to somebody. */}
      {recent.length === 0 && (
        <p className="small quiet">No chart is open to you yet. Whoever has one open can let you in.</p>
      )}
      <ul className="rows ends recent">
        {recent.map((chart) => (
          <li key={chart.id}>
            <div>
              <Link className="t" to="/charts/$chartId" params={{ chartId: chart.id }}>
                <ClientName of={chart.name} />
              </Link>
              <p>{sayChart(chart, now)}</p>
            </div>
            {chart.writes && (
              <Link
                className="over end"
                to="/notes/$noteId"
                params={{ noteId: "new" }}
                search={{ chart: chart.id, kind: "progress" }}
              >
                Write today’s note
                <span className="vh">
                  , <ClientName of={chart.name} />
                </span>
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "Three notes, last written yesterday". */
export function sayChart(chart: ChartView, now: number): string {
  const notes = chart.progressNotes + chart.psychotherapyNotes;
  if (chart.guarded && notes === 0) return "Guarded. It opens on record.";
  if (notes === 0) return `No notes yet. Made ${sayDayBriefly(dayOf(chart.createdAt), now)}.`;
  return `${sentence(count(notes, "note"))}, last written ${sayDayBriefly(dayOf(chart.changedAt), now)}.`;
}
