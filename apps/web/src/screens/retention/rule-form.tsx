/** The practice confirms what its own State and profession ask for, and says where it read it. */

import type { RetentionView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ChangedTwice } from "../../parts/changed-twice.tsx";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import { dayOf } from "../../words/dates.ts";

export function RuleForm({
  view,
  onClose,
}: {
  readonly view: RetentionView;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value: office } = useAnswer("office", (one) => one.office());
  const [years, setYears] = useState(String(view.times.years));
  const [untilAge, setUntilAge] = useState(String(view.times.untilAge));
  const [source, setSource] = useState(view.confirmed?.source ?? "");
  const [isTyped, setTyped] = useState(false);
  const typed = (set: (text: string) => void) => (event: { readonly target: { readonly value: string } }) => {
    setTyped(true);
    set(event.target.value);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!office) return;
    if (!isWhole(years, 1) || !isWhole(untilAge, 18)) return acting.setError("Whole years, and an age of 18 or more.");
    if (!source.trim()) return acting.setError("Say which rule it is, and where you read it.");
    const rule = { years: Number(years), untilAge: Number(untilAge), source: source.trim(), on: dayOf(Date.now()) };
    if (await acting.run(() => vault.saveOffice({ ...office, retention: rule }))) onClose();
  };

  return (
    <FormDialog
      isTyped={isTyped}
      leaving="Leave this form?"
      title="How long records are kept here"
      note="The longest of what State, profession, payers and your insurer ask for. For the whole practice."
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <ChangedTwice basedOn={office?.basedOn ?? []} />
          <Field label="Years after the last contact">
            {(control) => (
              <input {...control} autoComplete="off" inputMode="numeric" value={years} onChange={typed(setYears)} />
            )}
          </Field>
          <Field label="Of a minor at least until the age of">
            {(control) => (
              <input
                {...control}
                autoComplete="off"
                inputMode="numeric"
                value={untilAge}
                onChange={typed(setUntilAge)}
              />
            )}
          </Field>
          <Field label="The rule, and where you read it" hint="“OAR 858-010-0060, board’s page, today”.">
            {(control) => (
              <input {...control} dir="auto" autoComplete="off" value={source} onChange={typed(setSource)} />
            )}
          </Field>
          <FormEnd acting={acting} does="Confirm this rule" leave={leave} />
        </form>
      )}
    </FormDialog>
  );
}

const isWhole = (text: string, least: number): boolean =>
  /^\d{1,3}$/.test(text.trim()) && Number(text) >= least && Number(text) <= 100;
