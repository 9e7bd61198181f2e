/** New cards, one sheet after the other: printed or saved, and handed to one person each. They are shown this once, and count when all are out. */

import type { RecoveryCardText } from "@alcove/vault";
import { type ReactElement, useEffect, useState } from "react";
import { ErrorLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { usePrinting } from "../../parts/print-page.tsx";
import { CardSheet } from "./card-sheet.tsx";
import { saveCard } from "./card-text.ts";

export type HandOutProps = {
  readonly cards: readonly RecoveryCardText[];
  /** They wait for another owner's signature. */
  readonly unsigned?: boolean;
  /** Nobody knows of them before `onDone`. */
  readonly prepared?: boolean;
  readonly busy?: boolean;
  readonly error?: string | undefined;
  readonly onDone: () => void;
};

export function HandOut(props: HandOutProps): ReactElement | null {
  const { cards, unsigned = false, prepared = false, busy = false, error, onDone } = props;
  const [at, setAt] = useState(0);
  const [taken, setTaken] = useState(false);
  const printing = usePrinting();
  useEffect(() => {
    // The browser asks whether to leave.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, []);
  const card = cards[at];
  if (!card) return null;
  const isLast = at === cards.length - 1;
  const printIt = async () => {
    if (await printing.print()) setTaken(true);
  };
  const saveIt = () => {
    saveCard(card);
    setTaken(true);
  };
  const next = () => {
    if (isLast) return onDone();
    setTaken(false);
    setAt(at + 1);
  };
  return (
    <div className="hand-out">
      {unsigned && (
        <p className="no-print">
          These cards open nothing until another owner has signed. If they decline, tear the sheets up.
        </p>
      )}
      <CardSheet card={card} />
      {printing.nothingPrinted}
      <div className="acts no-print">
        <button className={taken ? "b" : "b primary"} type="button" onClick={() => void printIt()}>
          <Icon name="print" />
          Print card {card.number}
        </button>
        <button className="b" type="button" onClick={saveIt}>
          <Icon name="stick" />
          Save it to a stick
        </button>
        {taken && (
          <button className="b primary" type="button" aria-busy={busy} onClick={next}>
            {isLast ? (busy ? "Making them count" : "All cards are out") : `Go on to card ${at + 2}`}
          </button>
        )}
      </div>
      {error && <ErrorLine text={error} />}
      <p className="small quiet no-print">
        {prepared && "They count once you say that all of them are out. "}
        Shown this once: Alcove keeps no card. Whoever you give it to needs no Alcove, only a safe place.
      </p>
    </div>
  );
}
