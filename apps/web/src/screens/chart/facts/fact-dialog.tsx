/** The frame around a diagnosis, a medication or a flag that is written, changed or ended, with all that was said of it before. */

import type { FactEnd, FactView, FactWords } from "@alcove/vault";
import { type FormEvent, type ReactElement, type ReactNode, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { Field } from "../../../parts/field.tsx";
import { FormDialog } from "../../../parts/form-dialog.tsx";
import { FormEnd } from "../../../parts/form-end.tsx";
import { WhomField } from "../../../parts/whom.tsx";
import { dayOf, sayMoment } from "../../../words/dates.ts";
import { sayFact, sayMore } from "./fact-words.ts";

export type FactFormProps = {
  readonly chart: string;
  /** The one that is changed. */
  readonly fact: FactView | undefined;
  readonly onClose: () => void;
};

type FactDialogProps<Words> = FactFormProps & {
  readonly title: string;
  /** The button that keeps it, such as "Save the flag". */
  readonly does: string;
  readonly note: string;
  readonly broad?: boolean;
  /** Whether anything but the end was touched. */
  readonly isTyped: boolean;
  /** What is to be said, with this end or none; or why that can't be. */
  readonly say: (ended: FactEnd | undefined) => Promise<FactWords | { readonly error: string }>;
  /** What the kind asks of an end beside day and reason. */
  readonly howEnded?: ReactNode;
  /** What of the kind can be typed, and how it is put back. */
  readonly words: Words;
  readonly restore: (words: Words) => void;
  readonly children: ReactNode;
};

export function FactDialog<Words>(props: FactDialogProps<Words>): ReactElement {
  const { chart, fact, title, does, note, broad = false, isTyped, say, howEnded, children, onClose } = props;
  const vault = useVault();
  const acting = useActing();
  const before = fact?.said.ended;
  const [hasEnded, setHasEnded] = useState(before !== undefined);
  const [on, setOn] = useState(before?.on ?? dayOf(Date.now()));
  const [reason, setReason] = useState(before?.reason ?? "");
  const [person, setPerson] = useState(fact?.said.person);
  const isTouched =
    isTyped || person !== fact?.said.person || hasEnded !== (before !== undefined) || reason !== (before?.reason ?? "");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (hasEnded && reason.trim() === "") return acting.setError("An end needs its reason, in a few words.");
    const said = await say(hasEnded ? { on, reason: reason.trim() } : undefined);
    if ("error" in said) return acting.setError(said.error);
    const { person: _, ...words } = said;
    const whole = { ...words, ...(person === undefined ? {} : { person }) } as FactWords;
    const request = { chart, said: whole, basedOn: fact?.basedOn ?? [], ...(fact && { fact: fact.id }) };
    if (await acting.run(() => vault.saveFact(request))) onClose();
  };

  return (
    <FormDialog
      keeps={{
        name: `${title} ${fact?.id ?? chart}`,
        words: { said: props.words, hasEnded, on, reason },
        restore: (kept) => {
          props.restore(kept.said);
          setHasEnded(kept.hasEnded);
          setOn(kept.on);
          setReason(kept.reason);
        },
      }}
      isTyped={isTouched}
      leaving="Leave this?"
      title={title}
      note={note}
      broad={broad}
      onClose={onClose}
    >
      {(leave) => (
        <>
          <form onSubmit={(event) => void submit(event)} noValidate>
            {fact && fact.others.length > 0 && <Meanwhile others={fact.others} />}
            {children}
            <WhomField chart={chart} person={person} onChange={setPerson} />
            {fact && (
              <label className="tick">
                <input type="checkbox" checked={hasEnded} onChange={({ target }) => setHasEnded(target.checked)} />
                <span>
                  <b>It has ended</b>
                  <span>It stays in the chart, with the day and the reason.</span>
                </span>
              </label>
            )}
            {hasEnded && (
              <>
                {howEnded}
                <Field label="The day it ended">
                  {(control) => (
                    <input
                      {...control}
                      type="date"
                      autoComplete="off"
                      value={on}
                      onChange={({ target }) => setOn(target.value)}
                    />
                  )}
                </Field>
                <Field label="Why">
                  {(control) => (
                    <input
                      {...control}
                      dir="auto"
                      autoComplete="off"
                      value={reason}
                      onChange={({ target }) => setReason(target.value)}
                    />
                  )}
                </Field>
              </>
            )}
            <FormEnd acting={acting} does={does} changes={fact !== undefined} leave={leave} />
          </form>
          {fact && fact.versions > 1 && <Before fact={fact.id} />}
        </>
      )}
    </FormDialog>
  );
}

function Meanwhile({ others }: { readonly others: readonly FactWords[] }): ReactElement {
  const now = Date.now();
  return (
    <div className="small">
      <p>Somebody else said this meanwhile. What you keep now stands for both; all of it stays in the history.</p>
      <ul>
        {others.map((other) => (
          <li key={JSON.stringify(other)} dir="auto">
            {sayFact(other)}. {sayMore(other, now)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** All that was said of it, the newest first. */
function Before({ fact }: { readonly fact: string }): ReactElement {
  const { value } = useAnswer(`fact history ${fact}`, (vault) => vault.factHistory(fact));
  const versions = value?.ok ? value.value.toReversed() : [];
  const now = Date.now();
  return (
    <details className="small before">
      <summary>What was said of it before</summary>
      <ol className="rows">
        {versions.map(({ said, author, writtenAt }) => (
          <li key={`${writtenAt} ${author} ${JSON.stringify(said)}`}>
            <div dir="auto">
              {sayFact(said)}
              <p>
                {sayMore(said, now)} {author || "A member"}, {sayMoment(writtenAt, now)}.
              </p>
            </div>
          </li>
        ))}
      </ol>
    </details>
  );
}

type SinceFieldProps = { readonly value: string; readonly onChange: (value: string) => void };

/** As far as it is known. */
export function SinceField({ value, onChange }: SinceFieldProps): ReactElement {
  return (
    <Field label="Since" hint="A year, a month or a day: 2024, 2024-03, 2024-03-15." optional>
      {(control) => (
        <input
          {...control}
          autoComplete="off"
          inputMode="numeric"
          maxLength={10}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
