/** A guarded chart that is closed: one way in, on record, and the crisis card for when there is no server. */

import type { ChartView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../../app/page.tsx";
import { useAnswer } from "../../../app/session.tsx";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { ErrorLine } from "../../../parts/field.tsx";
import { Icon } from "../../../parts/icon.tsx";
import { Access } from "../access.tsx";
import { CrisisOpenings, Openings } from "./openings.tsx";
import { ReadCrisisCard } from "./read-crisis-card.tsx";
import "./guard.css";

const Looked = lazy(() => import("../looked.tsx").then((m) => ({ default: m.Looked })));

export function ClosedChart({ chart }: { readonly chart: ChartView }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value: guard } = useAnswer(`guard ${chart.id}`, (from) => from.guard(chart.id));
  const [asking, setAsking] = useState(false);

  return (
    <Page title="Chart">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts">Charts</Link>
          </p>
          <h1>{chart.name}</h1>
        </div>
      </div>
      <div className="cols">
        <div className="stack">
          {guard && <CrisisOpenings guard={guard} />}
          <section className="apart" aria-labelledby="h-guarded">
            <div className="head">
              <h2 id="h-guarded">
                <Icon name="lock" />
                {guard?.hasEnded ? "Its guard was ended" : "This chart is guarded"}
              </h2>
            </div>
            <p className="sum">
              {chart.opens && guard?.hasEnded
                ? "Open it once more, and it comes back under its own name, for all who read it."
                : chart.opens
                  ? "It opens with the server, for as long as you need it, and everybody in the chart sees that you opened it. Nothing of it stays on this device."
                  : "It is not open to you. Whoever can open it can let you in."}
            </p>
            {acting.error && <ErrorLine text={acting.error} />}
            {chart.opens && (
              <div className="acts">
                <button
                  className="b primary"
                  type="button"
                  aria-busy={acting.busy}
                  onClick={() => void acting.run(() => vault.openGuarded(chart.id))}
                >
                  Open the chart
                </button>
                {guard?.hasCrisisCard && (
                  <button className="b" type="button" onClick={() => setAsking(true)}>
                    Crisis card
                  </button>
                )}
              </div>
            )}
          </section>
        </div>
        <div className="side-lines">
          <Access chart={chart.id} />
          {guard && <Openings guard={guard} />}
          <Suspense>
            <Looked chart={chart.id} />
          </Suspense>
        </div>
      </div>
      {asking && <ReadCrisisCard chart={chart.id} onClose={() => setAsking(false)} />}
    </Page>
  );
}
