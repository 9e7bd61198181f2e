/** A chart's guard, beside its notes: the switch where there is none; what is open, who opened it and the card where there is. */

import type { ChartView, GuardView } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { ErrorLine } from "../../../parts/field.tsx";
import { GuardChart } from "./guard-chart.tsx";
import { CrisisOpenings, Openings } from "./openings.tsx";
import { Releasers } from "./releasers.tsx";
import { CardWords } from "./read-crisis-card.tsx";
import { WriteCrisisCard } from "./write-crisis-card.tsx";
import "./guard.css";

const AskOwner = lazy(() => import("../../two-owners/ask-owner.tsx").then((m) => ({ default: m.AskOwner })));

export function Guard({ chart }: { readonly chart: ChartView }): ReactElement | null {
  const { value: guard } = useAnswer(`guard ${chart.id}`, (vault) => vault.guard(chart.id));
  if (chart.guarded) return guard ? <Guarded chart={chart} guard={guard} /> : null;
  return <NotGuarded chart={chart} />;
}

function NotGuarded({ chart }: { readonly chart: ChartView }): ReactElement {
  const [guarding, setGuarding] = useState(false);
  return (
    <section aria-labelledby="h-guard">
      <h2 id="h-guard">Guard</h2>
      <p className="small quiet">
        For a client whom others would look for: each opening then needs the server, and is written down for all who can
        open the chart.{" "}
        <button className="as-link" type="button" onClick={() => setGuarding(true)}>
          Guard this chart
        </button>
      </p>
      {guarding && <GuardChart chart={chart} onClose={() => setGuarding(false)} />}
    </section>
  );
}

function Guarded({ chart, guard }: { readonly chart: ChartView; readonly guard: GuardView }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value: card } = useAnswer(`crisis ${chart.id}`, (from) => from.crisisCard(chart.id));
  const [writing, setWriting] = useState(false);
  const words = card?.ok ? card.value : undefined;
  const close = () =>
    acting.run(async () => {
      await vault.closeGuarded();
      return { ok: true, value: undefined } as const;
    });

  return (
    <>
      <section aria-labelledby="h-guard">
        <h2 id="h-guard">Guarded</h2>
        <p className="small quiet">
          {guard.clientName !== undefined && (
            <>
              Inside: <b className="client-name">{guard.clientName}</b>.{" "}
            </>
          )}
          Open here until you close it or lock. Lists show “{chart.name}” and nothing of it; no search finds it.
        </p>
        <div className="acts">
          <button className="b slim" type="button" aria-busy={acting.busy} onClick={() => void close()}>
            Close the chart
          </button>
        </div>
        {acting.error && <ErrorLine text={acting.error} />}
      </section>
      <CrisisOpenings guard={guard} />
      <section aria-labelledby="h-crisis">
        <h2 id="h-crisis">Crisis card</h2>
        {words ? <CardWords card={words} /> : <p className="small quiet">None yet. Offline nothing else opens.</p>}
        <div className="acts">
          <button className="b slim" type="button" onClick={() => setWriting(true)}>
            {words ? "Change the card" : "Write the card"}
          </button>
        </div>
        {writing && <WriteCrisisCard chart={chart.id} card={words} onClose={() => setWriting(false)} />}
      </section>
      <Openings guard={guard} />
      <Releasers chart={chart.id} guard={guard} />
      {guard.mayEnd !== "no" && (
        <section aria-label="The end of the guard">
          <details className="small">
            <summary>Advanced</summary>
            <p className="quiet">
              Ending the guard brings the chart, under its own name, back into the lists of all who read it.{" "}
              {guard.mayEnd === "alone" && (
                <button
                  className="as-link"
                  type="button"
                  onClick={() => void acting.run(() => vault.unguardChart(chart.id))}
                >
                  End the guard
                </button>
              )}
            </p>
            {guard.mayEnd === "with-owner" && (
              <Suspense>
                <AskOwner request={{ kind: "unguard", chart: chart.id }} />
              </Suspense>
            )}
          </details>
        </section>
      )}
    </>
  );
}
