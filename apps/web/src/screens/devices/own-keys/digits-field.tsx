/** Six digits beside other questions, where a second factor is set. */

import type { ReactElement } from "react";
import { Field } from "../../../parts/field.tsx";

export type DigitsFieldProps = {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (digits: string) => void;
};

export function DigitsField({ value, error, onChange }: DigitsFieldProps): ReactElement {
  return (
    <Field label="Six digits" hint="From your authenticator app." error={error}>
      {(control) => (
        <input
          {...control}
          className="in typed-code"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
        />
      )}
    </Field>
  );
}
