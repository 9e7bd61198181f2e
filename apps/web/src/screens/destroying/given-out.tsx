/** What was given out of a chart before it was destroyed, as its log still says: a client may ask for it for six years. */

import { type ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { sentence } from "../../words/counts.ts";
import { sayDayBriefly } from "../../words/dates.ts";

export function GivenOut({ chart }: { readonly chart: string }): ReactElement | null {
  const { value: given } = useAnswer(`disclosures ${chart}`, (vault) => vault.disclosures(chart));
  if (!given) return null;
  const now = Date.now();
  return (
    <section aria-labelledby="h-given-out">
      <h2 id="h-given-out">What was given out</h2>
      {given.length === 0 && <p className="small quiet">Its log names nothing, as far as it is open to you.</p>}
      <ul className="rows">
        {given.map(({ id, on, to, address, what, mistaken, owed }) => (
          <li key={id}>
            <div dir="auto">
              <span className="plain-name">{to}</span>
              <p>
                {sentence(sayDayBriefly(on, now))}
                {address && `, ${address}`}: {what}
              </p>
              <p className="quiet">
                {mistaken
                  ? "Written down by mistake."
                  : owed
                    ? "The client is owed an account of it, for six years."
                    : "Not counted in an accounting."}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
