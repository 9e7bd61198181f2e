/** What psychotherapy notes are in law, and what they must not be the only place of: 45 CFR 164.501. */

import type { ReactElement } from "react";

export function WhatBelongsHere(): ReactElement {
  return (
    <section aria-labelledby="h-belongs">
      <h2 id="h-belongs">What belongs here</h2>
      <p>
        What was said in the session and what you make of it: scenes, dreams, hunches, what it did to you. The law keeps
        such notes apart as long as you do.
      </p>
      <h3>What belongs in the progress note</h3>
      <p>
        Medication; when the session began and ended; kind and frequency of treatment; results of tests; and any summary
        of diagnosis, functioning, plan, symptoms, prognosis or progress. Written here alone, they would be missing from
        the record.
      </p>
      <p className="small">45 CFR 164.501, “Psychotherapy notes”.</p>
    </section>
  );
}
