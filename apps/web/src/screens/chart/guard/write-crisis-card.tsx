/** Writing a guarded chart's crisis card, while the chart is open. */

import type { CrisisCard } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { Field } from "../../../parts/field.tsx";
import { FormDialog } from "../../../parts/form-dialog.tsx";
import { FormEnd } from "../../../parts/form-end.tsx";

const PARTS = [
  ["safetyPlan", "Safety plan", 6],
  ["contacts", "Contacts", 3],
  ["medication", "Medication", 3],
] as const;
const NONE: CrisisCard = { safetyPlan: "", contacts: "", medication: "" };

export function WriteCrisisCard({
  chart,
  card,
  onClose,
}: {
  readonly chart: string;
  readonly card: CrisisCard | undefined;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const before = card ?? NONE;
  const [words, setWords] = useState(before);
  const isTyped = PARTS.some(([part]) => words[part] !== before[part]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await acting.run(() => vault.saveCrisisCard({ chart, ...words }))) onClose();
  };

  return (
    <FormDialog
      keeps={{ name: `crisis card ${chart}`, words, restore: setWords }}
      isTyped={isTyped}
      leaving="Leave the crisis card?"
      title="Crisis card"
      note="What helps when the client calls and the server doesn’t answer. It opens without it, by passphrase and a reason, on the devices of all who can open this chart. Put nothing else here: it lies outside the guard."
      broad
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          {PARTS.map(([part, label, rows]) => (
            <Field key={part} label={label} optional>
              {(control) => (
                <textarea
                  {...control}
                  dir="auto"
                  rows={rows}
                  value={words[part]}
                  onChange={(event) => setWords({ ...words, [part]: event.target.value })}
                  autoComplete="off"
                />
              )}
            </Field>
          ))}
          <FormEnd acting={acting} does="Save the crisis card" changes leave={leave} />
        </form>
      )}
    </FormDialog>
  );
}
