/** What was given, to be read by who asked; who gave it sees it too. */

import { type ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { sayDayBriefly } from "../../words/dates.ts";
import { CardWords } from "../chart/guard/read-crisis-card.tsx";
import "../chart/guard/guard.css";

export function Given({ id, isYours }: { readonly id: string; readonly isYours: boolean }): ReactElement | null {
  const { value: answer } = useAnswer(`given ${id}`, (vault) => vault.givenInEmergency(id));
  if (!answer?.ok) return null;
  const { card, notes } = answer.value;
  const now = Date.now();
  return (
    <>
      {isYours && <p className="small quiet">Copies as of that moment, for you alone.</p>}
      {card && (
        <section aria-labelledby="h-card">
          <h2 id="h-card">Crisis card</h2>
          <CardWords card={card} />
        </section>
      )}
      {notes.map(({ date, title, text, byName }, place) => (
        // Nothing is ever added between them
        <article key={`${place} ${date}`}>
          <h2>
            {sayDayBriefly(date, now)}
            {title && `, ${title}`}
          </h2>
          <p className="small quiet">By {byName || "a member"}</p>
          <p className="given-text">{text}</p>
        </article>
      ))}
    </>
  );
}
