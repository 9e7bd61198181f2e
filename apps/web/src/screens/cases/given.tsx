/** What went out in a case. */

import { Link } from "@tanstack/react-router";
import { useAnswer } from "../../app/session.tsx";
import { sentence } from "../../words/counts.ts";
import { sayDayBriefly } from "../../words/dates.ts";
import type { ReactElement } from "react";
import type { ChecklistProps } from "./checklist.tsx";

type GivenProps = Omit<ChecklistProps, "now"> & { readonly onTell: () => void };

/** What went out in it: lines of the accounting of disclosures, where the client is owed one. */
export function Given({ chart, view, kind, onTell }: GivenProps): ReactElement {
  const { value } = useAnswer(`disclosures ${chart}`, (vault) => vault.disclosures(chart));
  const given = value?.filter(({ id }) => view.said.disclosures?.includes(id)) ?? [];
  const now = Date.now();
  const isSafety = kind.group === "safety";
  return (
    <section aria-labelledby="h-given">
      <h2 id="h-given">{isSafety ? "What was told to whom" : "What was given out"}</h2>
      {given.length === 0 && (
        <p className="small quiet">{isSafety ? "Nobody is written down yet." : "Nothing is written down yet."}</p>
      )}
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
                    ? "In the accounting of disclosures."
                    : "Not counted in an accounting."}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {view.mayWrite && !view.closed && (
        <p className="acts">
          {!isSafety && (
            <Link className="b slim" to="/charts/$chartId/export" params={{ chartId: chart }}>
              Make an export
            </Link>
          )}
          <button className="b slim" type="button" onClick={onTell}>
            {isSafety ? "Write down who else was told" : "Write down what was given out"}
          </button>
        </p>
      )}
    </section>
  );
}
