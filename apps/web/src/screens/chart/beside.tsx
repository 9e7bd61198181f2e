/** What stands between the notes on a timeline: measures, forms, files and cases of the chart. */

import type { DocumentView, MeasureView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useAnswer } from "../../app/session.tsx";
import { count } from "../../words/counts.ts";
import { dayOf } from "../../words/dates.ts";
import { nameOf, sayDocument } from "../../words/documents.ts";
import { SPEAKS_OF_DANGER, sayStanding, tellsOfDanger } from "../../words/forms.ts";
import { sayResult, sayRisk } from "../../words/measures.ts";
import { useGuide } from "../cases/guide.ts";
import { UNSAID, useNameIn } from "../measures/whose.tsx";

/** One line of it. `at`: when it was written, for the order within a day. */
export type Beside = {
  readonly key: string;
  readonly date: string;
  readonly at: number;
  readonly name: ReactNode;
  readonly says: string;
  readonly state: string;
};

/** `undefined`: not read yet. */
export function useBeside(chart: string, now: number): readonly Beside[] | undefined {
  const { value: measures } = useAnswer(`measures ${chart}`, (vault) => vault.measures(chart));
  const { value: forms } = useAnswer(`forms of ${chart}`, (vault) => vault.formsOfChart(chart));
  const { value: files } = useAnswer(`documents ${chart}`, (vault) => vault.documents(chart));
  const { value: cases } = useAnswer(`cases ${chart}`, (vault) => vault.cases(chart));
  const guide = useGuide();
  const nameOf = useNameIn(measures?.whose ?? []);
  if (!measures || !forms || !files || !cases) return undefined;
  const params = { chartId: chart };

  const searchOf = ({ person = UNSAID }: MeasureView) => (measures.whose.length > 0 ? { of: person } : {});
  const filled = measures.entries
    .filter(({ mistaken }) => !mistaken)
    .map(
      (entry): Beside => ({
        key: entry.id,
        date: entry.date,
        at: entry.writtenAt,
        name: (
          <>
            <Link className="t" to="/charts/$chartId/measures" params={params} search={searchOf(entry)}>
              {entry.name}
            </Link>
            {measures.whose.length > 0 && <bdi className="small quiet"> {nameOf(entry.person)}</bdi>}
          </>
        ),
        says: [sayResult(entry), sayRisk(entry)].filter(Boolean).join(". "),
        state: "",
      }),
    );
  const given = forms.responses
    .filter(({ standing }) => standing !== "mistaken")
    .map(
      (head): Beside => ({
        key: head.id,
        date: head.on,
        at: head.writtenAt,
        name: (
          <Link
            className="t"
            dir="auto"
            to="/charts/$chartId/forms/$responseId"
            params={{ ...params, responseId: head.id }}
          >
            {head.title}
          </Link>
        ),
        says: "",
        state: tellsOfDanger(head, dayOf(now)) ? SPEAKS_OF_DANGER : sayStanding(head),
      }),
    );
  const asked = cases.map(
    (one): Beside => ({
      key: one.id,
      date: one.received,
      at: one.writtenAt,
      name: (
        <Link className="t" to="/charts/$chartId/cases/$caseId" params={{ ...params, caseId: one.id }}>
          {guide.nameOf(one.kind)}
        </Link>
      ),
      says: one.said.from && `From ${one.said.from}`,
      state: one.closed ? "Closed" : "Open",
    }),
  );
  return [...filled, ...given, ...asked, ...byDay(files, chart, now)];
}

/** Files that came on one day are one line. Those of a note are told with it, and those of a psychotherapy note nowhere else. */
function byDay(files: readonly DocumentView[], chart: string, now: number): Beside[] {
  const days = new Map<string, DocumentView[]>();
  for (const file of files) {
    if (file.note) continue;
    const day = dayOf(file.addedAt);
    days.set(day, [...(days.get(day) ?? []), file]);
  }
  return [...days].map(([date, [first, ...more]]): Beside => {
    const { id, addedAt, said } = first as DocumentView;
    return {
      key: id,
      date,
      at: addedAt,
      name: (
        <Link
          className="t"
          dir="auto"
          to="/charts/$chartId/documents"
          params={{ chartId: chart }}
          search={{ file: id }}
        >
          {nameOf(first as DocumentView)}
        </Link>
      ),
      says: more.length > 0 ? `And ${count(more.length, "file")} more` : said ? sayDocument(said, now) : "",
      state: "Added",
    };
  });
}
