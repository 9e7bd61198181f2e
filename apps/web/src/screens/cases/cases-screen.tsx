/** All cases that are open to this member, by the day they are due; and what stands on the practice's letters. */

import type { CaseHead } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { Empty } from "../../parts/empty.tsx";
import { CaseRows } from "./case-rows.tsx";
import "./cases.css";

const BeginCase = lazy(() => import("./case-form.tsx").then((m) => ({ default: m.CaseForm })));
const OfficeForm = lazy(() => import("./office-form.tsx").then((m) => ({ default: m.OfficeForm })));

export function CasesScreen(): ReactElement {
  const { value: heads } = useAnswer("case heads", (vault) => vault.caseHeads());
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const [shown, setShown] = useState<"begin" | "office">();
  const open = heads?.filter(({ closed }) => !closed) ?? [];
  const closed = heads?.filter((one) => one.closed) ?? [];

  return (
    <Page title="Cases">
      <div className="top">
        <div>
          <h1>Cases</h1>
          <p className="lede">What clients have a right to ask, papers that ask for a record, warnings and reports.</p>
        </div>
        <div className="acts">
          {charts && charts.length > 0 && (
            <button className="b primary" type="button" onClick={() => setShown("begin")}>
              Begin a case
            </button>
          )}
        </div>
      </div>
      <div className="cols">
        <div className="stack">
          {heads && open.length === 0 && (
            <Empty says="Nothing is open. When a client asks for their record, or a subpoena comes, begin a case: it keeps the clock and says what to do first." />
          )}
          {open.length > 0 && <Rows title="Open" heads={open} />}
          {closed.length > 0 && (
            <details className="small">
              <summary>Closed ({closed.length})</summary>
              <Rows title="Closed" heads={closed} />
            </details>
          )}
        </div>
        <div className="side-lines">
          <section aria-labelledby="h-danger">
            <h2 id="h-danger">Somebody is in danger</h2>
            <p className="small quiet">Whom to call, and words that are ready. Nothing has to be filled in first.</p>
            <p className="acts">
              <Link className="b slim" to="/cases/urgent">
                Warn or report
              </Link>
            </p>
          </section>
          <section aria-labelledby="h-kept">
            <h2 id="h-kept">How long records are kept</h2>
            <p className="small quiet">By your State’s rule, as you confirm it. An open paper stops it.</p>
            <p className="acts">
              <Link className="b slim" to="/retention">
                Look at retention
              </Link>
            </p>
          </section>
          <section aria-labelledby="h-office">
            <h2 id="h-office">On your letters</h2>
            <p className="small quiet">
              Address, telephone, who takes complaints, and the numbers of your State where abuse is reported.
            </p>
            <p className="acts">
              <button className="b slim" type="button" onClick={() => setShown("office")}>
                Change what stands there
              </button>
            </p>
          </section>
        </div>
      </div>
      <Suspense>
        {shown === "begin" && <BeginCase onClose={() => setShown(undefined)} />}
        {shown === "office" && <OfficeForm onClose={() => setShown(undefined)} />}
      </Suspense>
    </Page>
  );
}

function Rows({ title, heads }: { readonly title: string; readonly heads: readonly CaseHead[] }): ReactElement {
  return (
    <section aria-label={title}>
      <CaseRows heads={heads} withChart />
    </section>
  );
}
