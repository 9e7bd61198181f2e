/** Writing that is kept but not yet saved as a note. */

import type { ChartView, DraftView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { sayAge, sayDayBriefly, sayMoment } from "../../words/dates.ts";

export type DraftRowsProps = {
  readonly drafts: readonly DraftView[];
  readonly charts: readonly ChartView[];
  readonly now: number;
};

export function DraftRows({ drafts, charts, now }: DraftRowsProps): ReactElement {
  const newestFirst = [...drafts].sort((a, b) => b.keptAt - a.keptAt);
  return (
    <section aria-labelledby="h-owe">
      <div className="head">
        <h2 id="h-owe">{drafts.some(({ response }) => response) ? "To finish" : "Notes to finish"}</h2>
      </div>
      <ul className="rows ends">
        {newestFirst.map((draft) => (
          <li key={draft.id}>
            <div>
              <DraftLink draft={draft}>
                {charts.find((chart) => chart.id === draft.chart)?.name ?? "A chart"}, {sayDayBriefly(draft.date, now)}
              </DraftLink>
              <p>{sayDraft(draft, now)}</p>
            </div>
            <span className="end num">{sayAge(draft.keptAt, now)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A link that goes on with a draft where it was left. */
export function DraftLink({
  draft,
  children,
}: {
  readonly draft: DraftView;
  readonly children: React.ReactNode;
}): ReactElement {
  if (draft.response) {
    return (
      <Link
        className="t"
        to="/charts/$chartId/forms/$responseId/fill"
        params={{ chartId: draft.chart, responseId: draft.response }}
        search={draft.response === "new" && draft.form ? { form: draft.form } : {}}
      >
        {children}
      </Link>
    );
  }
  if (draft.note) {
    return (
      <Link className="t" to="/notes/$noteId" params={{ noteId: draft.note }}>
        {children}
      </Link>
    );
  }
  return (
    <Link className="t" to="/notes/$noteId" params={{ noteId: "new" }} search={{ draft: draft.id }}>
      {children}
    </Link>
  );
}

function sayDraft(draft: DraftView, now: number): string {
  const kind = draft.response
    ? `Form: ${draft.title}`
    : draft.kind === "psychotherapy"
      ? "Psychotherapy note"
      : draft.note
        ? "Changes to a progress note"
        : "Progress note";
  const place = draft.fromDevice ? `written on ${draft.fromDevice}` : "kept on this device";
  return `${kind}. Last typed ${sayMoment(draft.keptAt, now)}, ${place}.`;
}
