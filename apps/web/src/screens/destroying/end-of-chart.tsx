/** On the page of a chart of which treatment has ended: until when it is kept, and the way to its end. */

import type { ChartView } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { sayShortDate } from "../../words/dates.ts";
import { GivenOfChart } from "../emergency/destroy-given.tsx";
import { DestroyChart } from "./destroy-chart.tsx";

export function EndOfChart({ chart }: { readonly chart: ChartView }): ReactElement | null {
  const hasEnded = chart.status === "discharged" || chart.status === "not-taken-on";
  if (!hasEnded || !chart.opens) return null;
  return (
    <>
      <Ended chart={chart} />
      <GivenOfChart chart={chart.id} />
    </>
  );
}

function Ended({ chart: { id, name } }: { readonly chart: ChartView }): ReactElement | null {
  const { value: plan } = useAnswer(`destruction ${id}`, (vault) => vault.chartDestruction(id));
  const [asks, setAsks] = useState(false);
  if (!plan || plan.hinders.some(({ code }) => code === "not-entitled")) return null;
  const until = plan.keepUntil && sayShortDate(plan.keepUntil);
  return (
    <section aria-labelledby="h-end">
      <h2 id="h-end">End of care</h2>
      <p className="small quiet">
        {until && (plan.needsReason ? `Kept until ${until}. ` : `Due since ${until}. `)}
        <button className="as-link" type="button" onClick={() => setAsks(true)}>
          Destroy this chart
        </button>
      </p>
      {asks && <DestroyChart chart={id} name={name} onClose={() => setAsks(false)} />}
    </section>
  );
}
