/** One question with its choices, each with the digit that picks it. */

import type { ReactElement } from "react";
import { type ClientWords, clientWords } from "../../words/clients/index.ts";

export type QuestionProps = {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  readonly choices: readonly { readonly value: number; readonly label: string }[];
  readonly answer: number | null;
  /** Another answer makes it needless. */
  readonly unasked: boolean;
  /** Around the question, where a client reads it; its own words are English. */
  readonly say?: ClientWords | undefined;
  readonly onAnswer: (value: number | null) => void;
};

export function Question({
  number,
  text,
  choices,
  answer,
  unasked,
  say = clientWords.en,
  onAnswer,
}: QuestionProps): ReactElement {
  const around = say === clientWords.en ? undefined : "en";
  return (
    <fieldset data-item={number - 1} disabled={unasked}>
      <legend lang={around}>
        <span className="num">{number}</span>
        {text}
      </legend>
      <div className="answer-choices">
        {unasked && <span className="small quiet">{say.notAskedNow}</span>}
        {!unasked &&
          choices.map(({ value, label }) => (
            <label key={value} lang={around}>
              <input
                type="radio"
                name={`question-${number}`}
                checked={answer === value}
                onChange={() => onAnswer(value)}
              />
              {label}
              <kbd aria-hidden="true">{value}</kbd>
            </label>
          ))}
        {!unasked && answer !== null && (
          // Not on the way of the Tab key: Backspace does it there.
          <button className="as-link" type="button" tabIndex={-1} onClick={() => onAnswer(null)}>
            {say.leaveBlank}
            <span className="vh">
              {" "}
              {say.question} {number}
            </span>
          </button>
        )}
      </div>
    </fieldset>
  );
}
