/**
 * Notes and files off a laptop, of a whole practice or of one client: choose, look through what becomes of each, bring in, read
 * back, report. What was decided rests on this device, sealed, until all of it is in.
 */

import {
  applyDecisions,
  buildMapping,
  type Chart,
  type Decision,
  decisionsOf,
  type Mapping,
  type MappingRow,
  markThere,
  runImport,
  type RunReport,
  withClients,
} from "@alcove/documents/import";
import type { ChartView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer, useSession } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { ClientName } from "../../parts/client-name.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { Progress } from "../../parts/progress.tsx";
import { dayOf } from "../../words/dates.ts";
import { SAY_BUG } from "../../words/failures.ts";
import { LeaderGone } from "../../worker/vault-client.ts";
import { Choose } from "./choose.tsx";
import { hashOf } from "./hash.ts";
import { MappingList } from "./mapping-list.tsx";
import { type ReadFolder, readFolder } from "./read-files.ts";
import { isUnfinished, RunReportView } from "./run-report.tsx";
import "./bring-in.css";

type Looked = {
  readonly folder: ReadFolder;
  readonly notes: Mapping["notes"];
  /** Charts, and the names of their clients. */
  readonly known: readonly Chart[];
  readonly rows: readonly MappingRow[];
};
type Stage =
  | { readonly at: "choose" }
  | { readonly at: "reading"; readonly done: number; readonly total: number }
  | ({ readonly at: "look" } & Looked)
  | ({
      readonly at: "bringing";
      readonly doing: "taking in" | "reading back";
      readonly done: number;
      readonly total: number;
    } & Looked)
  | ({ readonly at: "done"; readonly report: RunReport } & Looked);

/** What rests of a folder that is not wholly in. */
type Kept = { readonly folder: string; readonly decisions: readonly Decision[] };

/** What was decided of a folder, kept under this name until all of it is in. */
const PLAN = "import";

const takesNotes = ({ writes, guarded }: ChartView): boolean => writes && guarded !== "closed";

export function BringInScreen({ chartId }: { readonly chartId?: string }): ReactElement {
  const vault = useVault();
  const { reread } = useSession();
  const { value: all } = useAnswer("charts", (source) => source.charts());
  const { value: resting } = useAnswer("importPlan", (source) => source.aside(PLAN));
  const [stage, setStage] = useState<Stage>({ at: "choose" });
  const [error, setError] = useState<string>();
  const [isStopping, setStopping] = useState(false);
  const [asTheyCame, setAsTheyCame] = useState(false);
  const stopped = useRef(false);
  const [task] = useState(() => `bring-in ${crypto.randomUUID()}`);
  const charts = (all ?? []).filter(takesNotes);
  const chart = all?.find(({ id }) => id === chartId);
  const kept = parseKept(resting);

  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );

  const begin = () => {
    stopped.current = false;
    setStopping(false);
    setError(undefined);
  };
  const stop = () => {
    stopped.current = true;
    setStopping(true);
    void vault.stop(task);
  };
  const failed = (problem: unknown) => {
    if (!(problem instanceof LeaderGone)) setError(SAY_BUG);
  };

  const read = async (files: readonly File[]) => {
    if (files.length === 0) return;
    begin();
    setStage({ at: "reading", done: 0, total: files.length });
    const onProgress = (done: number, total: number) => setStage({ at: "reading", done, total });
    const folder = await readFolder({ files, onProgress, stopped: () => stopped.current });
    // Of one chart whose they are is not asked.
    const known = chartId === undefined ? await withClients(vault, charts) : charts;
    const { rows, notes } = await buildMapping(folder.files, known, { hash: hashOf, today: dayOf(Date.now()) });
    const ofOne = chart ? rows.map((row) => intoChart(row, chart)) : rows;
    const decided = kept && chartId === undefined ? applyDecisions(ofOne, kept.decisions, charts) : ofOne;
    setStage({ at: "look", folder, notes, known, rows: await markThere(vault, decided, asTheyCame) });
  };

  const decide = (looked: Looked, rows: readonly MappingRow[]) => {
    setStage({ ...looked, at: "look", rows });
    void lookAgain(looked.rows, rows).catch(failed);
    // Of one chart nothing is asked that is worth keeping.
    if (chartId === undefined)
      void vault.keepAside(PLAN, JSON.stringify({ folder: looked.folder.name, decisions: decisionsOf(rows) }));
  };

  /** What was answered may be in its chart already: only that chart is read, and what was answered meanwhile stands. */
  const lookAgain = async (before: readonly MappingRow[], rows: readonly MappingRow[]) => {
    const changed = rows.flatMap((row, at) => (row === before[at] ? [] : [row.chart, before[at]?.chart]));
    const concerned = rows.filter(({ chart }) => chart !== undefined && changed.includes(chart));
    const marked = await markThere(vault, concerned, asTheyCame);
    const now = new Map(concerned.map((row, at) => [row, marked[at] ?? row]));
    setStage((stage) =>
      stage.at === "look" ? { ...stage, rows: stage.rows.map((row) => now.get(row) ?? row) } : stage,
    );
  };

  const choosePictures = async (looked: Looked, asNow: boolean) => {
    setAsTheyCame(asNow);
    setStage({ ...looked, at: "look", rows: await markThere(vault, looked.rows, asNow) });
  };

  const bringIn = async (looked: Looked) => {
    begin();
    const { folder, notes, rows } = looked;
    setStage({ ...looked, at: "bringing", doing: "taking in", done: 0, total: rows.length });
    const report = await runImport(
      vault,
      rows,
      { notes, bytes: folder.bytes, hash: hashOf, mediaType: folder.mediaType },
      {
        task,
        asTheyCame,
        stopped: () => stopped.current,
        progress: (step) => setStage({ ...looked, at: "bringing", ...step }),
      },
    );
    if (chartId === undefined && !isUnfinished(report)) await vault.keepAside(PLAN, "");
    reread();
    setStage({ ...looked, at: "done", report });
  };

  const goOn = async (looked: Looked) => {
    const now = await withClients(vault, (await vault.charts()).filter(takesNotes));
    // Charts that were begun are there now.
    const rows = applyDecisions(looked.rows, decisionsOf(looked.rows), now);
    setStage({ ...looked, at: "look", known: now, rows: await markThere(vault, rows, asTheyCame) });
  };

  const again = (folder: ReadFolder) => {
    folder.close();
    // What was answered since it was chosen rests there now.
    reread();
    setStage({ at: "choose" });
  };

  return (
    <Page title="Bring notes in" className="bring-in">
      <p className="crumb">
        <Link to="/charts">Charts</Link>
        {chartId !== undefined && (
          <Link to="/charts/$chartId" params={{ chartId }}>
            <ClientName of={chart?.name ?? "Chart"} />
          </Link>
        )}
      </p>
      <h1>Bring notes in</h1>
      {stage.at === "choose" && (
        <>
          {kept && chartId === undefined && (
            <Resting folder={kept.folder} onForget={() => void vault.keepAside(PLAN, "").then(reread)} />
          )}
          <Choose isOneChart={chartId !== undefined} onChosen={(files) => void read(files).catch(failed)} />
        </>
      )}
      {stage.at === "reading" && (
        <Progress
          title="Reading the files"
          done={stage.done}
          total={stage.total}
          doing="read on this device"
          keeps="Nothing has been added yet."
          onStop={stop}
          stopping={isStopping}
        />
      )}
      {stage.at === "look" && (
        <MappingList
          folder={stage.folder}
          rows={stage.rows}
          charts={stage.known}
          isOneChart={chartId !== undefined}
          asTheyCame={asTheyCame}
          onRows={(rows) => decide(stage, rows)}
          onAsTheyCame={(asNow) => void choosePictures(stage, asNow).catch(failed)}
          onBringIn={() => void bringIn(stage).catch(failed)}
          onAgain={() => again(stage.folder)}
        />
      )}
      {stage.at === "bringing" && (
        <Progress
          title={stage.doing === "taking in" ? "Bringing it in" : "Reading it back"}
          done={stage.done}
          total={stage.total}
          doing={stage.doing === "taking in" ? "sealed here" : "compared with the folder"}
          keeps="Stopping keeps what has come; going on later adds nothing twice."
          onStop={stop}
          stopping={isStopping}
        />
      )}
      {error && <ErrorLine text={error} />}
      {stage.at === "done" && (
        <RunReportView
          folder={stage.folder}
          report={stage.report}
          chart={chartId}
          onGoOn={() => void goOn(stage).catch(failed)}
          onMore={() => again(stage.folder)}
        />
      )}
    </Page>
  );
}

/** Whatever the files say of whose they are: somebody chose the chart. */
function intoChart(row: MappingRow, chart: { readonly id: string; readonly name: string }): MappingRow {
  const asks = row.take === "out" ? row.asks : row.asks.filter((ask) => ask !== "client");
  const { client: _, ...because } = row.because;
  return { ...row, client: chart.name, chart: chart.id, asks, because };
}

function Resting({ folder, onForget }: { readonly folder: string; readonly onForget: () => void }): ReactElement {
  return (
    <section className="niche resting" aria-label="Begun before">
      <p>
        You began with <b>“{folder}”</b>. Choose it again: your answers are kept on this device, and nothing comes in
        twice.
      </p>
      <button className="as-link small" type="button" onClick={onForget}>
        Forget these answers
      </button>
    </section>
  );
}

function parseKept(text: string | undefined): Kept | undefined {
  // The vault's own words, from this device: what an older app kept may have another shape.
  try {
    const kept = text ? (JSON.parse(text) as Kept) : undefined;
    return kept && Array.isArray(kept.decisions) ? kept : undefined;
  } catch {
    return undefined;
  }
}
