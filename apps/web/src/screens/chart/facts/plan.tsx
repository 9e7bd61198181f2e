/** The treatment plan of a chart: goals, and by what both see that they are reached. Plans that have ended are folded away, not gone. */

import type { ChartView, FactView, PlanGoal, PlanWords } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { sayDayBriefly } from "../../../words/dates.ts";
import { sayMore, sayObjective } from "./fact-words.ts";
import { PlanForm } from "./plan-form.tsx";
import { Review } from "./review.tsx";
import "./facts.css";

type PlanView = FactView & { readonly said: PlanWords };
const isPlan = (fact: FactView): fact is PlanView => fact.said.kind === "plan";

export function Plan({ chart }: { readonly chart: ChartView }): ReactElement | null {
  const { value: facts } = useAnswer(`facts ${chart.id}`, (vault) => vault.facts(chart.id));
  const [writing, setWriting] = useState<PlanView | "new">();
  const plans = facts?.filter(isPlan) ?? [];
  const now = Date.now();
  if (plans.length === 0) return null;
  const standing = plans.filter(({ said }) => !said.ended);
  const ended = plans.filter(({ said }) => said.ended);

  return (
    <section className="plan" aria-labelledby="h-plan">
      <h2 id="h-plan">Treatment plan</h2>
      {standing.length === 0 && <p className="small quiet">No plan stands.</p>}
      {standing.map((plan) => (
        <div key={plan.id} dir="auto">
          <PlanText plan={plan} now={now} />
          {chart.writes && (
            <div className="acts">
              <button className="b slim" type="button" onClick={() => setWriting(plan)}>
                Change the plan
              </button>
            </div>
          )}
        </div>
      ))}
      {standing.length === 0 && chart.writes && (
        <div className="acts">
          <button className="b slim" type="button" onClick={() => setWriting("new")}>
            Write a plan
          </button>
        </div>
      )}
      {ended.length > 0 && (
        <details className="small">
          <summary>Plans that have ended ({ended.length})</summary>
          <ul className="rows">
            {ended.map(({ id, said }) => (
              <li key={id} dir="auto">
                {sayMore(said, now)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {writing && (
        <PlanForm
          chart={chart.id}
          fact={writing === "new" ? undefined : writing}
          onClose={() => setWriting(undefined)}
        />
      )}
    </section>
  );
}

function PlanText({ plan: { said, others }, now }: { readonly plan: PlanView; readonly now: number }): ReactElement {
  const { problems, goals, discharge, agreed, since } = said;
  return (
    <>
      {problems && <p>{problems}</p>}
      <ol className="goals">
        {goals.map((goal, at) => (
          <li key={`${at} ${goal.words}`}>
            <Goal goal={goal} now={now} />
          </li>
        ))}
      </ol>
      {discharge && <p className="small">Done when: {discharge}</p>}
      <p className="small quiet">
        {agreed && `${agreed} `}
        Since {sayDayBriefly(since, now)}. <Review said={said} now={now} />
      </p>
      {others.length > 0 && <p className="small due">Somebody else changed it meanwhile: Change shows both.</p>}
    </>
  );
}

function Goal({
  goal: { words, objectives, interventions },
  now,
}: {
  readonly goal: PlanGoal;
  readonly now: number;
}): ReactElement {
  return (
    <>
      <span className="plain-name">{words}</span>
      {objectives.length > 0 && (
        <ul className="objectives">
          {objectives.map((one, at) => (
            <li key={`${at} ${one.words}`} className={one.state}>
              {sayObjective(one, now)}
            </li>
          ))}
        </ul>
      )}
      {interventions && <p className="small quiet">{interventions}</p>}
    </>
  );
}
