/** Writing a treatment plan: goals, each with objectives that can be seen or counted. */

import type { FactEnd, FactWords, PlanGoal, PlanObjective, PlanWords } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { Field } from "../../../parts/field.tsx";
import { dayOf } from "../../../words/dates.ts";
import { FactDialog, type FactFormProps } from "./fact-dialog.tsx";

const NO_OBJECTIVE: PlanObjective = { words: "", baseline: "", target: "", state: "open" };
const NO_GOAL: PlanGoal = { words: "", objectives: [NO_OBJECTIVE], interventions: "" };
/** As many as a plan takes. */
const MOST = 20;

export function PlanForm(props: FactFormProps): ReactElement {
  const [before] = useState<PlanWords>(() =>
    props.fact?.said.kind === "plan"
      ? props.fact.said
      : { kind: "plan", problems: "", goals: [NO_GOAL], discharge: "", agreed: "", since: dayOf(Date.now()) },
  );
  const [plan, setPlan] = useState(before);
  const change = (some: Partial<PlanWords>) => setPlan({ ...plan, ...some });

  const say = async (ended: FactEnd | undefined): Promise<FactWords | { readonly error: string }> => {
    const { ended: _, reviewBy, ...rest } = plan;
    const goals = plan.goals.filter((goal) => !isBlank(goal)).map(trimmed);
    if (goals.length === 0) return { error: "A plan needs a goal." };
    const lacks = goals.some(({ words, objectives }) => words === "" || objectives.some((one) => one.words === ""));
    if (lacks) return { error: "A goal or an objective has no words yet." };
    return { ...rest, goals, ...(reviewBy && { reviewBy }), ...(ended && { ended }) };
  };

  return (
    <FactDialog
      {...props}
      does="Save the plan"
      title={props.fact ? "Change the plan" : "Write a plan"}
      note="For everybody who can open this chart. Each version stays in its history."
      broad
      isTyped={JSON.stringify(plan) !== JSON.stringify(before)}
      say={say}
      words={plan}
      restore={setPlan}
    >
      <Words
        label="What brings the client"
        optional
        value={plan.problems}
        onChange={(problems) => change({ problems })}
      />
      <Lines lines={plan.goals} none={NO_GOAL} name="goal" onChange={(goals) => change({ goals })}>
        {(goal, set) => <GoalFields goal={goal} onChange={set} />}
      </Lines>
      <Words
        label="Done when"
        hint="By what you both will see that treatment can end."
        optional
        value={plan.discharge}
        onChange={(discharge) => change({ discharge })}
      />
      <Words
        label="What the client said to it"
        hint="How they took part, and agreed."
        optional
        value={plan.agreed}
        onChange={(agreed) => change({ agreed })}
      />
      <Day label="Since" value={plan.since} onChange={(since) => change({ since })} />
      <Day label="Look again by" optional value={plan.reviewBy ?? ""} onChange={(reviewBy) => change({ reviewBy })} />
    </FactDialog>
  );
}

type FieldsProps<T> = { readonly onChange: (value: T) => void };

function GoalFields({ goal, onChange }: FieldsProps<PlanGoal> & { readonly goal: PlanGoal }): ReactElement {
  const change = (some: Partial<PlanGoal>) => onChange({ ...goal, ...some });
  return (
    <>
      <Words
        label="Goal"
        hint="In the client’s words, where they have some."
        value={goal.words}
        onChange={(words) => change({ words })}
      />
      <Lines
        lines={goal.objectives}
        none={NO_OBJECTIVE}
        name="objective"
        onChange={(objectives) => change({ objectives })}
      >
        {(objective, set) => <ObjectiveFields objective={objective} onChange={set} />}
      </Lines>
      <Words
        label="What is done towards it"
        optional
        value={goal.interventions}
        onChange={(interventions) => change({ interventions })}
      />
    </>
  );
}

const STATES = [
  ["open", "Open"],
  ["met", "Met"],
  ["dropped", "Dropped"],
] as const;

function ObjectiveFields({
  objective,
  onChange,
}: FieldsProps<PlanObjective> & { readonly objective: PlanObjective }): ReactElement {
  const change = (some: Partial<PlanObjective>) => onChange({ ...objective, ...some });
  const { by, ...rest } = objective;
  return (
    <div className="objective-fields">
      <Words
        label="Objective"
        hint="What can be seen or counted."
        value={objective.words}
        onChange={(words) => change({ words })}
      />
      <Words label="From" optional value={objective.baseline} onChange={(baseline) => change({ baseline })} />
      <Words label="To" optional value={objective.target} onChange={(target) => change({ target })} />
      <Day label="By" optional value={by ?? ""} onChange={(day) => onChange(day ? { ...rest, by: day } : rest)} />
      <Field label="How it stands">
        {(control) => (
          <select
            {...control}
            value={objective.state}
            onChange={({ target }) => change({ state: target.value as PlanObjective["state"] })}
          >
            {STATES.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

type LinesProps<T> = FieldsProps<readonly T[]> & {
  readonly lines: readonly T[];
  readonly none: T;
  readonly name: "goal" | "objective";
  readonly children: (line: T, set: (line: T) => void) => ReactElement;
};

function Lines<T>({ lines, none, name, onChange, children }: LinesProps<T>): ReactElement {
  return (
    <>
      {lines.map((line, at) => (
        // Lines have no identity but their place
        <fieldset key={at} className={`${name}-lines`}>
          <legend className="vh">
            {name === "goal" ? "Goal" : "Objective"} {at + 1}
          </legend>
          {children(line, (next) => onChange(lines.map((each, place) => (place === at ? next : each))))}
          <button
            className="as-link small"
            type="button"
            onClick={() => onChange(lines.filter((_, place) => place !== at))}
          >
            Take {name} {at + 1} out
          </button>
        </fieldset>
      ))}
      {lines.length < MOST && (
        <div className="acts">
          <button className="b slim" type="button" onClick={() => onChange([...lines, none])}>
            {lines.length === 0 ? `Add a${name === "goal" ? "" : "n"} ${name}` : `Add another ${name}`}
          </button>
        </div>
      )}
    </>
  );
}

type WordsProps = FieldsProps<string> & {
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly value: string;
};

function Words({ label, hint, optional = false, value, onChange }: WordsProps): ReactElement {
  return (
    <Field label={label} hint={hint} optional={optional}>
      {(control) => (
        <input
          {...control}
          dir="auto"
          autoComplete="off"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

function Day({ label, optional = false, value, onChange }: Omit<WordsProps, "hint">): ReactElement {
  return (
    <Field label={label} optional={optional}>
      {(control) => (
        <input
          {...control}
          type="date"
          autoComplete="off"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

const isBlankObjective = ({ words, baseline, target }: PlanObjective): boolean =>
  `${words}${baseline}${target}`.trim() === "";
const isBlank = ({ words, objectives, interventions }: PlanGoal): boolean =>
  `${words}${interventions}`.trim() === "" && objectives.every(isBlankObjective);

/** Without objectives that nobody filled in. */
const trimmed = ({ words, objectives, interventions }: PlanGoal): PlanGoal => ({
  words: words.trim(),
  interventions: interventions.trim(),
  objectives: objectives.filter((one) => !isBlankObjective(one)).map((one) => ({ ...one, words: one.words.trim() })),
});
