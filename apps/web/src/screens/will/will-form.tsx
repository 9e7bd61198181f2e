/** Writing a professional will, or changing it; saving it says that all of it holds. */

import type { WillView, WillWords } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { WILL_PARTS } from "./will-words.ts";

const NOTHING: WillWords = { executor: "", backup: "", instructions: "", clients: "", colleagues: "", cards: "" };

export type WillFormProps = {
  readonly will: WillView | undefined;
  /** Whether there is one to go back to. */
  readonly mayLeave: boolean;
  readonly onDone: () => void;
};

export function WillForm({ will, mayLeave, onDone }: WillFormProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [words, setWords] = useState<WillWords>(
    () =>
      Object.fromEntries(
        Object.keys(NOTHING).map((part) => [part, will?.[part as keyof WillWords] ?? ""]),
      ) as WillWords,
  );
  const [missing, setMissing] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (words.executor.trim() === "") return setMissing(true);
    if (await acting.run(() => vault.saveWill(words))) onDone();
  };
  return (
    <section aria-labelledby="h-will">
      <h2 id="h-will">{mayLeave ? "Change your will" : "Your professional will"}</h2>
      <form className="will-form" onSubmit={(event) => void submit(event)} noValidate>
        {WILL_PARTS.map(({ part, label, hint, rows }) => (
          <Field
            key={part}
            label={label}
            hint={hint}
            optional={part !== "executor"}
            error={
              part === "executor" && missing
                ? "Name somebody: without an executor nobody knows whom to ask."
                : undefined
            }
          >
            {(control) => (
              <textarea
                {...control}
                rows={rows}
                value={words[part]}
                onChange={(event) => {
                  setMissing(false);
                  setWords({ ...words, [part]: event.target.value });
                }}
                autoComplete="off"
              />
            )}
          </Field>
        ))}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            Save the will
          </button>
          {mayLeave && (
            <button className="b plain" type="button" onClick={onDone}>
              Leave it as it was
            </button>
          )}
        </div>
      </form>
    </section>
  );
}
