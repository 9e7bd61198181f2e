/** What stands on the practice's letters, and whom to call where it is. */

import type { OfficeView, OfficeWords } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ChangedTwice } from "../../parts/changed-twice.tsx";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { FormEnd } from "../../parts/form-end.tsx";

export function OfficeForm({ onClose }: { readonly onClose: () => void }): ReactElement | null {
  const { value } = useAnswer("office", (vault) => vault.office());
  return value ? <Filled office={value} onClose={onClose} /> : null;
}

function Filled({ office, onClose }: { readonly office: OfficeView; readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [lines, setLines] = useState(office.lines);
  const [complaints, setComplaints] = useState(office.complaints);
  const [state, setState] = useState(office.state);
  const [numbers, setNumbers] = useState(office.numbers.map(({ name, at }) => `${name}: ${at}`).join("\n"));
  const [seen] = useState(office);
  const [isTyped, setTyped] = useState(false);
  const typed = (set: (text: string) => void) => (event: { readonly target: { readonly value: string } }) => {
    setTyped(true);
    set(event.target.value);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const called = readNumbers(numbers);
    if (!called)
      return acting.setError("Each number needs a name before a colon: “Child abuse hotline: 855 503 7233”.");
    if (!/^([A-Za-z]{2})?$/.test(state.trim())) return acting.setError("The State is two letters, such as OR.");
    const said = { ...seen, lines, complaints, state: state.trim().toUpperCase(), numbers: called };
    if (await acting.run(() => vault.saveOffice(said))) onClose();
  };

  return (
    <FormDialog
      keeps={{
        name: "office",
        words: { lines, complaints, state, numbers },
        restore: (kept) => {
          setTyped(true);
          setLines(kept.lines);
          setComplaints(kept.complaints);
          setState(kept.state);
          setNumbers(kept.numbers);
        },
      }}
      isTyped={isTyped}
      leaving="Leave this form?"
      title="On your letters"
      note="For the whole practice. Everybody here reads it; no client’s name belongs in it."
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <ChangedTwice basedOn={seen.basedOn} />
          <Field label="Address and telephone">
            {(control) => (
              <textarea {...control} rows={3} autoComplete="off" dir="auto" value={lines} onChange={typed(setLines)} />
            )}
          </Field>
          <Field
            label="Who takes complaints"
            hint="Name or title, and telephone: a denial has to say it (45 CFR 164.530(a)(1)(ii))."
          >
            {(control) => (
              <input {...control} autoComplete="off" dir="auto" value={complaints} onChange={typed(setComplaints)} />
            )}
          </Field>
          <Field label="State" hint="Two letters." optional>
            {(control) => (
              <input {...control} autoComplete="off" maxLength={2} value={state} onChange={typed(setState)} />
            )}
          </Field>
          <Field
            label="Whom to call when somebody is in danger"
            hint="A line each: “Child abuse hotline: 855 503 7233”. They stand first."
            optional
          >
            {(control) => (
              <textarea
                {...control}
                rows={4}
                autoComplete="off"
                dir="auto"
                value={numbers}
                onChange={typed(setNumbers)}
              />
            )}
          </Field>
          <FormEnd acting={acting} does="Save the practice’s details" changes leave={leave} />
        </form>
      )}
    </FormDialog>
  );
}

/** `undefined`: a line without a name or without a number. */
function readNumbers(text: string): OfficeWords["numbers"] | undefined {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const read = lines.map((line) => {
    const at = line.lastIndexOf(":");
    return { name: line.slice(0, Math.max(at, 0)).trim(), at: line.slice(at + 1).trim() };
  });
  return read.every(({ name, at }) => name !== "" && at !== "") ? read : undefined;
}
