/** Cards for one's own psychotherapy notes: how many, and who alone may use them. */

import type { MemberView, RecoveryCardText } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { sayNumber, sentence } from "../../words/counts.ts";
import { ROLE_NAMES } from "../../words/roles.ts";

const PRESETS: readonly (readonly [needed: number, cards: number, says: string])[] = [
  [2, 3, "Your own safe, the executor, the successor. One may be lost."],
  [3, 5, "Two may be lost."],
  [2, 2, "Both are needed: neither may be lost."],
];

export type MakeOwnCardsProps = {
  readonly members: readonly MemberView[];
  readonly replaces: boolean;
  readonly onMade: (cards: readonly RecoveryCardText[]) => void;
  readonly onClose: () => void;
};

export function MakeOwnCards({ members, replaces, onMade, onClose }: MakeOwnCardsProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [chosen, setChosen] = useState(0);
  const [successor, setSuccessor] = useState("");
  const others = members.filter(({ isYou, role }) => !isYou && role !== "auditor");
  const [needed, cards] = PRESETS[chosen] ?? [2, 3];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const named = successor === "" ? {} : { successor };
    const made = await acting.run(() => vault.makeSuccessorCards({ needed, cards, ...named }));
    if (made) onMade(made.value);
  };
  return (
    <form className="make-own-cards" onSubmit={(event) => void submit(event)}>
      {replaces && (
        <p className="small">The cards that are out now open nothing new from then on. Ask for them back.</p>
      )}
      <fieldset className="ways">
        <legend className="vh">How many</legend>
        {PRESETS.map(([few, many, says], index) => (
          <label key={says}>
            <input type="radio" name="own-cards" checked={chosen === index} onChange={() => setChosen(index)} />
            <span>
              <b>
                {sentence(sayNumber(few))} of {sayNumber(many)}
              </b>
              <span>{says}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field
        label="Who may use them"
        hint="A colleague of the practice. If you work alone, leave it open: whoever takes the practice over can use them then."
      >
        {(control) => (
          <select {...control} value={successor} onChange={(event) => setSuccessor(event.target.value)}>
            <option value="">Whoever of the practice has enough</option>
            {others.map(({ id, name, role }) => (
              <option key={id} value={id}>
                {name || "A new member"}, {ROLE_NAMES[role].toLowerCase()}
              </option>
            ))}
          </select>
        )}
      </Field>
      <p className="small">
        Everybody in the practice sees that you made them and for whom, and when they are used. As long as you are here
        you can end both.
      </p>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b primary" type="submit" aria-busy={acting.busy}>
          {acting.busy ? "Making the cards" : "Make the cards"}
        </button>
        <button className="b plain" type="button" onClick={onClose}>
          Not now
        </button>
      </div>
    </form>
  );
}
