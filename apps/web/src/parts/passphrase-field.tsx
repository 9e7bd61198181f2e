/** A passphrase can be looked at while it is typed: five long words typed blind go wrong. */

import { type ReactElement, type ReactNode, useState } from "react";
import { Field } from "./field.tsx";

export type PassphraseFieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: "current-password" | "new-password";
  readonly startsVisible?: boolean;
  readonly focusFirst?: boolean;
};

export function PassphraseField(props: PassphraseFieldProps): ReactElement {
  const [visible, setVisible] = useState(props.startsVisible ?? false);
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(control) => (
        <span className="beside">
          <input
            {...control}
            type={visible ? "text" : "password"}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
            autoComplete={props.autoComplete}
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            // The one field of a screen that asks for nothing else
            autoFocus={props.focusFirst ?? false}
          />
          <button className="as-link" type="button" onClick={() => setVisible(!visible)}>
            {visible ? "Hide" : "Show"}
            <span className="vh"> the passphrase</span>
          </button>
        </span>
      )}
    </Field>
  );
}
