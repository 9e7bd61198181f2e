/** One cause, one notice: a fact as headline, then always the same four answers. */

import { type ReactElement, type ReactNode, useId } from "react";
import { Icon } from "./icon.tsx";

/** The first word of each answer is the answer. */
export type FourAnswers = {
  readonly notesSafe: readonly [answer: string, more: string];
  readonly goOnWriting: readonly [answer: string, more: string];
  readonly todaysClients: readonly [answer: string, more: string];
  readonly whomToCall: readonly [answer: string, more: string];
};

export type AlarmProps = {
  readonly title: string;
  readonly lede?: ReactNode;
  readonly answers: FourAnswers;
  /** Ochre where nobody has to act at once. */
  readonly lesser?: boolean;
  readonly children?: ReactNode;
};

const QUESTIONS = [
  ["notesSafe", "Are my notes safe?"],
  ["goOnWriting", "May I go on writing?"],
  ["todaysClients", "Today’s clients?"],
  ["whomToCall", "Whom do I call?"],
] as const;

export function AlarmNotice({ title, lede, answers, lesser = false, children }: AlarmProps): ReactElement {
  const id = useId();
  return (
    <section className={lesser ? "alarm lesser" : "alarm"} aria-labelledby={id}>
      <h2 id={id}>
        <Icon name="danger" />
        <span>{title}</span>
      </h2>
      {lede && <p>{lede}</p>}
      <dl>
        {QUESTIONS.map(([key, question]) => (
          <div key={key}>
            <dt>{question}</dt>
            <dd>
              <b>{answers[key][0]}</b> {answers[key][1]}
            </dd>
          </div>
        ))}
      </dl>
      {children && <div className="acts">{children}</div>}
    </section>
  );
}
