/** A measure of the practice's own: its questions, one list of choices, and by what right it is used. */

import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";

export type OwnFormProps = { readonly onMade: (measure: string) => void };

export function OwnForm({ onMade }: OwnFormProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [words, setWords] = useState({
    name: "",
    instruction: "",
    lookBack: "the last week",
    questions: "",
    choices: "0 never\n1 sometimes\n2 often\n3 always",
    risk: "",
    rights: "",
  });
  const [higherIs, setHigherIs] = useState<"worse" | "better">("worse");
  const [sure, setSure] = useState(false);
  const [unsure, setUnsure] = useState(false);
  const field = (name: keyof typeof words) => ({
    value: words[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setWords({ ...words, [name]: event.target.value }),
    autoComplete: "off",
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!sure) return setUnsure(true);
    const { name, instruction, lookBack, rights } = words;
    const made = await acting.run(() =>
      vault.defineMeasure({
        name,
        title: "",
        instruction,
        lookBack,
        rights,
        credit: "",
        higherIs,
        questions: linesOf(words.questions),
        choices: linesOf(words.choices).map((line) => ({
          value: Number(/^\d+/.exec(line)?.[0] ?? Number.NaN),
          label: line.replace(/^\d+\s*/, ""),
        })),
        risk: (words.risk.match(/\d+/g) ?? []).map(Number),
      }),
    );
    if (made) onMade(made.value.id);
  };

  return (
    <form className="fill" onSubmit={(event) => void submit(event)} noValidate>
      <p className="quiet">
        Its score is the sum of its questions; everybody in the practice can use it. Its words can’t be changed later,
        so that what was filled in keeps its questions: take it out of use and make another.
      </p>
      <div className="pair">
        <Field label="Name">{(control) => <input {...control} {...field("name")} />}</Field>
        <Field label="What time it asks about">{(control) => <input {...control} {...field("lookBack")} />}</Field>
      </div>
      <Field label="What stands above the questions">
        {(control) => <input {...control} {...field("instruction")} />}
      </Field>
      <Field label="Questions" hint="One a line.">
        {(control) => <textarea {...control} rows={6} {...field("questions")} />}
      </Field>
      <div className="pair">
        <Field label="Choices" hint="One a line: the number that it counts, and its words.">
          {(control) => <textarea {...control} rows={4} {...field("choices")} />}
        </Field>
        <Field
          label="Questions that ask for a risk enquiry"
          hint="Their numbers. Any answer above the lowest, and a blank, asks before it is filed."
          optional
        >
          {(control) => <input {...control} {...field("risk")} />}
        </Field>
      </div>
      <fieldset className="ways">
        <legend className="vh">What a higher score says</legend>
        {(["worse", "better"] as const).map((way) => (
          <label key={way}>
            <input type="radio" name="higher" checked={higherIs === way} onChange={() => setHigherIs(way)} />
            <span>
              <b>A higher score is {way}</b>
            </span>
          </label>
        ))}
      </fieldset>
      <Field
        label="Whose it is, and by what right you use it"
        hint="Such as “written by us”, or the licence. It stands under the questions."
      >
        {(control) => <input {...control} {...field("rights")} />}
      </Field>
      <label className="tick">
        <input
          type="checkbox"
          checked={sure}
          onChange={() => {
            setSure(!sure);
            setUnsure(false);
          }}
        />
        <span>
          <b>The practice holds the rights to use these words</b>
          <span>Many questionnaires belong to somebody, also those that are easy to find</span>
        </span>
      </label>
      {unsure && <ErrorLine text="Confirm that the practice may use these words, or file the result alone." />}
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b primary" type="submit" aria-busy={acting.busy}>
          Make it
        </button>
      </div>
    </form>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
