/** The cards that are out: what they open, and whether somebody has looked at them. */

import type { RecoveryView } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { count, sayNumber, sentence } from "../../words/counts.ts";
import { CheckCards } from "./check-cards.tsx";

export type PresentCardsProps = {
  readonly view: RecoveryView;
  readonly isOwner: boolean;
  readonly onNew: () => void;
  readonly onChecked: () => void;
};

export function PresentCards({ view, isOwner, onNew, onChecked }: PresentCardsProps): ReactElement {
  const [checking, setChecking] = useState(false);
  const seen = view.drilled ?? [];
  const isGiven = view.waiting === 0;
  const isEnough = seen.length >= view.needed;
  return (
    <section aria-labelledby="h-cards">
      <h2 id="h-cards">
        {sentence(sayNumber(view.needed))} of {sayNumber(view.cards)}
      </h2>
      <p className="small quiet above-act">The cards that count say “set {view.set}”. Any other set is an old one.</p>
      <ul className="rows ends">
        <li>
          <div>
            <span className="plain-name">What they open</span>
            <p>{sayGiven(view)}</p>
          </div>
          <span className={isGiven ? "ev verified" : "ev stale"}>{isGiven ? "Up to date" : "Under way"}</span>
        </li>
        <li>
          <div>
            <span className="plain-name">Last check</span>
            <p>
              {seen.length === 0
                ? "Nobody has looked yet whether the cards can be read."
                : `${seen.length === 1 ? "Card" : "Cards"} ${seen.join(", ")} ${seen.length === 1 ? "was" : "were"} right.`}
            </p>
          </div>
          <span className={isEnough ? "ev verified" : "ev stale"}>{isEnough ? "Enough" : "Due"}</span>
        </li>
      </ul>
      <div className="acts">
        <button className="b primary" type="button" onClick={() => setChecking(true)}>
          Check the cards
        </button>
        {isOwner && (
          <button className="b" type="button" onClick={onNew}>
            Make new cards
          </button>
        )}
      </div>
      {checking && (
        <CheckCards
          cards={view.cards}
          onClose={() => {
            setChecking(false);
            onChecked();
          }}
        />
      )}
    </section>
  );
}

function sayGiven({ waiting, waitForOpening = 0 }: RecoveryView): string {
  if (waiting === 0) return "Everything recoverable that is open to you was given to them.";
  const charts = `The ${waitForOpening === 1 ? "key of one guarded chart goes" : `keys of ${sayNumber(waitForOpening)} guarded charts go`} to them when ${waitForOpening === 1 ? "it is" : "each is"} next opened.`;
  const others = waiting - waitForOpening;
  if (others === 0) return charts;
  const soon = `${sentence(count(others, "key"))} on the way to them; this goes on by itself while a device is unlocked.`;
  return waitForOpening === 0 ? soon : `${soon} ${charts}`;
}
