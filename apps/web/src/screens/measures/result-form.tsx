/** The result alone, of a measure that is not here: none of its words. */

import type { MeasureView, WhosePerson } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { dayOf } from "../../words/dates.ts";
import { type WhoseAnswer, WhoseField, whoseOf } from "./whose-field.tsx";

export type ResultFormProps = {
  readonly chart: string;
  /** To correct it. */
  readonly entry: MeasureView | undefined;
  /** Whose it can be; empty: the chart has one client. */
  readonly whose: readonly WhosePerson[];
  readonly onFiled: (person: string | null | undefined) => void;
};

export function ResultForm({ chart, entry, whose, onFiled }: ResultFormProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const was = entry?.filled.how === "result" ? entry.filled : undefined;
  const [words, setWords] = useState({
    name: was?.name ?? "",
    version: was?.version ?? "",
    date: entry?.date ?? dayOf(Date.now()),
    total: was?.total ?? "",
    parts: (was?.parts ?? []).map(({ name, score }) => `${name} ${score}`).join("\n"),
    scoredBy: was?.scoredBy ?? "",
    note: entry?.note ?? "",
  });
  // As it was on screen when it was opened.
  const [basedOn] = useState(entry?.basedOn);
  const [licensed, setLicensed] = useState(was?.licensed ?? false);
  const [person, setPerson] = useState<WhoseAnswer>(() => whoseOf(entry));
  const [isWhoseMissing, setWhoseMissing] = useState(false);
  const isAsked = whose.length > 0 && person === undefined;
  const field = (name: keyof typeof words) => ({
    value: words[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setWords({ ...words, [name]: event.target.value }),
    autoComplete: "off",
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isAsked) return setWhoseMissing(true);
    const { name, version, date, total, scoredBy, note } = words;
    const filed = await acting.run(() =>
      vault.saveMeasure({
        ...(entry && basedOn ? { id: entry.id, basedOn } : {}),
        chart,
        date,
        note: note.trim(),
        ...(person === undefined ? {} : { person }),
        filled: {
          how: "result",
          name: name.trim(),
          version: version.trim(),
          total: total.trim() || null,
          parts: partsIn(words.parts),
          scoredBy: scoredBy.trim(),
          licensed,
        },
      }),
    );
    if (filed) onFiled(person);
  };

  return (
    <form className="fill" onSubmit={(event) => void submit(event)} noValidate>
      <div className="whose-field">
        <WhoseField whose={whose} person={person} isMissing={isWhoseMissing} onChange={setPerson} />
      </div>
      <div className="pair">
        <Field label="Name of the measure">{(control) => <input {...control} {...field("name")} />}</Field>
        <Field label="Version" optional>
          {(control) => <input {...control} {...field("version")} />}
        </Field>
        <Field label="Day on which it was filled in">
          {(control) => <input {...control} type="date" {...field("date")} />}
        </Field>
        <Field label="Total" optional>
          {(control) => <input {...control} inputMode="decimal" {...field("total")} />}
        </Field>
      </div>
      <Field label="Parts" hint="One a line, the score last: “sleep 4”." optional>
        {(control) => <textarea {...control} rows={3} {...field("parts")} />}
      </Field>
      <div className="pair">
        <Field label="Who scored it" optional>
          {(control) => <input {...control} {...field("scoredBy")} />}
        </Field>
        <Field label="A remark of yours" optional>
          {(control) => <input {...control} {...field("note")} />}
        </Field>
      </div>
      <label className="tick">
        <input type="checkbox" checked={licensed} onChange={() => setLicensed(!licensed)} />
        <span>
          <b>The practice holds a licence for it</b>
          <span>Where its owner asks for one</span>
        </span>
      </label>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b primary" type="submit" aria-busy={acting.busy}>
          File it
        </button>
      </div>
    </form>
  );
}

/** The last word of each line is its score. */
function partsIn(text: string): { readonly name: string; readonly score: string }[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .map((line) => ({ name: line.replace(/\s*\S+$/, ""), score: /\S+$/.exec(line)?.[0] ?? "" }));
}
