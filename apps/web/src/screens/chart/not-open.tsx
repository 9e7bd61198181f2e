/** A chart of which this member knows the name and no more; and who could let them in. */

import type { ChartView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Access } from "./access.tsx";
import { ClientName } from "../../parts/client-name.tsx";

const AskInEmergency = lazy(() =>
  import("../emergency/ask-in-emergency.tsx").then((m) => ({ default: m.AskInEmergency })),
);
const FirstCase = lazy(() => import("../cases/chart-cases.tsx").then((m) => ({ default: m.FirstCase })));
const ChartCases = lazy(() => import("../cases/chart-cases.tsx").then((m) => ({ default: m.ChartCases })));
const People = lazy(() => import("./people/people.tsx").then((m) => ({ default: m.People })));
const ChartForms = lazy(() => import("./chart-forms.tsx").then((m) => ({ default: m.ChartForms })));
const Looked = lazy(() => import("./looked.tsx").then((m) => ({ default: m.Looked })));

export function NotOpen({ chart }: { readonly chart: ChartView }): ReactElement {
  const { value: access } = useAnswer(`access ${chart.id}`, (vault) => vault.chartAccess(chart.id));
  const names = access?.filter(({ kind, reads }) => kind === "progress" && reads).map(({ name }) => name) ?? [];
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
          {chart.isEnquiry && names.length === 0 ? (
            <Empty says="Somebody asked for treatment. There are no notes of them.">
              <Link className="b" to="/enquiries">
                Enquiries
              </Link>
            </Empty>
          ) : (
            <>
              <Empty says={`This chart is not open to you. ${sayWho(names.filter(Boolean))}`} />
              <Suspense>
                <AskInEmergency chart={chart} hasCard={false} />
              </Suspense>
            </>
          )}
        </div>
        <div className="side-lines">
          <Suspense>
            <ChartCases chart={chart.id} />
            <People chart={chart.id} />
            <FirstCase chart={chart.id} />
            <ChartForms chart={chart.id} />
          </Suspense>
          <Access chart={chart.id} writes={chart.writes} />
          <Suspense>
            <Looked chart={chart.id} />
          </Suspense>
        </div>
      </div>
    </Page>
  );
}

function sayWho(names: readonly string[]): string {
  if (names.length === 0) return "Ask an owner of the practice.";
  const last = names.at(-1);
  return `Ask ${names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${last}` : last}: whoever has it open can let you in.`;
}
