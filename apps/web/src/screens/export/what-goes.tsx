/** Counted before anything is written: what goes out, what stays, and whether its receiver is told of it. */

import type { Chosen } from "@alcove/export";
import type { ReactElement } from "react";
import { sayCounts } from "./export-words.ts";

export type WhatGoesProps = { readonly chosen: Chosen | undefined; readonly tellsApart: boolean };

export function WhatGoes({ chosen, tellsApart }: WhatGoesProps): ReactElement {
  return (
    <section aria-labelledby="h-goes" className="goes" aria-live="polite">
      <h2 id="h-goes">Before you make it</h2>
      {chosen && (
        <dl>
          <dt>Goes out</dt>
          <dd>
            {sayCounts(chosen.counts, chosen.counts.notes - chosen.counts.psychotherapyNotes) || "Nothing of the chart"}
          </dd>
          <dt>Stays</dt>
          <dd>{sayCounts(chosen.leftOut, chosen.leftOut.notes) || "Nothing: this is all of it"}</dd>
        </dl>
      )}
      {chosen && !tellsApart && chosen.leftOut.psychotherapyNotes > 0 && (
        <p className="small quiet">Nothing in the export says that there are psychotherapy notes.</p>
      )}
    </section>
  );
}
