/** What went out in a case. */

import { Link } from "@tanstack/react-router";
import { useAnswer } from "../../app/session.tsx";
import { GivenRows } from "../../parts/given-rows.tsx";
import type { ReactElement } from "react";
import type { ChecklistProps } from "./checklist.tsx";

type GivenProps = Omit<ChecklistProps, "now"> & { readonly onTell: () => void };

/** What went out in it: lines of the accounting of disclosures, where the client is owed one. */
export function Given({ chart, view, kind, onTell }: GivenProps): ReactElement {
  const { value } = useAnswer(`disclosures ${chart}`, (vault) => vault.disclosures(chart));
  const given = value?.filter(({ id }) => view.said.disclosures?.includes(id)) ?? [];
  const isSafety = kind.group === "safety";
  return (
    <section aria-labelledby="h-given">
      <h2 id="h-given">{isSafety ? "What was told to whom" : "What was given out"}</h2>
      {given.length === 0 && (
        <p className="small quiet">{isSafety ? "Nobody is written down yet." : "Nothing is written down yet."}</p>
      )}
      <GivenRows given={given} owes="In the accounting of disclosures." />
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
