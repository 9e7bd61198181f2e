/** A drill: cards are compared with what was published of them. None are put together, so nothing opens. */

import { type FormEvent, type ReactElement, useMemo, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { CardFields, sayCardFailure } from "./card-fields.tsx";
import { givenCards } from "./card-text.ts";

export function CheckCards({ cards, onClose }: { readonly cards: number; readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const [typed, setTyped] = useState<readonly string[]>([""]);
  const acting = useActing(useMemo(() => sayCardFailure(typed), [typed]));
  const [right, setRight] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = givenCards(typed);
    if (given.length === 0) return acting.setError("Type or scan at least one card.");
    if (await acting.run(() => vault.drillRecoveryCards(given))) setRight(true);
  };
  return (
    <Dialog
      broad
      title="Check the cards"
      note="Each card is compared with what was published when it was made. They are not put together, and nothing of them stays here."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        {right ? (
          <WellLine>These cards are right. What was seen is signed and shown on all devices.</WellLine>
        ) : (
          <CardFields cards={typed} most={cards} onChange={setTyped} />
        )}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          {!right && (
            <button className="b primary" type="submit" aria-busy={acting.busy}>
              Compare
            </button>
          )}
          <button className="b plain" type="button" onClick={onClose}>
            {right ? "Done" : "Not now"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
