/** The crisis card of a closed chart: the passphrase once more and a reason, then its words. Works without the server. */

import type { CrisisCard } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { PassphraseField } from "../../../parts/passphrase-field.tsx";

export function ReadCrisisCard({
  chart,
  onClose,
}: {
  readonly chart: string;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [passphrase, setPassphrase] = useState("");
  const [reason, setReason] = useState("");
  const [card, setCard] = useState<CrisisCard>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const opened = await acting.run(() => vault.openCrisisCard({ chart, passphrase, reason }));
    setPassphrase("");
    if (opened) setCard(opened.value);
  };

  if (card)
    return (
      <Dialog title="Crisis card" note="That you opened it, and why, stands in the chart." onClose={onClose}>
        <CardWords card={card} />
        <div className="acts">
          <button className="b primary" type="button" onClick={onClose}>
            Put it away
          </button>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      title="Open the crisis card"
      note="Safety plan, contacts, medication: without the server, and without the rest of the chart. Everybody in the chart sees that you opened it, and why."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field label="Why now" hint="A few words. They stand in the chart.">
          {(control) => (
            <input
              {...control}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              autoComplete="off"
              // The dialog opens to be answered
              autoFocus
            />
          )}
        </Field>
        <PassphraseField
          label="Your passphrase, once more"
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="current-password"
          error={acting.error}
        />
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            Open the card
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const PARTS = [
  ["safetyPlan", "Safety plan"],
  ["contacts", "Contacts"],
  ["medication", "Medication"],
] as const;

export function CardWords({ card }: { readonly card: CrisisCard }): ReactElement {
  return (
    <dl className="crisis-card">
      {PARTS.filter(([part]) => card[part].trim()).map(([part, label]) => (
        <div key={part}>
          <dt>{label}</dt>
          <dd dir="auto">{card[part]}</dd>
        </div>
      ))}
    </dl>
  );
}
