/** Somebody takes back in writing what they signed. */

import type { FormResponseView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import { dayOf } from "../../words/dates.ts";

export function WithdrawForm({
  view,
  onClose,
}: {
  readonly view: FormResponseView;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const signer = view.acts.find(({ act }) => act === "signed");
  const [name, setName] = useState(signer?.name ?? "");
  const [words, setWords] = useState("");
  const [on, setOn] = useState(dayOf(Date.now()));
  const [isTyped, setTyped] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() === "") return acting.setError("Say how it came: a letter, a message, and where it lies.");
    const { head, revision } = view;
    const as = name === signer?.name ? signer.as : "";
    const done = await acting.run(() =>
      vault.signForm({ response: head.id, revision, act: "withdrawn", name, as, words, on }),
    );
    if (done) onClose();
  };
  return (
    <FormDialog
      isTyped={isTyped}
      leaving="Leave this form?"
      title="It was withdrawn"
      note="It counts from now on, for good. What was passed on before, relying on it, stays so; the signed form stays to be read."
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Field label="By whom">
            {(control) => (
              <input
                {...control}
                dir="auto"
                autoComplete="off"
                value={name}
                onChange={({ target }) => {
                  setName(target.value);
                  setTyped(true);
                }}
              />
            )}
          </Field>
          <Field label="How it came, in writing" hint="“Her letter of 3 May, among the files.”">
            {(control) => (
              <textarea
                {...control}
                dir="auto"
                rows={2}
                autoComplete="off"
                value={words}
                onChange={({ target }) => {
                  setWords(target.value);
                  setTyped(true);
                }}
              />
            )}
          </Field>
          <Field label="Day on which it came">
            {(control) => (
              <input
                {...control}
                type="date"
                autoComplete="off"
                value={on}
                onChange={({ target }) => setOn(target.value)}
              />
            )}
          </Field>
          <FormEnd acting={acting} does="Save the withdrawal" leave={leave} />
        </form>
      )}
    </FormDialog>
  );
}
