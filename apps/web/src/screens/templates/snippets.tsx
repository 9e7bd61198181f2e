/** Words that stand for longer ones while writing: one's own. */

import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";

const NONE = { word: "", text: "" };

export function Snippets(): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value: all } = useAnswer("snippets", (answering) => answering.snippets());
  const [next, setNext] = useState(NONE);
  /** The word of the one that is changed. */
  const [changed, setChanged] = useState<string>();
  const [isTaken, setTaken] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const word = next.word.trim();
    // Its text would be lost from sight.
    if (word !== changed && all?.some((one) => one.word === word)) return setTaken(true);
    const saved = await acting.run(async () => {
      const outcome = await vault.saveSnippet({ ...next, word });
      return outcome.ok && changed !== undefined && changed !== word ? vault.removeSnippet(changed) : outcome;
    });
    if (!saved) return;
    setNext(NONE);
    setChanged(undefined);
  };
  return (
    <section aria-labelledby="h-snippets">
      <h2 id="h-snippets">Your snippets</h2>
      <p className="small quiet above-act">
        Type a slash, the word and a space in a note, and the text stands there. They are yours, and lie where the
        practice keeps names: write no client’s words here.
      </p>
      {all && all.length > 0 && (
        <ul className="rows ends">
          {all.map(({ word, text }) => (
            <li key={word}>
              <div>
                <span className="plain-name" dir="auto">
                  /{word}
                </span>
                <p dir="auto">{text}</p>
              </div>
              <span className="end end-acts">
                <button
                  className="as-link"
                  type="button"
                  onClick={() => {
                    setNext({ word, text });
                    setChanged(word);
                    setTaken(false);
                  }}
                >
                  Change<span className="vh"> {word}</span>
                </button>
                <button
                  className="as-link"
                  type="button"
                  onClick={() => void acting.run(() => vault.removeSnippet(word))}
                >
                  Take out<span className="vh"> {word}</span>
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <form className="snippet-form" onSubmit={(event) => void save(event)} noValidate>
        <Field
          label="Word"
          error={
            isTaken
              ? `/${next.word.trim()} stands for something already: take another word, or change that one.`
              : undefined
          }
        >
          {(control) => (
            <input
              {...control}
              maxLength={20}
              autoComplete="off"
              autoCapitalize="none"
              value={next.word}
              onChange={(event) => {
                setTaken(false);
                setNext({ ...next, word: event.target.value.replace(/^\//, "") });
              }}
            />
          )}
        </Field>
        <Field label="Stands for">
          {(control) => (
            <textarea
              {...control}
              rows={2}
              maxLength={4000}
              autoComplete="off"
              value={next.text}
              onChange={(event) => setNext({ ...next, text: event.target.value })}
            />
          )}
        </Field>
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b" type="submit" aria-busy={acting.busy}>
            Keep the snippet
          </button>
        </div>
      </form>
    </section>
  );
}
