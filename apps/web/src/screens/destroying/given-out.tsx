/** What was given out of a chart before it was destroyed, as its log still says: a client may ask for it for six years. */

import { type ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { GivenRows } from "../../parts/given-rows.tsx";

export function GivenOut({ chart }: { readonly chart: string }): ReactElement | null {
  const { value: given } = useAnswer(`disclosures ${chart}`, (vault) => vault.disclosures(chart));
  if (!given) return null;
  return (
    <section aria-labelledby="h-given-out">
      <h2 id="h-given-out">What was given out</h2>
      {given.length === 0 && <p className="small quiet">Its log names nothing, as far as it is open to you.</p>}
      <GivenRows given={given} owes="The client is owed an account of it, for six years." />
    </section>
  );
}
