/** How many cards, and how many of them it takes. */

import type { RecoveryCardText } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { sayNumber, sentence } from "../../words/counts.ts";
import { AskOwner } from "../two-owners/ask-owner.tsx";
import { useForTwo } from "../two-owners/for-two.ts";

const PRESETS: readonly (readonly [needed: number, cards: number, says: string])[] = [
  [2, 3, "Your own safe, an executor, a colleague. One may be lost."],
  [3, 5, "For a practice of several owners. Two may be lost."],
  [2, 2, "Both are needed: neither may be lost."],
];

export type MakeCardsProps = {
  readonly replaces: boolean;
  readonly onMade: (cards: readonly RecoveryCardText[], they: "are prepared" | "wait for a signature") => void;
  readonly onClose?: () => void;
};

export function MakeCards({ replaces, onMade, onClose }: MakeCardsProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const forTwo = useForTwo();
  const [chosen, setChosen] = useState(0);
  const [needed, cards] = PRESETS[chosen] ?? [2, 3];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await acting.run(async () => forTwo.watch(await vault.prepareRecoveryCards({ needed, cards })));
    if (made) onMade(made.value, "are prepared");
  };
  return (
    <section aria-labelledby="h-make">
      <h2 id="h-make">{replaces ? "New cards" : "Make the cards"}</h2>
      {replaces && (
        <p className="small quiet">
          Once the new ones are all out, those of now open nothing new. Ask for them back then.
        </p>
      )}
      <form onSubmit={(event) => void submit(event)}>
        <fieldset className="ways">
          <legend className="vh">How many</legend>
          {PRESETS.map(([few, many, says], index) => (
            <label key={says}>
              <input type="radio" name="cards" checked={chosen === index} onChange={() => setChosen(index)} />
              <span>
                <b>
                  {sentence(sayNumber(few))} of {sayNumber(many)}
                </b>
                <span>{says}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {acting.error && !forTwo.needed && <ErrorLine text={acting.error} />}
        {forTwo.needed ? (
          <AskOwner
            request={{ kind: "recovery", needed, cards }}
            onAsked={(proposed) => onMade(proposed.cards ?? [], "wait for a signature")}
          />
        ) : (
          <div className="acts">
            <button className="b primary" type="submit" aria-busy={acting.busy}>
              {acting.busy ? "Making the cards" : "Make the cards"}
            </button>
            {onClose && (
              <button className="b plain" type="button" onClick={onClose}>
                Not now
              </button>
            )}
          </div>
        )}
      </form>
    </section>
  );
}
