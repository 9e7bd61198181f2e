/** Somebody who is not taken on: why this is kept all the same, and until when. */

import type { EnquiryView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import { useClientName } from "../../parts/client-name.tsx";
import { dayOf } from "../../words/dates.ts";

export function NotTakenOn({
  one,
  onClose,
}: {
  readonly one: EnquiryView;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const shown = useClientName();
  const { basedOn, ...sheet } = one.sheet;
  const isSo = sheet.status === "not-taken-on";
  const [keep, setKeep] = useState(sheet.enquiry.keep);
  const save = async (status: "not-taken-on" | "waiting") => {
    const since = status === sheet.status ? sheet.since : dayOf(Date.now());
    const enquiry = { ...sheet.enquiry, keep };
    const kept = await acting.run(() =>
      vault.saveFaceSheet({ chart: one.chart, basedOn, ...sheet, status, since, enquiry }),
    );
    if (kept) onClose();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await save("not-taken-on");
  };
  return (
    <FormDialog
      isTyped={keep !== sheet.enquiry.keep}
      leaving="Leave this form?"
      title={`${shown(one.name)}: not taken on`}
      note="They leave the list. What was written down stays until somebody destroys it by the practice’s rules."
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Field
            label="Why it is kept, and until when"
            hint="“No place before autumn; kept until the end of 2027.”"
            optional
          >
            {(control) => (
              <textarea
                {...control}
                autoComplete="off"
                dir="auto"
                rows={3}
                value={keep}
                onChange={({ target }) => setKeep(target.value)}
              />
            )}
          </Field>
          <FormEnd acting={acting} does={isSo ? "Save why it is kept" : "They are not taken on"} changes leave={leave}>
            {isSo && (
              <button className="b" type="button" onClick={() => void save("waiting")}>
                Back on the waiting list
              </button>
            )}
          </FormEnd>
        </form>
      )}
    </FormDialog>
  );
}
