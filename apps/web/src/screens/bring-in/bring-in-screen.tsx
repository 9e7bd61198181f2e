/** Notes off a laptop into a chart: choose, see what was found and what was not and why, bring in, report. */

import type { ImportOutcome, NoteKind } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { Progress } from "../../parts/progress.tsx";
import { count, figures, sentence } from "../../words/counts.ts";
import { Choose } from "./choose.tsx";
import { FoundList } from "./found-list.tsx";
import { type ReadFolder, readFolder } from "./read-files.ts";
import "./bring-in.css";

type Stage =
  | { readonly at: "choose" }
  | { readonly at: "reading"; readonly done: number; readonly total: number }
  | { readonly at: "look"; readonly read: ReadFolder }
  | {
      readonly at: "bringing";
      readonly read: ReadFolder;
      readonly done: number;
      readonly total: number;
      readonly left?: number;
    }
  | { readonly at: "done"; readonly read: ReadFolder; readonly outcome: ImportOutcome };

export function BringInScreen(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId/bring-in" });
  const vault = useVault();
  const acting = useActing();
  const { value: charts } = useAnswer("charts", (source) => source.charts());
  const [stage, setStage] = useState<Stage>({ at: "choose" });
  const [kind, setKind] = useState<NoteKind>("progress");
  const [stopping, setStopping] = useState(false);
  const stopped = useRef(false);
  const [task] = useState(() => `bring-in ${crypto.randomUUID()}`);
  const chart = charts?.find((candidate) => candidate.id === chartId);

  useVaultEvents((event) => {
    if (event.kind !== "progress" || event.task !== task) return;
    const { done, total, millisecondsLeft: left } = event;
    setStage((now) => (now.at === "bringing" ? { ...now, done, total, ...(left !== undefined && { left }) } : now));
  });
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );

  const read = async (files: readonly File[]) => {
    if (files.length === 0) return;
    stopped.current = false;
    setStopping(false);
    setStage({ at: "reading", done: 0, total: files.length });
    const found = await readFolder({
      files,
      onProgress: (done, total) => setStage({ at: "reading", done, total }),
      stopped: () => stopped.current,
    });
    setStage({ at: "look", read: found });
  };

  const bringIn = async (found: ReadFolder) => {
    setStopping(false);
    setStage({ at: "bringing", read: found, done: 0, total: found.notes.length });
    const notes = found.notes.map(({ title, text, date, source }) => ({
      title,
      text,
      source,
      ...(date !== undefined && { date }),
    }));
    const outcome = await acting.run(() => vault.importNotes({ task, chart: chartId, kind, notes }));
    setStage(outcome ? { at: "done", read: found, outcome: outcome.value } : { at: "look", read: found });
  };

  const stop = () => {
    stopped.current = true;
    setStopping(true);
    if (stage.at === "bringing") void vault.stop(task);
  };

  return (
    <Page title="Bring notes in" className="bring-in">
      <p className="crumb">
        <Link to="/charts">Charts</Link>
        <span aria-hidden="true">/</span>
        <Link to="/charts/$chartId" params={{ chartId }}>
          {chart?.name ?? "Chart"}
        </Link>
      </p>
      <h1>Bring notes in</h1>
      {stage.at === "choose" && <Choose onChosen={(files) => void read(files)} />}
      {stage.at === "reading" && (
        <Progress
          title="Reading the files"
          done={stage.done}
          total={stage.total}
          doing="read on this device"
          keeps="Nothing has been added yet."
          onStop={stop}
          stopping={stopping}
        />
      )}
      {stage.at === "look" && (
        <FoundList
          read={stage.read}
          kind={kind}
          onKind={setKind}
          onBringIn={() => void bringIn(stage.read)}
          onAgain={() => setStage({ at: "choose" })}
        />
      )}
      {stage.at === "bringing" && (
        <Progress
          title={`Bringing notes into “${chart?.name ?? "the chart"}”`}
          done={stage.done}
          total={stage.total}
          doing="sealed here"
          millisecondsLeft={stage.left}
          keeps="Stopping keeps what has come; going on later adds nothing twice."
          onStop={stop}
          stopping={stopping}
        />
      )}
      {acting.error && <ErrorLine text={acting.error} />}
      {stage.at === "done" && (
        <Report
          outcome={stage.outcome}
          read={stage.read}
          chartId={chartId}
          onGoOn={() => void bringIn(stage.read)}
          onMore={() => setStage({ at: "choose" })}
        />
      )}
    </Page>
  );
}

type ReportProps = {
  readonly outcome: ImportOutcome;
  readonly read: ReadFolder;
  readonly chartId: string;
  readonly onGoOn: () => void;
  readonly onMore: () => void;
};

function Report({ outcome, read, chartId, onGoOn, onMore }: ReportProps): ReactElement {
  const { added, alreadyThere, stoppedEarly } = outcome;
  return (
    <section className="report" role="status">
      <p className="said">
        {sayBrought(added, alreadyThere)}
        {stoppedEarly && ` ${figures(read.notes.length - added - alreadyThere)} were not reached.`}
      </p>
      <p className="quiet small">
        The files on this device are as they were. Keep them until Alcove says that all work is sealed on the server
        {read.left.length > 0 ? ", and see to those that were left where they are" : ""}.
      </p>
      <div className="acts">
        {stoppedEarly ? (
          <button className="b primary" type="button" onClick={onGoOn}>
            Go on bringing them in
          </button>
        ) : (
          <Link className="b primary" to="/charts/$chartId" params={{ chartId }}>
            Look at the chart
          </Link>
        )}
        <button className="b" type="button" onClick={onMore}>
          Bring more in
        </button>
      </div>
    </section>
  );
}

function sayBrought(added: number, alreadyThere: number): string {
  if (added === 0 && alreadyThere > 0) {
    return `${alreadyThere === 1 ? "The note was" : `All ${figures(alreadyThere)} notes were`} in the chart already. Nothing was added twice.`;
  }
  const came = `${sentence(count(added, "note"))} came into the chart.`;
  if (alreadyThere === 0) return came;
  return `${came} ${sentence(count(alreadyThere, "note"))} ${alreadyThere === 1 ? "was" : "were"} there already.`;
}
