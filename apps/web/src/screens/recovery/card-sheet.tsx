/** One recovery card as a sheet: what is on the screen is what is printed. */

import type { RecoveryCardText } from "@alcove/vault";
import type { ReactElement } from "react";
import { Qr } from "../../parts/qr.tsx";
import { dayOf, sayShortDate } from "../../words/dates.ts";
import { cardTitle } from "./card-text.ts";
import "../../parts/sheet.css";
import "../founding/kit-paper.css";
import "./recovery.css";

export function CardSheet({ card }: { readonly card: RecoveryCardText }): ReactElement {
  return (
    <div className="sheet paper-sheet kit-sheet card-sheet">
      <Qr text={card.text} label={`QR code of card ${card.number}`} />
      <div>
        <h2>{cardTitle(card)}</h2>
        <p className="small">
          {card.notesOf === undefined
            ? `${card.needed} of the ${card.cards} cards, whichever they are, open this practice’s records, all but psychotherapy notes.`
            : `For the psychotherapy notes of ${card.notesOf} and nothing else: ${card.needed} of the ${card.cards} cards open them to a colleague.`}{" "}
          One alone opens nothing. Keep it apart from the others.
        </p>
        <dl>
          {card.practiceName && (
            <>
              <dt>Practice</dt>
              <dd>{card.practiceName}</dd>
            </>
          )}
          <dt>Made</dt>
          <dd>
            {sayShortDate(dayOf(card.madeAt))}, set {card.set}
          </dd>
          <dt>Server</dt>
          <dd>{card.origin}</dd>
        </dl>
        <ol className="card-words">
          {card.words.map((line) => (
            <li key={line.join(" ")}>{line.join(" ")}</li>
          ))}
        </ol>
      </div>
    </div>
  );
}
