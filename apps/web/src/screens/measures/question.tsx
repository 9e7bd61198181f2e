/** One question with its choices, each with the digit that picks it. */

import type { ReactElement } from "react";

export type QuestionProps = {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  readonly choices: readonly { readonly value: number; readonly label: string }[];
  readonly answer: number | null;
  /** Another answer makes it needless. */
  readonly unasked: boolean;
  readonly onAnswer: (value: number | null) => void;
};

export function Question({ number, text, choices, answer, unasked, onAnswer }: QuestionProps): ReactElement {
  return (
    <fieldset data-item={number - 1} disabled={unasked}>
      <legend>
        <span className="num">{number}</span>
        {text}
      </legend>
      <div className="choices">
        {unasked && <span className="small quiet">Not asked, by the answer above.</span>}
        {!unasked &&
          choices.map(({ value, label }) => (
            <label key={value}>
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
            Leave blank<span className="vh"> question {number}</span>
          </button>
        )}
      </div>
    </fieldset>
  );
}
