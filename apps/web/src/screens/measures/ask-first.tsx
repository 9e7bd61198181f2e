/** An answer asks for a risk enquiry: plain words for it, and what came of it or why it could not be. Nothing is filed without. */

import type { Answers, Measure, RiskEnquiry } from "@alcove/vault";
import { type ReactElement, useEffect, useRef } from "react";
import { Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { sayAlert } from "../../words/measures.ts";

export type AskFirstProps = {
  readonly measure: Measure;
  readonly answers: Answers;
  /** Whose they are, in a chart with several clients. */
  readonly whose: string | undefined;
  readonly enquiry: RiskEnquiry | undefined;
  readonly onChange: (enquiry: RiskEnquiry) => void;
};

export function AskFirst({ measure, answers, whose, enquiry, onChange }: AskFirstProps): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: "start" });
  }, []);
  const { asked, words = "" } = enquiry ?? {};
  const told = measure.safety.flatMap(({ item, from, kind, about }) => {
    const answer = answers[item - 1] ?? null;
    const label = measure.choices[measure.items[item - 1]?.choices ?? ""]?.find(({ value }) => value === answer)?.label;
    return kind === "risk" && (answer === null || answer >= from)
      ? [sayAlert({ item, kind, about, answer }, label)]
      : [];
  });
  return (
    <section className="alarm" aria-labelledby="h-ask">
      <h2 id="h-ask" ref={heading} tabIndex={-1}>
        <Icon name="danger" />
        Ask before this is filed
      </h2>
      {whose !== undefined && (
        <p>
          <b dir="auto">{whose}</b>
        </p>
      )}
      {told.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p>
        Ask plainly: whether they think of ending their life, how, when and with what, what has happened before, and
        what keeps them. Then decide together what happens next. If they are in danger now: call 988, the Suicide and
        Crisis Lifeline, or 911. This question is no test of danger, and a 0 would not rule it out.
      </p>
      <fieldset className="ways">
        <legend className="vh">Whether you asked</legend>
        <label>
          <input type="radio" name="asked" checked={asked === true} onChange={() => onChange({ asked: true, words })} />
          <span>
            <b>I asked</b>
            <span>Say what they told you and what you did</span>
          </span>
        </label>
        <label>
          <input
            type="radio"
            name="asked"
            checked={asked === false}
            onChange={() => onChange({ asked: false, words })}
          />
          <span>
            <b>I could not ask</b>
            <span>Say why, and what happens next</span>
          </span>
        </label>
      </fieldset>
      {asked !== undefined && (
        <Field
          label={asked ? "What they told you, and what you did" : "Why not, and what happens next"}
          hint="It is kept with the answers, under your name and the time."
        >
          {(control) => (
            <textarea
              {...control}
              rows={3}
              value={words}
              onChange={(event) => onChange({ asked, words: event.target.value })}
              autoComplete="off"
            />
          )}
        </Field>
      )}
    </section>
  );
}
