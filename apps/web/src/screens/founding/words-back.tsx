/** Offered words are typed back, two of them, before they count: a passphrase that stands on no paper is a lost practice. */

import { type FormEvent, type ReactElement, type ReactNode, useState } from "react";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { Step } from "../../parts/sitting.tsx";

const PLACES = ["First", "Second", "Third", "Fourth", "Fifth"];

export type WordsBackProps = {
  readonly pips: ReactNode;
  readonly words: readonly string[];
  readonly busy: boolean;
  readonly error: string | undefined;
  /** Shows the words again. */
  readonly onShow: () => void;
  readonly onRight: () => void;
};

export function WordsBack({ pips, words, busy, error, onShow, onRight }: WordsBackProps): ReactElement {
  const [asked] = useState(() => drawTwo(words.length));
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [wrong, setWrong] = useState<number>();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const other = asked.find((place) => (typed[place] ?? "").trim().toLowerCase() !== words[place]);
    setWrong(other);
    if (other === undefined) onRight();
    else event.currentTarget.querySelector<HTMLInputElement>(`[name="word-${other}"]`)?.focus();
  };

  return (
    <Step title="Two of them, from your paper" pips={pips} lede="So that you know they stand there and can be read.">
      <form onSubmit={submit} noValidate>
        {asked.map((place, index) => (
          <Field
            key={place}
            label={`${PLACES[place] ?? place + 1} word`}
            error={wrong === place ? "It is another word. Look at the paper, or at the words once more." : undefined}
          >
            {(control) => (
              <input
                {...control}
                name={`word-${place}`}
                value={typed[place] ?? ""}
                onChange={(event) => setTyped({ ...typed, [place]: event.target.value })}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                // The only thing to do here
                autoFocus={index === 0}
              />
            )}
          </Field>
        ))}
        {error && <ErrorLine text={error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={busy}>
            {busy ? "Making your keys" : "Go on"}
          </button>
          <button className="b plain" type="button" onClick={onShow}>
            Show me the words again
          </button>
        </div>
      </form>
    </Step>
  );
}

/** Two places, in their order. */
function drawTwo(words: number): readonly number[] {
  const [one = 0, two = 0] = crypto.getRandomValues(new Uint32Array(2));
  const first = one % words;
  return [first, (first + 1 + (two % (words - 1))) % words].toSorted((a, b) => a - b);
}
