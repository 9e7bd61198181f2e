/** In a chart: what must be read before anything is passed on, its cases, and the next one begun. */

import type { CaseView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { CaseRows } from "./case-rows.tsx";
import "./cases.css";

const CaseForm = lazy(() => import("./case-form.tsx").then((m) => ({ default: m.CaseForm })));

export function ChartCases({ chart }: { readonly chart: string }): ReactElement | null {
  const { cases, mayBegin } = useCases(chart);
  if (!cases || cases.length === 0) return null;
  const open = cases.filter(({ closed }) => !closed);
  const closed = cases.filter((one) => one.closed);
  return (
    <section aria-labelledby="h-cases">
      <h2 id="h-cases">Cases</h2>
      <Marks cases={cases} />
      {open.length > 0 && <CaseRows heads={open} />}
      {closed.length > 0 && (
        <details className="small case-rest">
          <summary>Closed ({closed.length})</summary>
          <CaseRows heads={closed} />
        </details>
      )}
      {mayBegin && (
        <div className="acts">
          <BeginCase chart={chart} className="b slim" />
        </div>
      )}
    </section>
  );
}

/** Below all else, while there is none. */
export function FirstCase({ chart }: { readonly chart: string }): ReactElement | null {
  const { cases, mayBegin } = useCases(chart);
  if (cases?.length !== 0 || !mayBegin) return null;
  return (
    <section aria-labelledby="h-first-case">
      <h2 id="h-first-case">Cases</h2>
      <div className="small quiet">
        A client asks for the record, a subpoena comes, something must be reported.{" "}
        <BeginCase chart={chart} className="as-link" />
      </div>
    </section>
  );
}

function useCases(chart: string): { readonly cases: readonly CaseView[] | undefined; readonly mayBegin: boolean } {
  const { value: cases } = useAnswer(`cases ${chart}`, (vault) => vault.cases(chart));
  const { value: people } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  return { cases, mayBegin: people?.mayWrite ?? false };
}

function BeginCase({ chart, className }: { readonly chart: string; readonly className: string }): ReactElement {
  const [begins, setBegins] = useState(false);
  return (
    <>
      <button className={className} type="button" onClick={() => setBegins(true)}>
        Begin a case
      </button>
      {begins && (
        <Suspense>
          <CaseForm chart={chart} onClose={() => setBegins(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Before anything is given away, exported or destroyed. */
function Marks({ cases }: { readonly cases: readonly CaseView[] }): ReactElement {
  const marked = cases.flatMap((one) => {
    if (one.holds) return [{ one, says: "Legal hold: nothing here is destroyed." }];
    if (one.restricts) return [{ one, says: `Restricted: ${one.said.asked || "see the case"}` }];
    if (one.goesAlong) return [{ one, says: "A denied amendment goes along with what is disclosed." }];
    return [];
  });
  return (
    <ul className="case-marks">
      {marked.map(({ one, says }) => (
        <li key={one.id} dir="auto">
          <Link to="/charts/$chartId/cases/$caseId" params={{ chartId: one.chart, caseId: one.id }}>
            {says}
          </Link>
        </li>
      ))}
    </ul>
  );
}
