/** The second factor, to be judged by the server: digits or a spare code by this form, a key as soon as it is shown. */

import type { Outcome } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useActing } from "./acting.ts";
import { BY_KEY, sayShownWrong } from "../words/second-factor.ts";
import { SecondFactorField } from "./second-factor-field.tsx";

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
  /** An app is set up just now: no spare code stands in for it. */
  readonly isNew?: boolean;
  /** A way to do it another time, and what it is called. */
  readonly otherwise?: { readonly says: string; readonly onPress: () => void };
};

export function DigitsForm(props: DigitsFormProps): ReactElement {
  const { act, hint, says, onDone, amongOthers = false, isNew = false, otherwise } = props;
  const acting = useActing();
  const [code, setCode] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = sayShownWrong(code);
    if (wrong) return acting.setError(wrong);
    const taken = await acting.run(() => act(code));
    if (taken) onDone();
  };

  const changed = (shown: string) => {
    setCode(shown);
    if (shown === BY_KEY) onDone();
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <SecondFactorField value={code} hint={hint} error={acting.error} onChange={changed} onlyDigits={isNew} />
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
