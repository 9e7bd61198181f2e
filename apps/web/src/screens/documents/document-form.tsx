/** What a file is, from whom and of which day; the file itself never changes. */

import type { DocumentCategory, DocumentView, DocumentWords } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import { CATEGORIES, CATEGORY_NAMES, guessCategory, sayDocument } from "../../words/documents.ts";

export function DocumentForm({
  file,
  onClose,
}: {
  readonly file: DocumentView;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [said, setSaid] = useState<DocumentWords>(
    file.said ?? { category: guessCategory(file.name), title: "", from: "" },
  );
  const [isTyped, setTyped] = useState(false);
  // Of what was on screen when the form was opened.
  const [basedOn] = useState(file.basedOn);
  const change = (some: Partial<DocumentWords>) => {
    setTyped(true);
    setSaid({ ...said, ...some });
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { date, ...words } = said;
    const kept = await acting.run(() =>
      vault.describeDocument({ file: file.id, basedOn, said: { ...words, ...(date ? { date } : {}) } }),
    );
    if (kept) onClose();
  };

  return (
    <FormDialog
      isTyped={isTyped}
      leaving="Leave this form?"
      title="What this file is"
      note={file.name}
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          {file.others.map((other) => (
            <p key={JSON.stringify(other)} className="small due" dir="auto">
              Said at the same time: {other.title && `“${other.title}” `}
              {sayDocument(other, Date.now())}. Keep what is right.
            </p>
          ))}
          <Field label="What it is">
            {(control) => (
              <CategorySelect control={control} value={said.category} onChange={(category) => change({ category })} />
            )}
          </Field>
          <Field label="Title" hint="Without one it keeps its file’s name." optional>
            {(control) => (
              <input
                {...control}
                dir="auto"
                maxLength={300}
                value={said.title}
                onChange={(event) => change({ title: event.target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label="Its date" hint="Of the document, not of its arrival." optional>
            {(control) => (
              <input
                {...control}
                type="date"
                value={said.date ?? ""}
                onChange={(event) => change({ date: event.target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label="From" hint="Who sent or gave it." optional>
            {(control) => (
              <input
                {...control}
                dir="auto"
                maxLength={300}
                value={said.from}
                onChange={(event) => change({ from: event.target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          <FormEnd acting={acting} does="Save what this file is" changes leave={leave} />
        </form>
      )}
    </FormDialog>
  );
}

export type CategorySelectProps = {
  readonly control: Readonly<Record<string, unknown>>;
  readonly value: DocumentCategory;
  readonly onChange: (category: DocumentCategory) => void;
};

export function CategorySelect({ control, value, onChange }: CategorySelectProps): ReactElement {
  return (
    <select {...control} value={value} onChange={(event) => onChange(event.target.value as DocumentCategory)}>
      {CATEGORIES.map((category) => (
        <option key={category} value={category}>
          {CATEGORY_NAMES[category]}
        </option>
      ))}
    </select>
  );
}
