/** Somebody opened psychotherapy notes with their author's cards: shown to all for 30 days, to the author until they end it. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { saySignedDay } from "../../words/dates.ts";

const SHOWN_MS = 30 * 86_400_000;

export function CardsUsed({ now }: { readonly now: number }): ReactElement | null {
  const { value: uses } = useAnswer("cards used", async (vault) => (await vault.succession())?.uses ?? []);
  const shown = uses?.filter(
    ({ day, isYours, charts }) => (isYours && charts > 0) || day === undefined || now - Date.parse(day) < SHOWN_MS,
  );
  if (!shown || shown.length === 0) return null;
  return (
    <section aria-labelledby="h-used">
      <div className="head">
        <h2 id="h-used">Psychotherapy notes opened by cards</h2>
      </div>
      <ul className="rows ends">
        {shown.map(({ author, authorName, byName, isYours, isByYou, charts, day }) => (
          <li key={`${author} ${byName} ${day ?? ""}`}>
            <div>
              <Link className="t" to="/will">
                {isByYou ? "You" : byName || "A member"} used{" "}
                {isYours ? "your cards" : `the cards of ${authorName || "a colleague"}`}
              </Link>
              <p>
                {charts > 0
                  ? "They read those notes until their author ends it."
                  : "It was ended; nothing is read by it any more."}
              </p>
            </div>
            {day && <span className="end">{saySignedDay(day, now)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
