/** What nobody has written down in this chart yet, each a word in one line, and the way to begin it. */

import type { ChartView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { Fragment, type ReactElement, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { FactForm, KINDS, type Writing } from "./fact-form.tsx";
import { PlanForm } from "./plan-form.tsx";
import "./facts.css";

export function NothingYet({ chart }: { readonly chart: ChartView }): ReactElement | null {
  const { value: facts } = useAnswer(`facts ${chart.id}`, (vault) => vault.facts(chart.id));
  const { value: measures } = useAnswer(`measures ${chart.id}`, (vault) => vault.measures(chart.id));
  const [writing, setWriting] = useState<Writing>();
  const [planning, setPlanning] = useState(false);
  if (!facts || !measures || !chart.writes) return null;
  const none = (kind: string) => facts.every(({ said }) => said.kind !== kind);
  const begins = [
    // Once one of these stands, all three are begun where it stands.
    ...(KINDS.every(({ kind }) => none(kind))
      ? KINDS.map(({ kind, add }) => (
          <button key={kind} className="as-link" type="button" onClick={() => setWriting({ kind })}>
            {add}
          </button>
        ))
      : []),
    ...(none("plan")
      ? [
          <button key="plan" className="as-link" type="button" onClick={() => setPlanning(true)}>
            Write a plan
          </button>,
        ]
      : []),
    ...(measures.entries.length === 0
      ? [
          <Link key="measure" to="/charts/$chartId/measures/new" params={{ chartId: chart.id }}>
            Fill in a measure
          </Link>,
        ]
      : []),
  ];
  // What somebody is typing stays, whatever came from another device meanwhile.
  if (begins.length === 0 && !writing && !planning) return null;
  return (
    <section className="nothing-yet" aria-label="Nothing here yet">
      <p className="small quiet">
        When you come to it:{" "}
        {begins.map((begin, at) => (
          <Fragment key={begin.key}>
            {at > 0 && " "}
            {/* The dot stays on the line it ends. */}
            <span className="begin">
              {begin}
              {at < begins.length - 1 && " ·"}
            </span>
          </Fragment>
        ))}
      </p>
      {writing && <FactForm chart={chart.id} writing={writing} onClose={() => setWriting(undefined)} />}
      {planning && <PlanForm chart={chart.id} fact={undefined} onClose={() => setPlanning(false)} />}
    </section>
  );
}
