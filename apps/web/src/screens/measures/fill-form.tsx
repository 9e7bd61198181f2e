/** A measure that is filled in, here or in the client's hands, and filed. Nothing is scored on screen before it is. */

import type { Answers, Filled, Measure, MeasureView, RiskEnquiry, WhosePerson } from "@alcove/vault";
import { type FormEvent, type ReactElement, useRef, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { useKept } from "../../parts/kept.ts";
import { Stay } from "../../parts/stay.tsx";
import { dayOf } from "../../words/dates.ts";
import { HOW } from "../../words/measures.ts";
import { AskFirst } from "./ask-first.tsx";
import { InTheirHands } from "./in-their-hands.tsx";
import { Questions, unaskedBy } from "./questions.tsx";
import { useNameIn } from "./whose.tsx";
import { type WhoseAnswer, WhoseField, whoseOf } from "./whose-field.tsx";

export type FillFormProps = {
  readonly chart: string;
  readonly measure: Measure;
  /** To correct it. */
  readonly entry: MeasureView | undefined;
  /** Whose it can be; empty: the chart has one client. */
  readonly whose: readonly WhosePerson[];
  readonly onFiled: (person: string | null | undefined) => void;
};

type How = Exclude<Filled["how"], "result">;

export function FillForm({ chart, measure, entry, whose, onFiled }: FillFormProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const was = entry?.filled.how === "result" ? undefined : entry?.filled;
  const [answers, setAnswers] = useState<Answers>(() => was?.answers ?? measure.items.map(() => null));
  const [date, setDate] = useState(entry?.date ?? dayOf(Date.now()));
  const [how, setHow] = useState<How>(was?.how ?? "client");
  const [note, setNote] = useState(entry?.note ?? "");
  const [person, setPerson] = useState<WhoseAnswer>(() => whoseOf(entry));
  const [isWhoseMissing, setWhoseMissing] = useState(false);
  const isAsked = whose.length > 0 && person === undefined;
  const [enquiry, setEnquiry] = useState<RiskEnquiry | undefined>(entry?.enquiry);
  // As it was on screen when it was opened.
  const [basedOn] = useState(entry?.basedOn);
  const [asks, setAsks] = useState(false);
  const [gapsSeen, setGapsSeen] = useState(false);
  const [gapsShown, setGapsShown] = useState(false);
  const [isHanded, setHanded] = useState(false);
  const questions = useRef<{ readonly goTo: (item: number) => void }>(null);
  const nameOf = useNameIn(whose);
  const { value: of } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  // Theirs, where it is said whose it is; else what the chart's client reads.
  const language = person ? (of?.people.find(({ id }) => id === person)?.language ?? "en") : (of?.language ?? "en");
  const whoseBox = useRef<HTMLDivElement>(null);
  const fileIt = useRef<HTMLButtonElement>(null);

  const unasked = unaskedBy(measure, answers);
  const asked = measure.items.filter((_, i) => !unasked.includes(i + 1)).length;
  const answered = answers.filter((answer) => answer !== null).length;
  const gaps = measure.items.flatMap(({ unscored }, i) =>
    answers[i] === null && !unscored && !unasked.includes(i + 1) ? [i + 1] : [],
  );
  const began = answers.some((answer, i) => answer !== (was?.answers[i] ?? null));

  const isRestored = useKept(
    {
      name: `measure ${entry?.id ?? `${chart} ${measure.id} ${measure.version}`}`,
      words: { answers, date, how, note, person, enquiry },
      restore: (kept) => {
        setAnswers(kept.answers);
        setDate(kept.date);
        setHow(kept.how);
        setNote(kept.note);
        setPerson(kept.person);
        setEnquiry(kept.enquiry);
      },
    },
    began,
  );

  const answer = (next: Answers) => {
    setAnswers(next);
    setGapsShown(false);
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isAsked) {
      setWhoseMissing(true);
      whoseBox.current?.querySelector("select")?.focus();
      return;
    }
    if (gaps.length > 0 && !gapsSeen) return setGapsShown(true);
    void file();
  };

  const file = async () => {
    const filed = await acting.run(async () => {
      const outcome = await vault.saveMeasure({
        ...(entry && basedOn ? { id: entry.id, basedOn } : {}),
        chart,
        date,
        note: note.trim(),
        ...(enquiry ? { enquiry } : {}),
        ...(person === undefined ? {} : { person }),
        filled: { how, measure: measure.id, version: measure.version, answers },
      });
      if (!outcome.ok && outcome.error.code === "risk-enquiry-needed") setAsks(true);
      return outcome;
    });
    if (filed) onFiled(person);
  };

  return (
    <form className="fill" onSubmit={submit} noValidate>
      <div ref={whoseBox} className="whose-field">
        <WhoseField whose={whose} person={person} isMissing={isWhoseMissing} onChange={setPerson} />
      </div>
      <fieldset className="ways">
        <legend className="vh">How it is filled in</legend>
        {HOW.map(([value, label, hint]) => (
          <label key={value}>
            <input type="radio" name="how" checked={how === value} onChange={() => setHow(value)} />
            <span>
              <b>{label}</b>
              <span>{hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {isRestored && <p className="small quiet">What was answered before it was locked is here, to be filed.</p>}
      {how === "client" && !entry && (
        <div className="acts">
          <button className="b" type="button" onClick={() => setHanded(true)}>
            Hand the device over
          </button>
        </div>
      )}
      <p className="said">{measure.instruction}</p>
      <p className="small quiet by-keys">A digit answers and goes on, Backspace takes an answer back.</p>
      <Questions
        ref={questions}
        measure={measure}
        answers={answers}
        onAnswers={answer}
        onEnd={() => fileIt.current?.focus()}
      />
      <p className="small quiet" role="status">
        {answered} of {asked} answered.
      </p>
      <p className="tiny quiet">{measure.credit}</p>
      <div className="pair">
        <Field label="Day on which it was filled in">
          {(control) => (
            <input
              {...control}
              type="date"
              value={date}
              onChange={(event) => setDate(event.target.value)}
              autoComplete="off"
            />
          )}
        </Field>
        <Field label="A remark of yours" optional>
          {(control) => (
            <input {...control} value={note} onChange={(event) => setNote(event.target.value)} autoComplete="off" />
          )}
        </Field>
      </div>
      {asks && (
        <AskFirst
          measure={measure}
          answers={answers}
          whose={person ? nameOf(person) : undefined}
          enquiry={enquiry}
          onChange={setEnquiry}
        />
      )}
      {gapsShown && !gapsSeen && gaps.length > 0 && (
        <div className="alarm lesser" role="alert">
          <h2>{gaps.length === 1 ? `Question ${gaps[0]} is blank` : `Questions ${gaps.join(", ")} are blank`}</h2>
          <p>
            Blank is not 0.{" "}
            {fillable(measure, gaps) ? "The score will be marked as filled by its rule." : "There will be no score."}
          </p>
          <div className="acts">
            <button
              className="b"
              type="button"
              onClick={() => {
                setGapsShown(false);
                questions.current?.goTo(gaps[0] ?? 1);
              }}
            >
              Go to question {gaps[0]}
            </button>
            <button
              className="b plain"
              type="button"
              onClick={() => {
                setGapsSeen(true);
                void file();
              }}
            >
              File it with {gaps.length === 1 ? "the gap" : "the gaps"}
            </button>
          </div>
        </div>
      )}
      {acting.error && !asks && <ErrorLine text={acting.error} />}
      {acting.error && asks && enquiry?.words.trim() && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button ref={fileIt} className="b primary" type="submit" aria-busy={acting.busy}>
          File it
        </button>
      </div>
      {isHanded && (
        <InTheirHands
          measure={measure}
          answers={answers}
          language={language}
          onAnswers={answer}
          onClose={() => setHanded(false)}
        />
      )}
      {began && (
        <Stay
          title="Leave without filing?"
          note="What was answered is kept over a lock, and not once you leave."
          stay="Stay here"
          leave="Throw the answers away"
        />
      )}
    </form>
  );
}

/** Whether each scale that has one of the gaps fills as many. */
function fillable({ scales }: Measure, gaps: readonly number[]): boolean {
  return scales.every(({ items, fill }) => {
    const missing = items.filter((item) => gaps.includes(item)).length;
    return missing === 0 || missing <= (fill?.atMost ?? 0);
  });
}
