/**
 * A measure in a client's hands: its questions and nothing else; then thanks. It is filed by its member, who is asked about danger. What stands
 * around the questions is in the client's language; the questions stay in their owner's words, which are English.
 */

import type { Answers, FormLanguage, Measure } from "@alcove/vault";
import { type ReactElement, useRef, useState } from "react";
import { useSession } from "../../app/session.tsx";
import { clientWords } from "../../words/clients/index.ts";
import { HandOver } from "../forms/hand-over.tsx";
import { LanguageChoice } from "../forms/language-choice.tsx";
import { Questions } from "./questions.tsx";
import "../forms/forms.css";

type InTheirHandsProps = {
  readonly measure: Measure;
  readonly answers: Answers;
  /** In which the client reads, as far as it was said. */
  readonly language: FormLanguage;
  readonly onAnswers: (answers: Answers) => void;
  readonly onClose: () => void;
};

export function InTheirHands({
  measure,
  answers,
  language: reads,
  onAnswers,
  onClose,
}: InTheirHandsProps): ReactElement {
  const { lockNow } = useSession();
  const [language, setLanguage] = useState(reads);
  const say = clientWords[language];
  const isForeign = language !== "en";
  const choice =
    reads === "en" ? undefined : (
      <LanguageChoice
        languages={[reads, "en"]}
        language={language}
        label="Language around the questions"
        onChange={setLanguage}
      />
    );
  const [isDone, setDone] = useState(false);
  const done = useRef<HTMLButtonElement>(null);
  return (
    <HandOver language={language} choice={choice} onClose={onClose}>
      <div className="form-page">
        {isDone ? (
          <>
            <h1 id="h-handed">{say.thanks}</h1>
            <p className="said">{say.thatIsAll}</p>
            <div className="acts">
              <button className="b primary" type="button" onClick={lockNow} autoFocus>
                {say.giveBack}
              </button>
            </div>
          </>
        ) : (
          <>
            <h1 id="h-handed" lang={isForeign ? "en" : undefined}>
              {measure.title}
            </h1>
            {isForeign && <p className="said">{say.itemsInEnglish}</p>}
            <p className="said" lang={isForeign ? "en" : undefined}>
              {measure.instruction}
            </p>
            <Questions
              measure={measure}
              answers={answers}
              say={say}
              onAnswers={onAnswers}
              onEnd={() => done.current?.focus()}
            />
            <p className="tiny quiet" lang={isForeign ? "en" : undefined}>
              {measure.credit}
            </p>
            <div className="acts">
              <button ref={done} className="b primary" type="button" onClick={() => setDone(true)}>
                {say.done}
              </button>
              <button className="b plain" type="button" onClick={lockNow}>
                {say.giveBackAsItIs}
              </button>
            </div>
          </>
        )}
      </div>
    </HandOver>
  );
}
