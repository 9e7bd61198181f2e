/** All measures of a chart: each scale over time, then every entry with its answers. */

import type { ChartView, MeasuresOfChart } from "@alcove/vault";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { Empty } from "../../parts/empty.tsx";
import { useChartPrinted } from "../note/printed.ts";
import { Course } from "./course.tsx";
import { EntryRow } from "./entry-row.tsx";
import { type Forms, useForms } from "./use-forms.ts";
import { useNameIn, useOneOf, WhoseChoice } from "./whose.tsx";
import "./measures.css";
import { ClientName } from "../../parts/client-name.tsx";

export function MeasuresScreen(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId/measures" });
  const { of: person } = useSearch({ from: "/charts/$chartId/measures" });
  const { value: of } = useAnswer(`chart ${chartId}`, (vault) => vault.chart(chartId));
  const { value: found } = useAnswer(`measures ${chartId}`, (vault) => vault.measures(chartId));
  const forms = useForms();
  const chart = of?.ok ? of.value : undefined;
  if (!of || !found || !forms) return <Page title="Measures">{null}</Page>;
  if (!chart || chart.guarded === "closed") return <NotHere chart={chart} />;
  return <Measures key={person ?? ""} chart={chart} found={found} forms={forms} person={person} />;
}

/** No chart of this id, one that is closed, or one that this member does not write in. */
export function NotHere({ chart }: { readonly chart: ChartView | undefined }): ReactElement {
  return (
    <Page title="Measures">
      <h1>Measures</h1>
      <Empty says={sayWhy(chart)}>
        {chart ? (
          <Link className="b" to="/charts/$chartId" params={{ chartId: chart.id }}>
            Go to the chart
          </Link>
        ) : (
          <Link className="b" to="/charts">
            Go to Charts
          </Link>
        )}
      </Empty>
    </Page>
  );
}

function sayWhy(chart: ChartView | undefined): string {
  if (!chart) return "This chart is not on this device.";
  return chart.guarded === "closed" ? "This chart is closed. Open it first." : "You don’t write in this chart.";
}

type MeasuresProps = {
  readonly chart: ChartView;
  readonly found: MeasuresOfChart;
  readonly forms: Forms;
  /** Whose are shown first. */
  readonly person: string | undefined;
};

function Measures({ chart, found, forms, person }: MeasuresProps): ReactElement {
  useChartPrinted(chart.id);
  const one = useOneOf(found, person);
  const { courses, entries, chosen } = one;
  const { whose } = found;
  const nameOf = useNameIn(whose);
  const now = Date.now();
  const params = { chartId: chart.id };
  return (
    <Page title="Measures">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts/$chartId" params={params} dir="auto">
              <ClientName of={chart.name} />
            </Link>
          </p>
          <h1>Measures</h1>
        </div>
        {chart.writes && (
          <div className="acts">
            <Link className="b primary" to="/charts/$chartId/measures/new" params={params}>
              Fill one in
            </Link>
          </div>
        )}
      </div>
      <div className="cols">
        <div className="stack">
          <WhoseChoice whose={whose} one={one} />
          {courses.map((course) => (
            <Course
              key={`${course.measure} ${course.version} ${course.scale}`}
              course={course}
              now={now}
              whose={chosen === undefined ? undefined : nameOf(chosen)}
            />
          ))}
          {entries.length === 0 ? (
            <Empty
              says={
                !chart.opens
                  ? "Its measures are not open to you."
                  : found.entries.length > 0
                    ? "Nothing of this one was filled in yet."
                    : "Nothing was filled in yet."
              }
            />
          ) : (
            <section aria-labelledby="h-entries">
              <h2 id="h-entries">All that was filled in</h2>
              <p className="small quiet above-act">Screening results, need clinical review.</p>
              <ul className="rows entries">
                {entries.map((entry) => (
                  <EntryRow
                    key={entry.id}
                    entry={entry}
                    whose={chosen === undefined ? undefined : nameOf(chosen)}
                    forms={forms}
                    writes={chart.writes}
                    now={now}
                  />
                ))}
              </ul>
            </section>
          )}
        </div>
        <div className="side-lines">
          <section aria-labelledby="h-say">
            <h2 id="h-say">What a score says</h2>
            <p className="small quiet">
              How often, by the client’s own word, over a span of days. It is no diagnosis, and a 0 on a question about
              safety does not rule danger out. Whether a change is more than chance explains is worked out from
              published samples, which are named below each line.
            </p>
          </section>
        </div>
      </div>
    </Page>
  );
}
