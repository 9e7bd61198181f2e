/** The questions of a measure, one below the other. A digit answers the one that has the focus and goes on to the next. */

import type { Answers, Measure } from "@alcove/vault";
import { type KeyboardEvent, type ReactElement, type Ref, useImperativeHandle, useRef } from "react";
import type { ClientWords } from "../../words/clients/index.ts";
import { Question } from "./question.tsx";

export type QuestionsProps = {
  readonly measure: Measure;
  readonly answers: Answers;
  readonly onAnswers: (answers: Answers) => void;
  /** Around the questions, where a client reads them. */
  readonly say?: ClientWords;
  /** Behind the last one, for the keyboard. */
  readonly onEnd: () => void;
  readonly ref?: Ref<{ readonly goTo: (item: number) => void }>;
};

export function Questions({ measure, answers, onAnswers, say, onEnd, ref }: QuestionsProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const unasked = unaskedBy(measure, answers);

  const answer = (item: number, value: number | null) => {
    const next = answers.map((one, i) => (i === item ? value : one));
    const left = unaskedBy(measure, next);
    onAnswers(next.map((one, i) => (left.includes(i + 1) ? null : one)));
    return left;
  };

  const focusOn = (item: number, left: readonly number[]) => {
    const next = measure.items.findIndex((_, i) => i >= item && !left.includes(i + 1));
    const group = next < 0 ? undefined : box.current?.querySelectorAll("fieldset")[next];
    const radio = group?.querySelector<HTMLElement>("input:checked") ?? group?.querySelector<HTMLElement>("input");
    if (radio) radio.focus();
    else onEnd();
  };
  useImperativeHandle(ref, () => ({ goTo: (item) => focusOn(item - 1, unasked) }));

  const onKeyDown = (event: KeyboardEvent) => {
    const item = Number((event.target as HTMLElement).closest("fieldset")?.dataset["item"] ?? Number.NaN);
    if (Number.isNaN(item) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Backspace" || event.key === "Delete") {
      event.preventDefault();
      answer(item, null);
      return;
    }
    const choices = measure.choices[measure.items[item]?.choices ?? ""] ?? [];
    const value = /^\d$/.test(event.key) ? Number(event.key) : undefined;
    if (value === undefined || !choices.some((one) => one.value === value)) return;
    event.preventDefault();
    focusOn(item + 1, answer(item, value));
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="questions" ref={box} onKeyDown={onKeyDown}>
      {measure.items.map((item, i) => (
        <Question
          key={item.text}
          number={i + 1}
          text={item.text}
          choices={measure.choices[item.choices] ?? []}
          answer={answers[i] ?? null}
          say={say}
          unasked={unasked.includes(i + 1)}
          onAnswer={(value) => void answer(i, value)}
        />
      ))}
    </div>
  );
}

/** Questions that another answer makes needless, counted from 1. */
export function unaskedBy({ unasked }: Measure, answers: Answers): readonly number[] {
  return unasked && answers[unasked.item - 1] === unasked.answer ? unasked.items : [];
}
