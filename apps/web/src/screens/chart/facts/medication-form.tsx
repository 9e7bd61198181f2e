/** Writing down what a client takes, as it was reported. */

import type { FactEnd, FactWords, MedicationWords } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { Field } from "../../../parts/field.tsx";
import { FactDialog, type FactFormProps, SinceField } from "./fact-dialog.tsx";
import { SOURCES } from "./fact-words.ts";

const LINES = [
  ["name", "Medication", undefined],
  ["dose", "How much, and when", undefined],
  ["prescriber", "Who prescribes it", undefined],
] as const;
const NONE: MedicationWords = { kind: "medication", name: "", dose: "", prescriber: "", source: "client" };

export function MedicationForm(props: FactFormProps): ReactElement {
  const before = props.fact?.said.kind === "medication" ? props.fact.said : NONE;
  const [words, setWords] = useState(before);
  const [since, setSince] = useState(before.since ?? "");

  const say = async (ended: FactEnd | undefined): Promise<FactWords | { readonly error: string }> => {
    const { name, dose, prescriber, source } = words;
    if (name.trim() === "") return { error: "Which medication is it?" };
    return {
      kind: "medication",
      name: name.trim(),
      dose: dose.trim(),
      prescriber: prescriber.trim(),
      source,
      ...(since.trim() && { since: since.trim() }),
      ...(ended && { ended }),
    };
  };
  const isTyped =
    LINES.some(([part]) => words[part] !== before[part]) ||
    words.source !== before.source ||
    since !== (before.since ?? "");

  return (
    <FactDialog
      {...props}
      does="Save the medication"
      words={{ words, since }}
      restore={(kept) => {
        setWords(kept.words);
        setSince(kept.since);
      }}
      title={props.fact ? "Change the medication" : "Add medication"}
      note="As it was reported to you: nothing is prescribed here."
      isTyped={isTyped}
      say={say}
    >
      {LINES.map(([part, label]) => (
        <Field key={part} label={label} optional={part !== "name"}>
          {(control) => (
            <input
              {...control}
              dir="auto"
              autoComplete="off"
              value={words[part]}
              onChange={({ target }) => setWords({ ...words, [part]: target.value })}
            />
          )}
        </Field>
      ))}
      <SinceField value={since} onChange={setSince} />
      <Field label="Who says so">
        {(control) => (
          <select
            {...control}
            value={words.source}
            onChange={({ target }) => setWords({ ...words, source: target.value as MedicationWords["source"] })}
          >
            {SOURCES.map(([value, label]) => (
              <option key={value} value={value}>
                {label.slice(0, 1).toUpperCase() + label.slice(1)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </FactDialog>
  );
}
