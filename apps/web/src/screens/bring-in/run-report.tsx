/** What came of it: read back and compared, what is not in, what may now be deleted, and what deleting does not reach. */

import {
  cloudOf,
  isWaiting,
  type MappingRow,
  mayBeDeleted,
  notReached,
  type RunReport,
  sayReport,
  wordsOnly,
} from "@alcove/documents/import";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { saveFile } from "../../parts/save-file.ts";
import { WellLine } from "../../parts/field.tsx";
import { amount, count, figures, sayNumber, sentence } from "../../words/counts.ts";
import { dayOf } from "../../words/dates.ts";
import { sayFailure } from "../../words/failures.ts";
import { sayWhyNotRead } from "./file-words.ts";
import type { ReadFolder } from "./read-files.ts";

export type RunReportProps = {
  readonly folder: ReadFolder;
  readonly report: RunReport;
  /** The one chart that all went into. */
  readonly chart: string | undefined;
  readonly onGoOn: () => void;
  readonly onMore: () => void;
};

export function RunReportView({ folder, report, chart, onGoOn, onMore }: RunReportProps): ReactElement {
  const { rows, added, stoppedEarly } = report;
  const same = rows.filter(({ outcome }) => outcome.is === "same");
  const before = same.filter(({ outcome }) => outcome.is === "same" && outcome.wasThere).length;
  const unfit = rows.filter(({ outcome }) => ["differs", "missing", "failed"].includes(outcome.is));
  const waiting = rows.filter(({ outcome }) => outcome.is === "waiting").length;
  const deletable = mayBeDeleted(report);
  const cloud = cloudOf(folder.files[0]?.path ?? folder.name);
  const words = same.reduce((sum, { row }) => sum + row.words, 0);
  const bytewise = same.filter(({ row }) => row.take === "file" || row.withFile).length;
  const cleaned = same.filter(({ outcome }) => outcome.is === "same" && outcome.cleaned);
  const unread = same.flatMap(({ row }) => {
    const why = sayWhyNotRead(row);
    return why === undefined ? [] : [{ source: row.source, why }];
  });
  const bare = wordsOnly(report);

  return (
    <div className="report stack">
      <section role="status">
        <p className="said">{sayAdded(added)}</p>
        {same.length > 0 && (
          <WellLine>
            {same.length === 1 ? "It was" : `All ${sayNumber(same.length)} were`} read back from this device and
            compared with the folder: the same to the letter, {amount(words, "word")} in all
            {bytewise > 0 && `, and ${count(bytewise, "file")} to the byte`}
            {cleaned.length > 0 && ", but for what was taken out of pictures"}.
            {before > 0 &&
              ` ${before === 1 ? "One of them was" : `${sentence(sayNumber(before))} of them were`} there before.`}
          </WellLine>
        )}
        {waiting > 0 && <p className="waits">{sayWaiting(waiting, stoppedEarly)}</p>}
      </section>
      {unfit.length > 0 && (
        <section aria-labelledby="h-unfit" className="alarm lesser">
          <h2 id="h-unfit">Keep these files: they are not in as they are</h2>
          <ul className="rows reasons">
            {unfit.map(({ row, outcome }) => (
              <li key={row.source}>
                <span className="small">
                  <b className="plain-name">{row.source}</b>: {sayUnfit(outcome)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {cleaned.length > 0 && (
        <section aria-labelledby="h-cleaned">
          <h2 id="h-cleaned">Taken out of pictures</h2>
          <p className="small">{sayCleanedOf(cleaned.map(({ row }) => row))}</p>
          <Paths title="Which ones" paths={cleaned.map(({ row }) => row.source)} />
        </section>
      )}
      {unread.length > 0 && (
        <section aria-labelledby="h-unread">
          <h2 id="h-unread">Not read, and kept as files</h2>
          <ul className="rows reasons">
            {unread.map(({ source, why }) => (
              <li key={source}>
                <span className="small">
                  <b className="plain-name">{source}</b> {why}.
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {bare.length > 0 && (
        <section aria-labelledby="h-bare">
          <h2 id="h-bare">Only their words are in</h2>
          <p className="small">
            You left {count(bare.length, "document")} out. Keep {bare.length === 1 ? "it" : "them"} for letterheads,
            signatures, layout and pictures: they are nowhere in Alcove.
          </p>
          <Paths title="Which ones" paths={bare} />
        </section>
      )}
      <section aria-labelledby="h-delete">
        <h2 id="h-delete">What may now be deleted</h2>
        <p className="small">
          {deletable.length === 0
            ? "Nothing: each file holds something that is not in."
            : `${sentence(count(deletable.length, "file"))} of “${folder.name}”, as soon as Alcove says that all work is sealed on the server. Alcove deletes nothing itself.`}
        </p>
        {deletable.length > 0 && <Paths title="Which ones" paths={deletable} />}
      </section>
      <section aria-labelledby="h-reach">
        <h2 id="h-reach">What deleting does not reach</h2>
        <ul className="reach small">
          {notReached(cloud).map((line) => {
            const [what = "", ...rest] = line.split(":");
            return (
              <li key={line}>
                <b>{what}</b>:{rest.join(":")}
              </li>
            );
          })}
        </ul>
      </section>
      <div className="acts">
        {waiting > 0 ? (
          <button className="b primary" type="button" onClick={onGoOn}>
            {stoppedEarly ? "Go on" : "Answer the rest"}
          </button>
        ) : chart === undefined ? (
          <Link className="b primary" to="/charts">
            Look at the charts
          </Link>
        ) : (
          <Link className="b primary" to="/charts/$chartId" params={{ chartId: chart }}>
            Look at the chart
          </Link>
        )}
        <button className="b" type="button" onClick={() => saveReport(report, folder.name)}>
          Save this report
        </button>
        <button className="b plain" type="button" onClick={onMore}>
          Bring more in
        </button>
      </div>
    </div>
  );
}

function Paths({ title, paths }: { readonly title: string; readonly paths: readonly string[] }): ReactElement {
  return (
    <details className="folded">
      <summary>
        <span className="plain-name">{title}</span>
      </summary>
      <ul className="small paths inside">
        {paths.map((path) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
    </details>
  );
}

function sayCleanedOf(rows: readonly MappingRow[]): string {
  const placed = rows.filter(({ picture }) => picture?.outcome === "removed" && picture.place).length;
  const isOne = rows.length === 1;
  const where = isOne ? " and where it was taken" : `, ${figures(placed)} of them without where they were taken`;
  return `${sentence(count(rows.length, "picture"))} came in without what the camera or a program wrote into ${isOne ? "it" : "them"}${placed > 0 ? where : ""}. The ${isOne ? "file" : "files"} in your folder still ${isOne ? "has" : "have"} it.`;
}

function saveReport(report: RunReport, folder: string): void {
  const day = dayOf(Date.now());
  saveFile(`rescue import ${day}.txt`, new Blob([sayReport(report, { folder, day })], { type: "text/plain" }));
}

function sayAdded({ charts, notes, files }: RunReport["added"]): string {
  const said = [notes > 0 && count(notes, "note"), files > 0 && count(files, "file")].filter(Boolean).join(" and ");
  if (said === "") return "All of it was there already. Nothing was added twice.";
  return `${sentence(said)} came in${charts > 0 ? `, and ${count(charts, "chart")} ${charts === 1 ? "was" : "were"} begun` : ""}.`;
}

/** "One row waits for your answer, and was not taken in." */
function sayWaiting(waiting: number, stoppedEarly: boolean): string {
  const [was, waits] = waiting === 1 ? ["was", "waits"] : ["were", "wait"];
  const rows = sentence(count(waiting, "row"));
  return stoppedEarly
    ? `${rows} ${was} not taken in: you stopped before.`
    : `${rows} ${waits} for your answer, and ${was} not taken in.`;
}

function sayUnfit(outcome: RunReport["rows"][number]["outcome"]): string {
  if (outcome.is === "failed") return sayFailure({ code: outcome.code } as Parameters<typeof sayFailure>[0]);
  return outcome.is === "missing" ? "it is not in its chart." : "what its chart holds says something else.";
}

/** Whether there is still something to decide about this folder. */
export const isUnfinished = (report: RunReport): boolean =>
  report.stoppedEarly || report.rows.some(({ row, outcome }) => outcome.is === "waiting" && isWaiting(row));
