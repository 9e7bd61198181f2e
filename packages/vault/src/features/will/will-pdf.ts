/** A professional will on paper. */

import type { SuccessionView, WillView } from "../../facade.ts";
import { type PdfLine, writePdf } from "../write-pdf.ts";

export type WillFacts = {
  readonly practice: string;
  readonly origin: string;
  /** Of one's own: who was named for the psychotherapy notes. */
  readonly set?: SuccessionView["set"];
};

/** Made of these alone: the same will gives the same bytes. */
export function willPdf(will: WillView, { practice, origin, set }: WillFacts): Uint8Array {
  const title = `Professional will of ${will.name}`;
  const part = (heading: string, words: string): PdfLine[] =>
    words.trim() === "" ? [] : [{ style: "heading", text: heading }, ...words.split(/\n+/).map(text)];
  return writePdf(title, [
    { style: "title", text: title },
    text(`${practice}. ${will.confirmed ? `Confirmed on ${will.confirmed}.` : "Not confirmed yet."}`),
    text(`The records are kept with Alcove at ${origin}. They open with recovery cards; this sheet opens nothing.`),
    ...part("Executor", will.executor),
    ...part("If they can't", will.backup),
    ...part("What to do", will.instructions),
    ...part("Where the recovery cards lie", will.cards),
    ...part("Psychotherapy notes", saySet(will, set)),
    ...part("Letter to clients", will.clients),
    ...part("Letter to colleagues", will.colleagues),
  ]);
}

const text = (words: string): PdfLine => ({ style: "text", text: words });

function saySet({ notesStayClosed, isYou }: WillView, set: SuccessionView["set"]): string {
  if (set) {
    const whom = set.successor ? set.successor.name : "whoever of the practice has enough of them";
    return `Cards of their own open them, ${set.needed} of ${set.cards}, to ${whom}. The practice's recovery cards never do.`;
  }
  if (notesStayClosed) return "They stay closed: their author wants nobody to open them.";
  return isYou ? "Nothing is decided. Until it is they stay closed." : "";
}
