/** Before what can't be undone: the name of what goes, typed. */

import type { ReactElement } from "react";
import { Field } from "./field.tsx";

export type TypeToBeSureProps = {
  readonly name: string;
  readonly typed: string;
  /** It was tried with other words. */
  readonly isWrong: boolean;
  readonly onChange: (typed: string) => void;
};

export function TypeToBeSure({ name, typed, isWrong, onChange }: TypeToBeSureProps): ReactElement {
  return (
    <Field
      label={`To be sure, type: ${name}`}
      error={isWrong ? `These are not the words. Type ${name} as it stands here.` : undefined}
    >
      {(control) => (
        <input
          {...control}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
