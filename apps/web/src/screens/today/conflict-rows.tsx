/** Notes that were written in two places at once and wait for somebody to say which text stands. */

import type { ChartView, NoteHead } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { sayAge, sayDayBriefly } from "../../words/dates.ts";

export type ConflictRowsProps = { readonly charts: readonly ChartView[]; readonly now: number };

export function ConflictRows({ charts, now }: ConflictRowsProps): ReactElement | null {
  const { value: notes } = useAnswer("conflicts", async (vault) => {
    const concerned = (await vault.charts()).filter(({ conflicts }) => conflicts > 0);
    const all = await Promise.all(concerned.map(({ id }) => vault.notes(id)));
    return all.flat().filter(({ conflict }) => conflict);
  });
  if (!notes || notes.length === 0) return null;
  return (
    <section aria-labelledby="h-settle">
      <div className="head">
        <h2 id="h-settle">Two texts to settle</h2>
      </div>
      <ul className="rows ends">
        {notes
          .toSorted((a, b) => b.writtenAt - a.writtenAt)
          .map((note) => (
            <li key={note.id}>
              <div>
                <Link className="t" to="/notes/$noteId" params={{ noteId: note.id }}>
                  {charts.find((chart) => chart.id === note.chart)?.name ?? "A chart"}, {sayDayBriefly(note.date, now)}
                </Link>
                <p>
                  {sayKind(note)}, written in two places at once. Both texts are kept; say which stands, or join them.
                </p>
              </div>
              <span className="end num">{sayAge(note.writtenAt, now)}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}

const sayKind = ({ kind }: NoteHead): string => (kind === "psychotherapy" ? "Psychotherapy note" : "Progress note");
