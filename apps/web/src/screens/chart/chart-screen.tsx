/** One chart: what is kept apart in its niche, the timeline by month, files, and the next note one press away. */

import type { ChartView, NoteHead } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useClientName } from "../../parts/client-name.tsx";
import { Empty } from "../../parts/empty.tsx";
import { figures } from "../../words/counts.ts";
import { dayOf, sayMonthAndYear, sayShortDate } from "../../words/dates.ts";
import { Access } from "./access.tsx";
import { ApartNiche, ForYouAlone, OthersNiche } from "./apart-niche.tsx";
import { useBeside } from "./beside.tsx";
import { ChartFiles } from "./chart-files.tsx";
import { NotOpen } from "./not-open.tsx";
import { RenameChart } from "./rename-chart.tsx";
import { Timeline } from "./timeline.tsx";
import "./chart.css";

const ChartCases = lazy(() => import("../cases/chart-cases.tsx").then((m) => ({ default: m.ChartCases })));
const FirstCase = lazy(() => import("../cases/chart-cases.tsx").then((m) => ({ default: m.FirstCase })));
const Plan = lazy(() => import("./facts/plan.tsx").then((m) => ({ default: m.Plan })));
const AtAGlance = lazy(() => import("./facts/at-a-glance.tsx").then((m) => ({ default: m.AtAGlance })));
const ClosedChart = lazy(() => import("./guard/closed-chart.tsx").then((m) => ({ default: m.ClosedChart })));
const ChartMeasures = lazy(() => import("./chart-measures.tsx").then((m) => ({ default: m.ChartMeasures })));
const UndrawnMeasures = lazy(() => import("./chart-measures.tsx").then((m) => ({ default: m.UndrawnMeasures })));
const NothingYet = lazy(() => import("./facts/nothing-yet.tsx").then((m) => ({ default: m.NothingYet })));
const ChartForms = lazy(() => import("./chart-forms.tsx").then((m) => ({ default: m.ChartForms })));
const TakenOut = lazy(() => import("./taken-out.tsx").then((m) => ({ default: m.TakenOut })));
const Looked = lazy(() => import("./looked.tsx").then((m) => ({ default: m.Looked })));
const People = lazy(() => import("./people/people.tsx").then((m) => ({ default: m.People })));
const FaceSheet = lazy(() => import("./people/face-sheet.tsx").then((m) => ({ default: m.FaceSheet })));
const NextAppointment = lazy(() => import("./next-appointment.tsx").then((m) => ({ default: m.NextAppointment })));
const ExportLine = lazy(() => import("./export-line.tsx").then((m) => ({ default: m.ExportLine })));
const EndOfChart = lazy(() => import("../destroying/end-of-chart.tsx").then((m) => ({ default: m.EndOfChart })));
const DestroyedChart = lazy(() =>
  import("../destroying/destroyed-chart.tsx").then((m) => ({ default: m.DestroyedChart })),
);
const Guard = lazy(() => import("./guard/guard.tsx").then((m) => ({ default: m.Guard })));

export function ChartScreen(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId" });
  const { value: found } = useAnswer(`chart ${chartId}`, (vault) => vault.chart(chartId));
  const { value: notes } = useAnswer(`notes ${chartId}`, (vault) => vault.notes(chartId));

  if (found && !found.ok && found.error.code === "chart-destroyed")
    return (
      <Suspense fallback={<Page title="Chart">{null}</Page>}>
        <DestroyedChart key={chartId} chart={chartId} />
      </Suspense>
    );
  if (found && !found.ok) return <NoSuchChart />;
  if (!found || !notes) return <Page title="Chart">{null}</Page>;
  const chart = found.value;
  if (chart.guarded === "closed")
    return (
      <Suspense fallback={<Page title="Chart">{null}</Page>}>
        <ClosedChart key={chartId} chart={chart} />
      </Suspense>
    );
  if (!chart.opens && notes.length === 0) return <NotOpen key={chartId} chart={chart} />;
  return <Chart key={chartId} chart={chart} notes={notes} />;
}

function Chart({ chart, notes }: { readonly chart: ChartView; readonly notes: readonly NoteHead[] }): ReactElement {
  const { value: allDrafts } = useAnswer("drafts", (vault) => vault.drafts());
  const [renaming, setRenaming] = useState(false);
  const shown = useClientName();
  const now = Date.now();
  const progress = notes.filter((note) => note.kind === "progress");
  const apart = notes.filter((note) => note.kind === "psychotherapy" && note.isOwn);
  const others = notes.filter((note) => note.kind === "psychotherapy" && !note.isOwn);
  const drafts = (allDrafts ?? []).filter(
    (draft) => draft.chart === chart.id && !draft.note && !draft.response && draft.kind === "progress",
  );
  const beside = useBeside(chart.id, now) ?? [];
  const safetyPlan = progress
    .filter(({ form }) => form === "safety-plan")
    .toSorted((a, b) => b.date.localeCompare(a.date) || b.writtenAt - a.writtenAt)[0];
  const begin = { chart: chart.id, kind: "progress" } as const;

  return (
    <Page title="Chart">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts">Charts</Link>
          </p>
          {renaming ? (
            <>
              <h1 className="vh">{shown(chart.name)}</h1>
              <RenameChart chart={chart} onClose={() => setRenaming(false)} />
            </>
          ) : (
            <>
              <h1 dir="auto">{shown(chart.name)}</h1>
              <p className="facts">
                <span>
                  Since <b>{sayMonthAndYear(dayOf(chart.createdAt))}</b>
                </span>
                {progress.length > 0 && (
                  <span>
                    <b className="num">{figures(progress.length)}</b> progress{" "}
                    {progress.length === 1 ? "note" : "notes"}
                  </span>
                )}
                <Suspense>
                  <NextAppointment chart={chart.id} isActive={chart.status === "active"} />
                </Suspense>
                {safetyPlan && (
                  <Link to="/notes/$noteId" params={{ noteId: safetyPlan.id }}>
                    Safety plan of {sayShortDate(safetyPlan.date)}
                  </Link>
                )}
                <Suspense>
                  <FaceSheet chart={chart.id}>
                    <button className="as-link" type="button" onClick={() => setRenaming(true)}>
                      Rename
                    </button>
                  </FaceSheet>
                </Suspense>
              </p>
            </>
          )}
        </div>
        {chart.writes && (
          <div className="acts">
            <Link className="b primary" to="/notes/$noteId" params={{ noteId: "new" }} search={begin}>
              Write today’s note
            </Link>
          </div>
        )}
      </div>
      <div className="cols">
        <div className="stack">
          {chart.opens && (
            <Suspense>
              <AtAGlance chart={chart} />
              <Plan chart={chart} />
            </Suspense>
          )}
          <Suspense>
            <ChartMeasures chart={chart} />
          </Suspense>
          {apart.length > 0 && <ApartNiche chart={chart.id} notes={apart} now={now} />}
          {chart.closedApart && (
            <p className="small quiet">
              Psychotherapy notes of yours from before the recovery cards are still here, and closed: no recovery card
              opens them. Only cards of their own do, if you had made some.
            </p>
          )}
          {others.length > 0 && <OthersNiche notes={others} now={now} />}
          {progress.length === 0 && drafts.length === 0 && <NoNotes chart={chart} />}
          {progress.length + drafts.length + beside.length > 0 && (
            <Timeline
              chart={chart.id}
              chartName={chart.name}
              notes={progress}
              drafts={drafts}
              beside={beside}
              now={now}
            />
          )}
          <Suspense>
            <TakenOut chart={chart.id} />
          </Suspense>
          {chart.opens && (
            <Suspense>
              <NothingYet chart={chart} />
            </Suspense>
          )}
        </div>
        <div className="side-lines">
          <Suspense>
            <ChartCases chart={chart.id} />
            <People chart={chart.id} />
            <ChartForms chart={chart.id} />
          </Suspense>
          {apart.length === 0 && chart.writes && <ForYouAlone chart={chart.id} />}
          <Access chart={chart.id} writes={chart.writes} />
          <Suspense>
            <Looked chart={chart.id} />
          </Suspense>
          {chart.opens && chart.writes && (
            <Suspense>
              <Guard chart={chart} />
            </Suspense>
          )}
          <Suspense>
            <UndrawnMeasures chart={chart} />
          </Suspense>
          <ChartFiles chart={chart} now={now} />
          <Suspense>
            <ExportLine chart={chart} />
          </Suspense>
          {chart.writes && (progress.length > 0 || drafts.length > 0) && (
            <section aria-labelledby="h-bring">
              <h2 id="h-bring">From a folder</h2>
              <p className="small quiet">
                Notes that lie loose on this device: text, Word, OpenDocument, RTF, PDF, tables.{" "}
                <Link to="/charts/$chartId/bring-in" params={{ chartId: chart.id }}>
                  Bring notes in
                </Link>
              </p>
            </section>
          )}
          <Suspense>
            <FirstCase chart={chart.id} />
            <EndOfChart chart={chart} />
          </Suspense>
        </div>
      </div>
    </Page>
  );
}

function NoNotes({ chart }: { readonly chart: ChartView }): ReactElement {
  if (!chart.opens) return <Empty says="Its progress notes are not open to you." />;
  if (!chart.writes) return <Empty says="No progress notes yet." />;
  return (
    <Empty says="No progress notes yet. Write today’s, or bring in those that lie in a folder.">
      <Link className="b" to="/charts/$chartId/bring-in" params={{ chartId: chart.id }}>
        Bring notes in
      </Link>
    </Empty>
  );
}

function NoSuchChart(): ReactElement {
  return (
    <Page title="No such chart">
      <h1>There is no such chart on this device</h1>
      <p className="quiet">If it was made on another device, it comes when the server can be reached.</p>
      <p className="acts">
        <Link className="b" to="/charts">
          Go to Charts
        </Link>
      </p>
    </Page>
  );
}
