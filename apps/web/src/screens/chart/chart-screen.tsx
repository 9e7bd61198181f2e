/** One chart: what is kept apart in its niche, the timeline by month, files, and the next note one press away. */

import type { ChartView, NoteHead } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { Empty } from "../../parts/empty.tsx";
import { figures } from "../../words/counts.ts";
import { dayOf, sayMonthAndYear } from "../../words/dates.ts";
import { Access } from "./access.tsx";
import { ApartNiche, ForYouAlone, OthersNiche } from "./apart-niche.tsx";
import { ChartFiles } from "./chart-files.tsx";
import { NotOpen } from "./not-open.tsx";
import { RenameChart } from "./rename-chart.tsx";
import { Timeline } from "./timeline.tsx";
import "./chart.css";

const ClosedChart = lazy(() => import("./guard/closed-chart.tsx").then((m) => ({ default: m.ClosedChart })));
const Looked = lazy(() => import("./looked.tsx").then((m) => ({ default: m.Looked })));
const Guard = lazy(() => import("./guard/guard.tsx").then((m) => ({ default: m.Guard })));

export function ChartScreen(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId" });
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const { value: notes } = useAnswer(`notes ${chartId}`, (vault) => vault.notes(chartId));
  const chart = charts?.find((candidate) => candidate.id === chartId);

  if (charts && !chart) return <NoSuchChart />;
  if (!chart || !notes) return <Page title="Chart">{null}</Page>;
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
  const now = Date.now();
  const progress = notes.filter((note) => note.kind === "progress");
  const apart = notes.filter((note) => note.kind === "psychotherapy" && note.isOwn);
  const others = notes.filter((note) => note.kind === "psychotherapy" && !note.isOwn);
  const drafts = (allDrafts ?? []).filter(
    (draft) => draft.chart === chart.id && !draft.note && draft.kind === "progress",
  );
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
              <h1 className="vh">{chart.name}</h1>
              <RenameChart chart={chart} onClose={() => setRenaming(false)} />
            </>
          ) : (
            <>
              <h1 dir="auto">{chart.name}</h1>
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
                <button className="as-link" type="button" onClick={() => setRenaming(true)}>
                  Rename
                </button>
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
          {apart.length > 0 && <ApartNiche chart={chart.id} notes={apart} now={now} />}
          {chart.closedApart && (
            <p className="small quiet">
              Psychotherapy notes of yours from before the recovery cards are still here, and closed: no recovery card
              opens them. Only cards of their own do, if you had made some.
            </p>
          )}
          {others.length > 0 && <OthersNiche notes={others} now={now} />}
          {progress.length > 0 || drafts.length > 0 ? (
            <Timeline notes={progress} drafts={drafts} now={now} />
          ) : (
            <NoNotes chart={chart} />
          )}
        </div>
        <div className="side-lines">
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
          <ChartFiles chart={chart} now={now} />
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
