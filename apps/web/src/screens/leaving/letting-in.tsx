/** Guarded charts that somebody who leaves lets others into: without them nobody opens those where they are alone in it. */

import type { LeavingView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { sayOr } from "../../words/releasers.ts";
import { ClientName } from "../../parts/client-name.tsx";

export function LettingIn({ view }: { readonly view: LeavingView }): ReactElement | null {
  const { letsInto, isGone, isYou } = view;
  const who = isYou ? "you" : "they";
  if (letsInto.length === 0) return null;
  return (
    <section className="leaving" aria-labelledby="h-letting-in">
      <h2 id="h-letting-in">Guarded charts</h2>
      <p className="quiet">
        {isGone
          ? "They let others into these."
          : `${isYou ? "You let" : "They let"} others into these. Where nobody else does, another is chosen before ${who} go: afterwards nobody opens the chart to choose.`}
      </p>
      <ul className="rows">
        {letsInto.map((one) => (
          <li key={one.chart}>
            <div>
              <Link className="t" to="/charts/$chartId" params={{ chartId: one.chart }}>
                {one.chartName ? <ClientName of={one.chartName} /> : "A chart"}
              </Link>
              <p>{sayWhoElse(one, isGone)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function sayWhoElse({ alone, choosers }: LeavingView["letsInto"][number], isGone: boolean): string {
  if (!alone) return "Others let in too.";
  if (isGone)
    return "Nobody lets anybody in any more. It stays shut; its crisis card opens, and recovery cards open it.";
  return `Nobody else lets anybody in. ${sayOr(choosers.map((name) => ({ name }))) || "Nobody"} can choose another, in the open chart.`;
}
