/** A guarded chart that is closed: one way in, on record, and the crisis card for when there is no server. */

import type { ChartView, GuardView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../../app/page.tsx";
import { useAnswer } from "../../../app/session.tsx";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { ErrorLine } from "../../../parts/field.tsx";
import { Icon } from "../../../parts/icon.tsx";
import { sayMinute } from "../../../words/dates.ts";
import { sayOr } from "../../../words/releasers.ts";
import { Access } from "../access.tsx";
import { CrisisOpenings, Openings } from "./openings.tsx";
import { ReadCrisisCard } from "./read-crisis-card.tsx";
import "./guard.css";
import { ClientName } from "../../../parts/client-name.tsx";

const AskInEmergency = lazy(() =>
  import("../../emergency/ask-in-emergency.tsx").then((m) => ({ default: m.AskInEmergency })),
);
const Looked = lazy(() => import("../looked.tsx").then((m) => ({ default: m.Looked })));

export function ClosedChart({ chart }: { readonly chart: ChartView }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value: guard } = useAnswer(`guard ${chart.id}`, (from) => from.guard(chart.id));
  const [asking, setAsking] = useState(false);
  const waits = guard?.waits;

  const goBack = () =>
    acting.run(async () => {
      await vault.closeGuarded();
      return { ok: true, value: undefined } as const;
    });

  return (
    <Page title="Chart">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts">Charts</Link>
          </p>
          <h1>
            <ClientName of={chart.name} />
          </h1>
        </div>
      </div>
      <div className="cols">
        <div className="stack">
          {guard && <CrisisOpenings guard={guard} />}
          <section className="apart" aria-labelledby="h-guarded">
            <div className="head">
              <h2 id="h-guarded">
                <Icon name="lock" />
                {waits && guard
                  ? `Waits for ${sayOr(guard.releasers)}`
                  : guard?.hasEnded
                    ? "Its guard was ended"
                    : "This chart is guarded"}
              </h2>
            </div>
            <p className="sum" role="status">
              {waits && guard ? sayWaits(guard, waits.at) : sayClosed(chart, guard)}
            </p>
            {acting.error && <ErrorLine text={acting.error} />}
            {chart.opens && (
              <div className="acts">
                {waits ? (
                  <button className="b" type="button" aria-busy={acting.busy} onClick={() => void goBack()}>
                    Stop waiting
                  </button>
                ) : (
                  <button
                    className="b primary"
                    type="button"
                    aria-busy={acting.busy}
                    onClick={() => void acting.run(() => vault.openGuarded(chart.id))}
                  >
                    Open the chart
                  </button>
                )}
                {guard?.hasCrisisCard && (
                  <button className="b" type="button" onClick={() => setAsking(true)}>
                    Crisis card
                  </button>
                )}
              </div>
            )}
          </section>
          {!chart.opens && (
            <Suspense>
              <AskInEmergency chart={chart} hasCard={guard?.hasCrisisCard ?? false} />
            </Suspense>
          )}
        </div>
        <div className="side-lines">
          <Access chart={chart.id} writes={chart.writes} />
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

function sayClosed(chart: ChartView, guard: GuardView | undefined): string {
  if (!chart.opens) return "It is not open to you. Whoever can open it can let you in.";
  if (guard?.hasEnded) return "Open it once more, and it comes back under its own name, for all who read it.";
  const gone = "and everybody in the chart sees that you opened it. Nothing of it stays on this device.";
  const releasers = guard?.releasers ?? [];
  if (releasers.length > 0) return `It opens when ${sayOr(releasers)} lets you in, ${gone}`;
  return `It opens with the server, for as long as you need it, ${gone}`;
}

/** What to do meanwhile, and when it is urgent. */
function sayWaits({ releasers, hasCrisisCard }: GuardView, at: number): string {
  const whom = releasers.length > 1 ? "Each of them was" : "They were";
  const card = hasCrisisCard ? " If it can’t wait, the crisis card opens without anybody." : "";
  return `${whom} asked at ${sayMinute(at)}. The chart opens here by itself when somebody lets you in. You can go on elsewhere; it stops when you lock, or after an hour.${card}`;
}
