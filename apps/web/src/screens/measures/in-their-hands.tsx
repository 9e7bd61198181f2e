/** A measure in a client's hands: its questions and nothing else; then thanks. It is filed by its member, who is asked about danger. */

import type { Answers, Measure } from "@alcove/vault";
import { type ReactElement, useRef, useState } from "react";
import { useSession } from "../../app/session.tsx";
import { english } from "../../words/clients/english.ts";
import { HandOver } from "../forms/hand-over.tsx";
import { Questions } from "./questions.tsx";
import "../forms/forms.css";

type InTheirHandsProps = {
  readonly measure: Measure;
  readonly answers: Answers;
  readonly onAnswers: (answers: Answers) => void;
  readonly onClose: () => void;
};

export function InTheirHands({ measure, answers, onAnswers, onClose }: InTheirHandsProps): ReactElement {
  const { lockNow } = useSession();
  const [isDone, setDone] = useState(false);
  const done = useRef<HTMLButtonElement>(null);
  return (
    <HandOver language="en" onClose={onClose}>
      <div className="form-page">
        {isDone ? (
          <>
            <h1 id="h-handed">{english.thanks}</h1>
            <p className="said">{english.thatIsAll}</p>
            <div className="acts">
              <button className="b primary" type="button" onClick={lockNow} autoFocus>
                {english.giveBack}
              </button>
            </div>
          </>
        ) : (
          <>
            <h1 id="h-handed">{measure.title}</h1>
            <p className="said">{measure.instruction}</p>
            <Questions measure={measure} answers={answers} onAnswers={onAnswers} onEnd={() => done.current?.focus()} />
            <p className="tiny quiet">{measure.credit}</p>
            <div className="acts">
              <button ref={done} className="b primary" type="button" onClick={() => setDone(true)}>
                {english.done}
              </button>
              <button className="b plain" type="button" onClick={lockNow}>
                {english.giveBackAsItIs}
              </button>
            </div>
          </>
        )}
      </div>
    </HandOver>
  );
}
