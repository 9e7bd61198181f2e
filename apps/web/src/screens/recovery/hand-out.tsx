/** New cards, one sheet after the other: printed or saved, and handed to one person each. They are shown this once. */

import type { RecoveryCardText } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { CardSheet } from "./card-sheet.tsx";
import { saveCard } from "./card-text.ts";

export type HandOutProps = {
  readonly cards: readonly RecoveryCardText[];
  /** They wait for another owner's signature. */
  readonly unsigned?: boolean;
  readonly onDone: () => void;
};

export function HandOut({ cards, unsigned = false, onDone }: HandOutProps): ReactElement | null {
  const [at, setAt] = useState(0);
  const [taken, setTaken] = useState(false);
  const card = cards[at];
  if (!card) return null;
  const isLast = at === cards.length - 1;
  const take = (by: () => void) => () => {
    by();
    setTaken(true);
  };
  const next = () => {
    setTaken(false);
    if (isLast) onDone();
    else setAt(at + 1);
  };
  return (
    <div className="hand-out">
      {unsigned && (
        <p className="no-print">
          These cards open nothing until another owner has signed. If they decline, tear the sheets up.
        </p>
      )}
      <CardSheet card={card} />
      <div className="acts no-print">
        <button className={taken ? "b" : "b primary"} type="button" onClick={take(() => print())}>
          <Icon name="print" />
          Print card {card.number}
        </button>
        <button className="b" type="button" onClick={take(() => saveCard(card))}>
          <Icon name="stick" />
          Save it to a stick
        </button>
        {taken && (
          <button className="b primary" type="button" onClick={next}>
            {isLast ? "All cards are out" : `Go on to card ${at + 2}`}
          </button>
        )}
      </div>
      <p className="small quiet no-print">
        Shown this once: Alcove keeps no card. Whoever you give it to needs no Alcove, only a safe place.
      </p>
    </div>
  );
}
