/** Where a chart stands: for whom it is, its status and since when, tags and the practice's own lines. */

import type { AdministrativeView, ChartForm, ChartStatus, FaceSheetWords } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { Field } from "../../../parts/field.tsx";
import { FormDialog } from "../../../parts/form-dialog.tsx";
import { FormEnd } from "../../../parts/form-end.tsx";
import { FORM_NAMES, saySheet, STATUS_NAMES } from "../../../words/administrative.ts";
import { dayOf } from "../../../words/dates.ts";
import { BeforeItEnds } from "./before-it-ends.tsx";
import "./people.css";

export function FaceSheetForm({
  chart,
  sheet,
  onClose,
}: {
  readonly chart: string;
  readonly sheet: AdministrativeView["faceSheet"];
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const today = dayOf(Date.now());
  const [words, setWords] = useState<FaceSheetWords>(
    sheet ?? { status: "active", form: "individual", since: today, tags: [], custom: [] },
  );
  const [tags, setTags] = useState(words.tags.join(", "));
  const [custom, setCustom] = useState(words.custom.map(({ name, value }) => `${name}: ${value}`).join("\n"));
  const [isTyped, setTyped] = useState(false);
  // Of what was on screen when the form was opened.
  const [basedOn] = useState(sheet?.basedOn ?? []);
  const change = (some: Partial<FaceSheetWords>) => {
    setTyped(true);
    setWords({ ...words, ...some });
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { status, form, since } = words;
    const said = { status, form, since, tags: wordsIn(tags, ","), custom: linesIn(custom) };
    if (await acting.run(() => vault.saveFaceSheet({ chart, basedOn, ...said }))) onClose();
  };

  return (
    <FormDialog
      keeps={{
        name: `face sheet ${chart}`,
        words: { words, tags, custom },
        restore: (kept) => {
          change(kept.words);
          setTags(kept.tags);
          setCustom(kept.custom);
        },
      }}
      isTyped={isTyped}
      leaving="Leave this form?"
      title="Where this chart stands"
      broad
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          {sheet?.beside.map((other) => (
            <p key={JSON.stringify(other)} className="small due" dir="auto">
              Written at the same time: {saySheet(other)}. Both stay in the history.
            </p>
          ))}
          <Field label="For">
            {(control) => (
              <select
                {...control}
                value={words.form}
                onChange={(event) => change({ form: event.target.value as ChartForm })}
              >
                {(Object.keys(FORM_NAMES) as ChartForm[]).map((form) => (
                  <option key={form} value={form}>
                    {FORM_NAMES[form]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Status">
            {(control) => (
              <select
                {...control}
                value={words.status}
                onChange={(event) => change({ status: event.target.value as ChartStatus, since: today })}
              >
                {(Object.keys(STATUS_NAMES) as ChartStatus[]).map((status) => (
                  <option key={status} value={status}>
                    {STATUS_NAMES[status]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {words.status === "discharged" && <BeforeItEnds chart={chart} isOver={sheet?.status === "discharged"} />}
          <Field label="Since">
            {(control) => (
              <input
                {...control}
                type="date"
                value={words.since}
                onChange={(event) => change({ since: event.target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label="Tags" hint="A few words of your own, with commas between them." optional>
            {(control) => (
              <input
                {...control}
                dir="auto"
                value={tags}
                onChange={(event) => {
                  setTyped(true);
                  setTags(event.target.value);
                }}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label="Anything else to know" hint="One a line, its name first: “Insurance: none”." optional>
            {(control) => (
              <textarea
                {...control}
                autoComplete="off"
                dir="auto"
                rows={3}
                value={custom}
                onChange={(event) => {
                  setTyped(true);
                  setCustom(event.target.value);
                }}
              />
            )}
          </Field>
          <FormEnd acting={acting} does="Save the face sheet" changes leave={leave} />
        </form>
      )}
    </FormDialog>
  );
}

const wordsIn = (text: string, between: string): string[] => [
  ...new Set(
    text
      .split(between)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
];

/** A line without a colon is a name that says all. */
function linesIn(text: string): { name: string; value: string }[] {
  return wordsIn(text, "\n").map((line) => {
    const [name = "", ...value] = line.split(":");
    return { name: name.trim(), value: value.join(":").trim() };
  });
}
