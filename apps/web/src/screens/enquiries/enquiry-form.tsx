/** Somebody calls: their name, how to reach them, what they ask and from whom they heard. Or what is known of them since. */

import type { ChartForm, EnquiryView, Outcome, Reach } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import { FORM_NAMES } from "../../words/administrative.ts";
import { dayOf } from "../../words/dates.ts";
import { ReachLines } from "../chart/people/reach-lines.tsx";
import "../chart/people/people.css";

const FIRST: Reach = { by: "phone", at: "", label: "", leave: "name-and-number-only" };

export function EnquiryForm({
  one,
  onClose,
}: {
  readonly one?: EnquiryView;
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const today = dayOf(Date.now());
  const sheet = one?.sheet;
  const [words, setWords] = useState({
    name: one?.name ?? "",
    called: "",
    form: sheet?.form ?? ("individual" as ChartForm),
    asked: sheet?.enquiry.asked ?? today,
    asks: sheet?.enquiry.asks ?? "",
    heard: sheet?.enquiry.heard ?? "",
    next: sheet?.enquiry.next ?? "",
    waiting: sheet?.status === "waiting",
  });
  const [reach, setReach] = useState<readonly Reach[]>([FIRST]);
  const [isTyped, setTyped] = useState(false);
  const change = (some: Partial<typeof words>) => {
    setTyped(true);
    setWords({ ...words, ...some });
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { name, called, form, asked, asks, heard, next, waiting } = words;
    if (!name.trim()) return acting.setError("A name is needed, or what you call them.");
    const filled = reach.filter(({ at }) => at.trim() !== "");
    const kept = await acting.run(async (): Promise<Outcome<unknown>> => {
      if (!one || !sheet) return vault.beginEnquiry({ name, called, reach: filled, form, asked, asks, heard });
      const status = waiting ? "waiting" : "enquiry";
      const since = status === sheet.status ? sheet.since : today;
      const enquiry = { ...sheet.enquiry, asked, asks, heard, next };
      return vault.saveFaceSheet({ chart: one.chart, ...sheet, form, status, since, enquiry });
    });
    if (kept) onClose();
  };
  const line = (label: string, key: "name" | "called" | "asks" | "heard" | "next", hint?: string) => (
    <Field label={label} {...(hint ? { hint } : {})} optional={key !== "name"}>
      {(control) => (
        <input
          {...control}
          dir="auto"
          value={words[key]}
          onChange={({ target }) => change({ [key]: target.value })}
          autoComplete="off"
        />
      )}
    </Field>
  );

  return (
    <FormDialog
      keeps={{
        name: `enquiry ${one?.chart ?? "new"}`,
        words: { words, reach },
        restore: (kept) => {
          change(kept.words);
          setReach(kept.reach);
        },
      }}
      isTyped={isTyped}
      leaving="Leave this form?"
      title={one ? one.name : "New enquiry"}
      note={
        one
          ? undefined
          : "No note belongs here. The name stands in the list of charts, which everybody in the practice but an auditor sees; the rest only those see to whom it is given."
      }
      broad
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          {!one && line("Name", "name")}
          {!one && line("Called", "called", "As they are called and spoken of: “Maz, they”.")}
          {!one && (
            <ReachLines
              lines={reach}
              onChange={(lines) => {
                setTyped(true);
                setReach(lines);
              }}
            />
          )}
          <Field label="For">
            {(control) => (
              <select
                {...control}
                value={words.form}
                onChange={({ target }) => change({ form: target.value as ChartForm })}
              >
                {(Object.keys(FORM_NAMES) as ChartForm[]).map((form) => (
                  <option key={form} value={form}>
                    {FORM_NAMES[form]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {line(
            "What they ask",
            "asks",
            "A few words for the desk: “evenings, couple, pays privately”. What troubles them belongs in a note.",
          )}
          {line("Heard of you from", "heard")}
          <Field label="Asked on">
            {(control) => (
              <input
                {...control}
                type="date"
                max={today}
                value={words.asked}
                onChange={({ target }) => change({ asked: target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          {one && line("Next step", "next", "“Call on Monday after five.”")}
          {one && (
            <label className="tick">
              <input
                type="checkbox"
                checked={words.waiting}
                onChange={({ target }) => change({ waiting: target.checked })}
              />
              <span>
                <b>On the waiting list</b>
              </span>
            </label>
          )}
          <FormEnd acting={acting} does="Save the enquiry" changes={one !== undefined} leave={leave} />
        </form>
      )}
    </FormDialog>
  );
}
