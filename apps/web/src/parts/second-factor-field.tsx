/** The six digits of the authenticator app, or a spare code where the app is gone. */

import { type ReactElement, useState } from "react";
import { Field } from "./field.tsx";

export type SecondFactorFieldProps = {
  readonly value: string;
  /** Instead of "Six digits", where there are two apps. */
  readonly label?: string;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly onChange: (typed: string) => void;
  /** Where an app is being set up: nothing stands in for it. */
  readonly onlyDigits?: boolean;
};

export function SecondFactorField(props: SecondFactorFieldProps): ReactElement {
  const [isSpare, setSpare] = useState(false);
  const toggle = () => {
    setSpare(!isSpare);
    props.onChange("");
  };
  return (
    <Field
      label={isSpare ? "A spare code" : (props.label ?? "Six digits")}
      hint={isSpare ? "One of the ten that you kept. Each works once." : props.hint}
      error={props.error}
    >
      {(control) => (
        <>
          <input
            {...control}
            className={isSpare ? "in" : "in typed-code"}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
            inputMode={isSpare ? "text" : "numeric"}
            autoComplete={isSpare ? "off" : "one-time-code"}
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={isSpare ? 24 : 7}
          />
          {!props.onlyDigits && (
            <button className="as-link small" type="button" onClick={toggle}>
              {isSpare ? "Use the six digits" : "I have a spare code instead"}
            </button>
          )}
        </>
      )}
    </Field>
  );
}
