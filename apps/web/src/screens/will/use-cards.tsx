/** With enough of a colleague's cards: their psychotherapy notes open, and everybody is shown it. */

import { type FormEvent, type ReactElement, useMemo, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { CardFields, sayCardFailure } from "../recovery/card-fields.tsx";
import { givenCards } from "../recovery/card-text.ts";

const MOST_CARDS = 16;

export function UseCards({ onClose }: { readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const [typed, setTyped] = useState<readonly string[]>(["", ""]);
  const acting = useActing(useMemo(() => sayCardFailure(typed), [typed]));
  const [author, setAuthor] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = givenCards(typed);
    if (given.length < 2) return acting.setError("It takes two cards at least.");
    const used = await acting.run(() => vault.useSuccessorCards(given));
    if (used) setAuthor(used.value.authorName || "your colleague");
  };
  return (
    <Dialog
      broad
      title="Use a colleague’s cards"
      note="They open that colleague’s psychotherapy notes to you, and nothing else. It is signed: everybody in the practice is shown it, and your colleague can end it."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        {author ? (
          <WellLine>You read the psychotherapy notes of {author} now, chart by chart. Destroy the cards.</WellLine>
        ) : (
          <CardFields cards={typed} most={MOST_CARDS} onChange={setTyped} />
        )}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          {!author && (
            <button className="b primary" type="submit" aria-busy={acting.busy}>
              Open their notes
            </button>
          )}
          <button className="b plain" type="button" onClick={onClose}>
            {author ? "Done" : "Not now"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
