/** What whoever opens the chart must see first: flags, then diagnoses, then medication. What has ended is folded away, not gone. */

import type { ChartView, FactView } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { Icon } from "../../../parts/icon.tsx";
import { Whom } from "../../../parts/whom.tsx";
import { FactForm, KINDS, type Writing } from "./fact-form.tsx";
import { sayFact, sayMore } from "./fact-words.ts";
import { Review } from "./review.tsx";
import "./facts.css";

export function AtAGlance({ chart }: { readonly chart: ChartView }): ReactElement | null {
  const { value: all } = useAnswer(`facts ${chart.id}`, (vault) => vault.facts(chart.id));
  const [writing, setWriting] = useState<Writing>();
  const now = Date.now();
  if (!all) return null;
  const facts = all.filter(({ said }) => said.kind !== "plan");
  if (facts.length === 0) return null;
  const standing = facts.filter(({ said }) => !said.ended);
  const ended = facts.filter(({ said }) => said.ended);
  const change = chart.writes
    ? (fact: FactView) => fact.said.kind !== "plan" && setWriting({ kind: fact.said.kind, fact })
    : undefined;

  return (
    <section className="glance" aria-labelledby="h-glance">
      <h2 id="h-glance">At a glance</h2>
      {standing.length === 0 && <p className="small quiet">Nothing stands at present.</p>}
      {KINDS.map(({ kind, heading }) => {
        const rows = standing.filter(({ said }) => said.kind === kind);
        if (rows.length === 0) return null;
        return (
          <div key={kind} className={`kind ${kind}`}>
            <h3>{heading}</h3>
            <FactRows chart={chart.id} facts={rows} now={now} onChange={change} />
          </div>
        );
      })}
      {chart.writes && (
        <div className="acts small">
          {KINDS.map(({ kind, add }) => (
            <button key={kind} className="as-link" type="button" onClick={() => setWriting({ kind })}>
              {add}
            </button>
          ))}
        </div>
      )}
      {ended.length > 0 && (
        <details className="small">
          <summary>What has ended ({ended.length})</summary>
          <FactRows chart={chart.id} facts={ended} now={now} onChange={change} />
        </details>
      )}
      {writing && <FactForm chart={chart.id} writing={writing} onClose={() => setWriting(undefined)} />}
    </section>
  );
}

type FactRowsProps = {
  readonly chart: string;
  readonly facts: readonly FactView[];
  readonly now: number;
  readonly onChange: ((fact: FactView) => void) | undefined;
};

function FactRows({ chart, facts, now, onChange }: FactRowsProps): ReactElement {
  return (
    <ul className="rows ends">
      {facts.map((fact) => (
        <li key={fact.id}>
          <div dir="auto">
            <span className="plain-name">
              {fact.said.kind === "flag" && <Icon name="danger" lift />}
              {sayFact(fact.said)}
            </span>
            <Whom chart={chart} person={fact.said.person} />
            <p>
              {sayMore(fact.said, now)} {fact.said.kind === "flag" && <Review said={fact.said} now={now} />}
            </p>
            {fact.others.map((other) => (
              <p key={JSON.stringify(other)} className="due">
                Somebody else said meanwhile: {sayFact(other)}. {sayMore(other, now)}
              </p>
            ))}
          </div>
          {onChange && (
            <button className="as-link small" type="button" onClick={() => onChange(fact)}>
              Change<span className="vh"> {sayFact(fact.said)}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
