/** Recovery cards as text: a sheet that a person can read, with the code last and by itself, as the command line writes it too. */

import { lastIndexInAnyCase } from "@alcove/bytes";
import type { RecoveryCardText } from "@alcove/vault";
import { saveFile } from "../../parts/save-file.ts";
import { dayOf } from "../../words/dates.ts";

const PREFIX = "ALCOVE-CARD-1";

/** Cards for psychotherapy notes lie with the same people as the practice's: their titles say which is which. */
export function cardTitle({ number, cards, notesOf }: RecoveryCardText): string {
  return notesOf === undefined
    ? `Recovery card ${number} of ${cards}`
    : `Card ${number} of ${cards} for psychotherapy notes`;
}

export function cardSheetText(card: RecoveryCardText): string {
  const words = card.words.map((line, i) => `${String(i + 1).padStart(2)}  ${line.join(" ")}`).join("\n");
  return `Alcove: ${cardTitle(card)}

Practice     ${card.practiceName}
Made         ${dayOf(card.madeAt)}
Set          ${card.set} (cards of one set go together; newer cards replace older ones)
Server       ${card.origin}
It takes     ${card.needed} of the ${card.cards} cards, whichever they are
Opens        ${card.notesOf === undefined ? "this practice's records, all but psychotherapy notes" : `the psychotherapy notes of ${card.notesOf}, and nothing else`}

The card in words, for typing (without the line numbers):

${words}

The whole card, for scanning or copying:

${card.text}
`;
}

/** "recovery-card-2-of-3 linden-street-practice 2026-11-29 QH7K.txt": old and new are told apart in a folder too. */
export function cardFileName({ notesOf, number, cards, practiceName, madeAt, set }: RecoveryCardText): string {
  const practice = practiceName
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
  const kind = notesOf === undefined ? "recovery" : "notes";
  return `${[`${kind}-card-${number}-of-${cards}`, practice, dayOf(madeAt), set].filter(Boolean).join(" ")}.txt`;
}

export function saveCard(card: RecoveryCardText): void {
  saveFile(cardFileName(card), new Blob([cardSheetText(card)], { type: "text/plain" }));
}

/** As they are handed on: those in which anything stands, each from its code where a whole sheet was pasted. */
export function givenCards(cards: readonly string[]): string[] {
  return cards
    .map((text) => {
      const code = lastIndexInAnyCase(text, PREFIX);
      return (code < 0 ? text : text.slice(code)).trim();
    })
    .filter((text) => text !== "");
}
