/** Notes that appointments still lack, changes that were asked for, what a supervisor has to countersign, and what was to be looked at again by now. */

import type { UnfinishedView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { ClientName } from "../../parts/client-name.tsx";
import { sayDayBriefly } from "../../words/dates.ts";

const SHOWN = 6;

export type UnfinishedRowsProps = { readonly rows: readonly UnfinishedView[]; readonly now: number };

export function UnfinishedRows({ rows, now }: UnfinishedRowsProps): ReactElement {
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const [all, setAll] = useState(false);
  const nameOf = (chart: string) => charts?.find(({ id }) => id === chart)?.name ?? "A chart";
  return (
    <section aria-labelledby="h-unfinished">
      <div className="head">
        <h2 id="h-unfinished">Still open</h2>
        {rows.length > SHOWN && !all && (
          <button className="as-link" type="button" onClick={() => setAll(true)}>
            Show all {rows.length}
          </button>
        )}
      </div>
      <ul className="rows ends whole-rows">
        {(all ? rows : rows.slice(0, SHOWN)).map((one) => (
          <li
            key={`${one.kind} ${one.chart} ${one.day} ${"note" in one ? one.note : one.kind === "form" ? one.response : ""}`}
          >
            <div>
              <To one={one}>
                <ClientName of={nameOf(one.chart)} />, {sayDayBriefly(one.day, now)}
              </To>
              <p dir="auto">{say(one)}</p>
            </div>
            {one.kind === "form" && one.why === "danger" ? (
              <span className="due">Read it</span>
            ) : (
              <span className="end">{END[one.kind]}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const END: Readonly<Record<UnfinishedView["kind"], string>> = {
  note: "Write it",
  change: "Asked of you",
  countersign: "Countersign",
  review: "Look again",
  "of-age": "Comes of age",
  form: "A form",
};

const FORM = {
  danger: "an answer speaks of danger. Read it, and ask.",
  sign: "waits for a signature.",
  confirm: "was signed before you, and waits for your key.",
  ends: "ends on that day.",
} as const;

function say(one: UnfinishedView): string {
  if (one.kind === "note") return "The appointment has no note yet.";
  if (one.kind === "change") return `${one.by} asks for a change: ${one.words}`;
  if (one.kind === "countersign") return `${one.by || "A colleague"} signed it, and nobody has countersigned it.`;
  if (one.kind === "of-age") return "They decide themselves from that day on: their consent, and who hears of it.";
  if (one.kind === "form") return `${one.title}: ${FORM[one.why]}`;
  return one.fact === "plan" ? "The plan was to be looked at by then." : `${one.words}. To be looked at by then.`;
}

function To({ one, children }: { readonly one: UnfinishedView; readonly children: React.ReactNode }): ReactElement {
  const { chart, day: date } = one;
  if (one.kind === "review")
    return (
      <Link className="t" to="/charts/$chartId" params={{ chartId: chart }}>
        {children}
      </Link>
    );
  if (one.kind === "of-age")
    return (
      <Link className="t" to="/charts/$chartId/of-age" params={{ chartId: chart }}>
        {children}
      </Link>
    );
  if (one.kind === "form")
    return (
      <Link className="t" to="/charts/$chartId/forms/$responseId" params={{ chartId: chart, responseId: one.response }}>
        {children}
      </Link>
    );
  const isNew = one.kind === "note";
  return (
    <Link
      className="t"
      to="/notes/$noteId"
      params={{ noteId: isNew ? "new" : one.note }}
      search={isNew ? { chart, kind: "progress", date } : {}}
    >
      {children}
    </Link>
  );
}
