/** What the last note of the same form says where this one says nothing yet, at a press, and marked until it is changed. */

import type { TemplateView } from "@alcove/vault";
import type { Editor } from "@tiptap/react";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { sayDayBriefly } from "../../words/dates.ts";
import { SAY_BUG, sayFailure } from "../../words/failures.ts";
import { carryForward } from "./carried.ts";
import { docOf } from "./note-form.ts";

export type CarryForwardProps = {
  readonly chart: string;
  readonly note: string | undefined;
  readonly date: string;
  readonly template: TemplateView;
  readonly editor: Editor;
};

export function CarryForward({ chart, note, date, template, editor }: CarryForwardProps): ReactElement | null {
  const vault = useVault();
  const { value: notes } = useAnswer(`notes ${chart}`, (answering) => answering.notes(chart));
  const [said, setSaid] = useState<string>();
  const last = notes
    ?.filter((head) => head.form === template.id && head.id !== note && head.date <= date && head.isOwn)
    .toSorted((a, b) => b.date.localeCompare(a.date) || b.writtenAt - a.writtenAt)[0];
  if (!last) return null;
  const headings = template.sections.filter(({ carries }) => carries).map(({ heading }) => heading);
  const day = sayDayBriefly(last.date, Date.now());

  const carry = async () => {
    const read = await vault.note(last.id).catch(() => undefined);
    if (!read?.ok) return setSaid(read ? sayFailure(read.error) : SAY_BUG);
    const filled = carryForward(editor, docOf(read.value.current.body), headings, last.date);
    setSaid(
      filled.length > 0
        ? `Came along from ${day}: ${filled.join(", ")}. A line beside these words says so until you change them.`
        : `Nothing came along: the note of ${day} has no words there, or yours has some already.`,
    );
  };

  return (
    <section aria-labelledby="h-carry">
      <h2 id="h-carry">From the last {template.name}</h2>
      <p>
        {headings.length > 3 ? "All of it" : headings.join(", ")}, {day}
      </p>
      <button className="b" type="button" onClick={() => void carry()}>
        Carry forward
      </button>
      <p role="status">{said}</p>
    </section>
  );
}
