/** What is written down in a case, one dialog each: an extension, a decision, a disagreement, its end. */

import type { CaseOutcome, CaseTold, CaseView, CaseWords, KindOfCase } from "@alcove/vault";
import { type FormEvent, type ReactElement, type ReactNode, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import type { Keeps } from "../../parts/kept.ts";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";
import { DayField } from "./case-form.tsx";

export type ActProps = {
  readonly chart: string;
  readonly view: CaseView;
  readonly kind: KindOfCase;
  readonly onClose: () => void;
};

type ActFormProps<Words> = Pick<ActProps, "chart" | "view" | "onClose"> & {
  /** `name`: which of these dialogs. */
  readonly keeps: Keeps<Words>;
  readonly title: string;
  readonly note?: ReactNode;
  readonly does: string;
  readonly isTyped: boolean;
  readonly say: () => (Partial<CaseWords> & { readonly told?: CaseTold }) | { readonly error: string };
  readonly children: ReactNode;
};

function ActForm<Words>(props: ActFormProps<Words>): ReactElement {
  const { chart, view, onClose, title, note, does, keeps, isTyped, say, children } = props;
  const vault = useVault();
  const acting = useActing();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const some = say();
    if ("error" in some) return acting.setError(some.error);
    const { told, ...words } = some;
    const request = { chart, id: view.id, said: { ...view.said, ...words }, basedOn: view.basedOn };
    if (await acting.run(() => vault.saveCase({ ...request, ...(told ? { told } : {}) }))) onClose();
  };
  return (
    <FormDialog
      keeps={{ ...keeps, name: `case ${view.id} ${keeps.name}` }}
      isTyped={isTyped}
      leaving="Leave this?"
      title={title}
      note={note}
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          {children}
          <FormEnd acting={acting} does={does} leave={leave} />
        </form>
      )}
    </FormDialog>
  );
}

type WordsFieldProps = {
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly value: string;
  readonly onChange: (text: string) => void;
};

function WordsField({ label, hint, optional = false, value, onChange }: WordsFieldProps): ReactElement {
  return (
    <Field label={label} hint={hint} optional={optional}>
      {(control) => (
        <textarea
          {...control}
          dir="auto"
          rows={4}
          autoComplete="off"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

export function Extend({ view, ...rest }: ActProps): ReactElement {
  const [on, setOn] = useState(() => dayOf(Date.now()));
  const [until, setUntil] = useState(view.extendableTo ?? "");
  const [reason, setReason] = useState("");
  const now = Date.now();
  const latest = view.extendableTo ? sayDayBriefly(view.extendableTo, now) : "";
  return (
    <ActForm
      {...rest}
      view={view}
      title="Extend it, once"
      note={`Told in writing before the answer is due, with the reason and the new day: ${latest} at the latest. A letter for it is ready afterwards.`}
      does="Extend the time"
      keeps={{
        name: "extension",
        words: { on, until, reason },
        restore: (kept) => {
          setOn(kept.on);
          setUntil(kept.until);
          setReason(kept.reason);
        },
      }}
      isTyped={reason !== ""}
      say={() =>
        reason.trim() ? { extension: { on, until, reason: reason.trim() } } : { error: "Say why it takes longer." }
      }
    >
      <DayField label="Told on" value={on} onChange={setOn} />
      <DayField label="Answer by" value={until} onChange={setUntil} />
      <WordsField
        label="Why it takes longer"
        hint="The client reads this in the letter."
        value={reason}
        onChange={setReason}
      />
    </ActForm>
  );
}

const OUTCOMES: readonly CaseOutcome[] = ["granted", "in-part", "denied"];

export function Decide({ view, kind, ...rest }: ActProps): ReactElement {
  const before = view.said.decision;
  const mustGrant = view.said.paidInFull === true;
  const [on, setOn] = useState(before?.on ?? dayOf(Date.now()));
  const [outcome, setOutcome] = useState<CaseOutcome>(before?.outcome ?? "granted");
  const [grounds, setGrounds] = useState(before?.grounds ?? []);
  const [words, setWords] = useState(before?.words ?? "");
  const isTyped =
    outcome !== (before?.outcome ?? "granted") ||
    words !== (before?.words ?? "") ||
    grounds.join() !== (before?.grounds ?? []).join();
  return (
    <ActForm
      {...rest}
      view={view}
      title="The decision"
      note={
        mustGrant
          ? "A health plan must not hear of what was paid in full out of pocket: the rule leaves no choice."
          : "Its letter says what has to stand in it. Give the rest where only a part is denied."
      }
      does="Save the decision"
      keeps={{
        name: "decision",
        words: { on, outcome, grounds, words },
        restore: (kept) => {
          setOn(kept.on);
          setOutcome(kept.outcome);
          setGrounds(kept.grounds);
          setWords(kept.words);
        },
      }}
      isTyped={isTyped}
      say={() => ({ decision: { on, outcome, grounds: outcome === "granted" ? [] : grounds, words: words.trim() } })}
    >
      <fieldset className="case-ticks">
        <legend className="label">It is</legend>
        {(mustGrant ? OUTCOMES.slice(0, 1) : OUTCOMES).map((one) => (
          <label key={one} className="tick">
            <input type="radio" name="outcome" checked={outcome === one} onChange={() => setOutcome(one)} />
            <span>{kind.outcomes[one]}</span>
          </label>
        ))}
      </fieldset>
      {outcome !== "granted" && (
        <fieldset className="case-ticks">
          <legend className="label">On which ground</legend>
          {kind.grounds.map(({ id, words: says, review, source }) => (
            <label key={id} className="tick">
              <input
                type="checkbox"
                checked={grounds.includes(id)}
                onChange={({ target }) =>
                  setGrounds(target.checked ? [...grounds, id] : grounds.filter((one) => one !== id))
                }
              />
              <span>
                {says}
                <span className="quiet">
                  {review ? "Can be reviewed. " : ""}
                  {source.standing === "your-state" ? "Ask your State’s rule; not verified. " : ""}
                  {source.cite}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <DayField label="Decided on" value={on} onChange={setOn} />
      <WordsField
        label="In your words"
        hint="Whoever asked reads this in the letter."
        optional
        value={words}
        onChange={setWords}
      />
    </ActForm>
  );
}

export function Disagree({ view, ...rest }: ActProps): ReactElement {
  const before = view.said.disagreement;
  const [on, setOn] = useState(before?.on ?? dayOf(Date.now()));
  const [statement, setStatement] = useState(before?.statement ?? "");
  const [rebuttal, setRebuttal] = useState(before?.rebuttal ?? "");
  return (
    <ActForm
      {...rest}
      view={view}
      title="The client disagrees"
      note="It stays with the record and goes along when this part of it is disclosed. Of your answer the client gets a copy (45 CFR 164.526(d))."
      does="Save the disagreement"
      keeps={{
        name: "disagreement",
        words: { on, statement, rebuttal },
        restore: (kept) => {
          setOn(kept.on);
          setStatement(kept.statement);
          setRebuttal(kept.rebuttal);
        },
      }}
      isTyped={statement !== (before?.statement ?? "") || rebuttal !== (before?.rebuttal ?? "")}
      say={() => ({ disagreement: { on, statement: statement.trim(), rebuttal: rebuttal.trim() } })}
    >
      <DayField label="Received on" value={on} onChange={setOn} />
      <WordsField
        label="Their statement"
        hint="Word for word. Empty: they only ask that request and denial go along."
        optional
        value={statement}
        onChange={setStatement}
      />
      <WordsField label="Your answer to it" optional value={rebuttal} onChange={setRebuttal} />
    </ActForm>
  );
}

/** A restriction that was agreed to binds no more. */
export function End(props: ActProps): ReactElement {
  const [on, setOn] = useState(() => dayOf(Date.now()));
  const [words, setWords] = useState("");
  return (
    <ActForm
      {...props}
      title="The restriction has ended"
      note="The client asked for it or agreed to it. One towards a health plan, of what was paid in full, ends only when the client says so (45 CFR 164.522(a)(2))."
      does="End the restriction"
      keeps={{
        name: "end",
        words: { on, words },
        restore: (kept) => {
          setOn(kept.on);
          setWords(kept.words);
        },
      }}
      isTyped={words !== ""}
      say={() => (words.trim() ? { ended: { on, words: words.trim() } } : { error: "Say who ended it, and how." })}
    >
      <DayField label="On" value={on} onChange={setOn} />
      <WordsField label="Who ended it, and how" value={words} onChange={setWords} />
    </ActForm>
  );
}

/** What went out: in the same save a disclosure of the chart. */
export function Tell({ view, kind, ...rest }: ActProps): ReactElement {
  const [told, setTold] = useState<CaseTold>(() => ({ on: dayOf(Date.now()), to: "", address: "", what: "" }));
  const isSafety = kind.group === "safety";
  return (
    <ActForm
      {...rest}
      view={view}
      title={isSafety ? "What was told to whom" : "What was given out"}
      note={`Written down as: ${kind.gives?.purpose ?? ""}. No more than was needed.`}
      does={isSafety ? "Save what was told" : "Save what was given out"}
      keeps={{ name: "told", words: told, restore: setTold }}
      isTyped={told.to !== "" || told.address !== "" || told.what !== ""}
      say={() => (told.to.trim() && told.what.trim() ? { told } : { error: "Say to whom, and what." })}
    >
      <ToldFields told={told} onChange={setTold} />
    </ActForm>
  );
}

type ToldFieldsProps = { readonly told: CaseTold; readonly onChange: (told: CaseTold) => void };

export function ToldFields({ told, onChange }: ToldFieldsProps): ReactElement {
  const line = (label: string, of: "to" | "address", hint: string) => (
    <Field label={label} hint={hint} optional={of === "address"}>
      {(control) => (
        <input
          {...control}
          dir="auto"
          autoComplete="off"
          value={told[of]}
          onChange={({ target }) => onChange({ ...told, [of]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <DayField label="On" value={told.on} onChange={(on) => onChange({ ...told, on })} />
      {line("To whom", "to", "“Officer Reyes, Salem police”, “Klee and Partners”.")}
      {line("Their number or address", "address", "An accounting names it, where it is known.")}
      <WordsField
        label="What"
        hint="In short. The client reads this if they ask for the list."
        value={told.what}
        onChange={(what) => onChange({ ...told, what })}
      />
    </>
  );
}

export function Close({ view, kind, ...rest }: ActProps): ReactElement {
  const [on, setOn] = useState(() => dayOf(Date.now()));
  const [words, setWords] = useState("");
  return (
    <ActForm
      {...rest}
      view={view}
      title="Close the case"
      note={
        kind.group === "papers"
          ? "The legal hold of the chart ends with it. Close it when your attorney says that the matter is over."
          : "Nothing more is due. It stays in the chart, and can still be read."
      }
      does="Close the case"
      keeps={{
        name: "close",
        words: { on, words },
        restore: (kept) => {
          setOn(kept.on);
          setWords(kept.words);
        },
      }}
      isTyped={words !== ""}
      say={() => ({ closed: { on, words: words.trim() } })}
    >
      <DayField label="On" value={on} onChange={setOn} />
      <WordsField
        label="What was done"
        hint="“Copy handed over at the desk.”"
        optional
        value={words}
        onChange={setWords}
      />
    </ActForm>
  );
}
