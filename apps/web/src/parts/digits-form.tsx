/** Six digits of the authenticator app, to be judged by the server. */

import type { Outcome } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useActing } from "./acting.ts";
import { Field } from "./field.tsx";

export type DigitsFormProps = {
  /** What is done with them; a failure is said below the field. */
  readonly act: (digits: string) => Promise<Outcome<void>>;
  /** Where they come from, if the page around doesn't say. */
  readonly hint?: string;
  /** On the button: a verb and its object. */
  readonly says: string;
  readonly onDone: () => void;
  /** Where the page around has its filled button already. */
  readonly amongOthers?: boolean;
  /** A way to do it another time, and what it is called. */
  readonly otherwise?: { readonly says: string; readonly onPress: () => void };
};

export function DigitsForm(props: DigitsFormProps): ReactElement {
  const { act, hint, says, onDone, amongOthers = false, otherwise } = props;
  const acting = useActing();
  const [code, setCode] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const digits = code.replace(/\s/g, "");
    if (!/^\d{6}$/.test(digits)) return acting.setError("Six digits are needed, as the app shows them just now.");
    const taken = await acting.run(() => act(digits));
    if (taken) onDone();
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Field label="Six digits" hint={hint} error={acting.error}>
        {(control) => (
          <input
            {...control}
            className="in typed-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
          />
        )}
      </Field>
      <div className="acts">
        <button className={amongOthers ? "b" : "b primary"} type="submit" aria-busy={acting.busy}>
          {says}
        </button>
        {otherwise && (
          <button className="b plain" type="button" onClick={otherwise.onPress}>
            {otherwise.says}
          </button>
        )}
      </div>
    </form>
  );
}
