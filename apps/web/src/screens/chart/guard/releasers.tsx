/** Who lets others into the open chart: the server, or colleagues who do not read it. */

import type { GuardView } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { sayAlone, sayOr } from "../../../words/releasers.ts";

const ChooseReleasers = lazy(() => import("./choose-releasers.tsx").then((m) => ({ default: m.ChooseReleasers })));

export function Releasers({
  chart,
  guard,
}: {
  readonly chart: string;
  readonly guard: GuardView;
}): ReactElement | null {
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const [choosing, setChoosing] = useState(false);
  const { releasers, mayChoose } = guard;
  const [only] = releasers;
  if (!members || (members.length < 2 && !only)) return null;
  return (
    <section aria-labelledby="h-releasers">
      <h2 id="h-releasers">Who lets you in</h2>
      <p className="small quiet">
        {only
          ? `${sayOr(releasers)}: by a press for each opening, and without reading anything.`
          : "The server does, by itself. A colleague who does not read the chart can, in its place."}
      </p>
      {only && releasers.length === 1 && <p className="small warning">{sayAlone(only)}</p>}
      {mayChoose !== "no" && (
        <div className="acts">
          <button className="b slim" type="button" onClick={() => setChoosing(true)}>
            {only ? "Change who" : "Choose colleagues"}
          </button>
        </div>
      )}
      {choosing && (
        <Suspense>
          <ChooseReleasers
            chart={chart}
            chosen={releasers}
            members={members}
            takesOwner={mayChoose === "with-owner"}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      )}
    </section>
  );
}
