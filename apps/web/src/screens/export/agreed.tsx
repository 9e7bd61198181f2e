/** What was promised to the client about what is passed on, and what goes along by itself. Read before anything is made. */

import type { Chosen } from "@alcove/export";
import type { ReactElement } from "react";
import { sayDay } from "../../words/dates.ts";

export type AgreedProps = {
  readonly chosen: Chosen;
  /** Whether somebody receives it: then it has to be kept to. */
  readonly goes: boolean;
  readonly isHeeded: boolean;
  readonly onHeed: (isHeeded: boolean) => void;
};

export function Agreed({ chosen: { restrictions, cases }, goes, isHeeded, onHeed }: AgreedProps): ReactElement | null {
  const along = cases.filter(({ goesAlong }) => goesAlong);
  const now = Date.now();
  if (restrictions.length + along.length === 0) return null;
  return (
    <section aria-labelledby="h-agreed" className="agreed">
      <h2 id="h-agreed">Agreed with the client</h2>
      {restrictions.map(({ id, received, said }) => (
        <div key={id} className="alarm lesser">
          <h3>A restriction, agreed to on {sayDay(said.decision?.on ?? received, now)}</h3>
          <p dir="auto">{said.asked || "Nobody wrote down what was asked: read the case."}</p>
          {said.decision?.words && <p dir="auto">{said.decision.words}</p>}
        </div>
      ))}
      {restrictions.length > 0 && goes && (
        <label className="tick">
          <input type="checkbox" checked={isHeeded} onChange={({ target }) => onHeed(target.checked)} />
          <span>
            <b>I have read this, and the export keeps to it</b>
          </span>
        </label>
      )}
      {along.map(({ id, received, said }) => (
        <div key={id}>
          <h3>An amendment asked for on {sayDay(received, now)}, and not made as asked</h3>
          <p className="small">
            The client disagrees. Their request, the decision, their statement and any rebuttal go along with what they
            are about (45 CFR 164.526(d)(5)).
          </p>
          {said.disagreement?.statement && <blockquote dir="auto">{said.disagreement.statement}</blockquote>}
        </div>
      ))}
    </section>
  );
}
