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
  /** It was refused, which is said elsewhere. */
  readonly refused?: boolean;
};

export function PassphraseField(props: PassphraseFieldProps): ReactElement {
  const [visible, setVisible] = useState(props.startsVisible ?? false);
  const odd = props.error || props.refused ? sayOdd(props.value) : undefined;
  return (
    <Field label={props.label} hint={props.hint} error={[props.error, odd].filter(Boolean).join(" ") || undefined}>
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

/**
 * What hands and keyboards do to a passphrase that was offered. Only said: each byte counts, so that one which somebody made with a
 * capital or two spaces goes on opening their devices.
 */
function sayOdd(typed: string): string | undefined {
  const found = [
    ...(/\p{Lu}/u.test(typed) ? ["a capital letter"] : []),
    ...(/\s\s|^\s|\s$/.test(typed) ? ["a space too many"] : []),
  ];
  if (found.length === 0) return undefined;
  return `There is ${found.join(" and ")} in it. Words that Alcove offered are in small letters, with one space between and none after.`;
}
