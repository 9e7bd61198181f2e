/** Whose a measure is that is filed in a chart with several clients: it is asked, and nobody is chosen beforehand. */

import type { WhosePerson } from "@alcove/vault";
import type { ReactElement } from "react";
import { Field } from "../../parts/field.tsx";
import { useNameIn } from "./whose.tsx";

/** An id, `null`: nobody in particular; `undefined`: it was not asked yet. */
export type WhoseAnswer = string | null | undefined;

export type WhoseFieldProps = {
  readonly whose: readonly WhosePerson[];
  readonly person: WhoseAnswer;
  /** Somebody went on without an answer. */
  readonly isMissing: boolean;
  readonly onChange: (person: WhoseAnswer) => void;
};

const NOBODY = "nobody";

export function WhoseField({ whose, person, isMissing, onChange }: WhoseFieldProps): ReactElement | null {
  const nameOf = useNameIn(whose);
  if (whose.length === 0) return null;
  // Who is no client any more can be meant by what is corrected only.
  const people = whose.filter((one) => !one.gone || one.person === person);
  return (
    <Field
      label="Whose it is"
      hint="Scores are drawn and compared for each person alone."
      error={isMissing && person === undefined ? "Say whose it is." : undefined}
    >
      {(control) => (
        <select
          {...control}
          value={person === null ? NOBODY : (person ?? "")}
          onChange={({ target }) => onChange(target.value === NOBODY ? null : target.value || undefined)}
        >
          <option value="">Choose</option>
          {people.map((one) => (
            <option key={one.person} value={one.person}>
              {nameOf(one.person)}
            </option>
          ))}
          <option value={NOBODY}>Not one of them alone</option>
        </select>
      )}
    </Field>
  );
}

/** What is asked first of an entry: of one that is there, as it was said. */
export const whoseOf = (entry: { readonly person?: string } | undefined): WhoseAnswer =>
  entry ? (entry.person ?? null) : undefined;
