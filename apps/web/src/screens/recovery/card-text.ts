/** Recovery cards as text: a sheet that a person can read, with the code last and by itself, as the command line writes it too. */

import type { RecoveryCardText } from "@alcove/vault";
import { saveFile } from "../../parts/save-file.ts";

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

Server       ${card.origin}
It takes     ${card.needed} of the ${card.cards} cards, whichever they are
Opens        ${card.notesOf === undefined ? "this practice's records, all but psychotherapy notes" : `the psychotherapy notes of ${card.notesOf}, and nothing else`}

The card in words, for typing (without the line numbers):

${words}

The whole card, for scanning or copying:

${card.text}
`;
}

export function saveCard(card: RecoveryCardText): void {
  const name = `${card.notesOf === undefined ? "recovery" : "notes"}-card-${card.number}-of-${card.cards}.txt`;
  saveFile(name, new Blob([cardSheetText(card)], { type: "text/plain" }));
}

/** As they are handed on: those in which anything stands, each from its code where a whole sheet was pasted. */
export function givenCards(cards: readonly string[]): string[] {
  return cards
    .map((text) => {
      const code = text.toUpperCase().lastIndexOf(PREFIX);
      return (code < 0 ? text : text.slice(code)).trim();
    })
    .filter((text) => text !== "");
}
