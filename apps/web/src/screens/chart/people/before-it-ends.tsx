/** What is still open in a chart that is about to be discharged, or was: said, and nothing is forbidden. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { count, sentence } from "../../../words/counts.ts";
import { sayDayBriefly } from "../../../words/dates.ts";
import { usePlanned } from "../../calendar/planned.ts";
import { useUnfinished } from "../../today/unfinished.ts";
import { sayFact } from "../facts/fact-words.ts";

type BeforeItEndsProps = { readonly chart: string; readonly isOver: boolean };

export function BeforeItEnds({ chart, isOver }: BeforeItEndsProps): ReactElement | null {
  const now = Date.now();
  const { value: facts } = useAnswer(`facts ${chart}`, (vault) => vault.facts(chart));
  const { value: unsigned } = useAnswer("unsigned", (vault) => vault.unsignedNotes());
  const { value: cases } = useAnswer(`cases ${chart}`, (vault) => vault.cases(chart));
  const { value: notes } = useAnswer(`notes ${chart}`, (vault) => vault.notes(chart));
  const planned = usePlanned(chart, now) ?? [];
  const ofDanger = useUnfinished(now)?.flatMap((one) =>
    one.kind === "form" && one.why === "danger" && one.chart === chart ? [one] : [],
  );
  const standing = facts?.filter(({ said }) => !said.ended && (said.kind === "flag" || said.kind === "plan")) ?? [];
  const notSigned = unsigned?.filter((note) => note.chart === chart).length ?? 0;
  const open = cases?.filter(({ closed }) => !closed).length ?? 0;
  const hasSummary = notes?.some(({ form }) => form === "discharge") ?? true;
  const [first] = planned;
  const lines = [
    ...(ofDanger ?? []).map(({ response, title }) => (
      <>
        <Link to="/charts/$chartId/forms/$responseId" params={{ chartId: chart, responseId: response }}>
          {title}
        </Link>{" "}
        speaks of danger, and no note was written since.
      </>
    )),
    first && (
      <>
        {sentence(count(planned.length, "appointment"))} in the six weeks to come, the first{" "}
        <Link to="/calendar" search={{ day: first.begins.slice(0, 10), view: "day" }}>
          {sayDayBriefly(first.begins.slice(0, 10), now)}
        </Link>
        {first.rule === undefined ? "" : ": end the series there"}.
      </>
    ),
    standing.length > 0 && <>Still standing: {standing.map(({ said }) => sayFact(said)).join(", ")}.</>,
    notSigned > 0 && (
      <>
        {sentence(count(notSigned, "note"))} {notSigned === 1 ? "is" : "are"} not signed.
      </>
    ),
    open > 0 && (
      <>
        {sentence(count(open, "case"))} {open === 1 ? "is" : "are"} open.
      </>
    ),
    !hasSummary && <>There is no discharge summary. A note begins with one from its template.</>,
  ].filter(Boolean);
  if (lines.length === 0) return null;
  return (
    <div className="still-open small">
      <p>{isOver ? "Still open:" : "Before it ends:"}</p>
      <ul>
        {lines.map((line, at) => (
          // Lines have no identity but their place
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
