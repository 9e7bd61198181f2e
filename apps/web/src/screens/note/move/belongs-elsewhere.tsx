/** The way out of the wrong chart, for who wrote the whole note. */

import type { ChartView } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useState } from "react";

const MoveNote = lazy(() => import("./move-note.tsx").then((m) => ({ default: m.MoveNote })));

export type BelongsElsewhereProps = {
  readonly chart: ChartView;
  readonly isSigned: boolean;
  /** Saves what is not saved yet, and gives what is to go; nothing where that failed, which the page says. */
  readonly take: () => Promise<{ readonly note: string; readonly revision: string } | undefined>;
};

export function BelongsElsewhere(props: BelongsElsewhereProps): ReactElement {
  const [moving, setMoving] = useState(false);
  return (
    <section>
      <p className="small">
        <button className="as-link" type="button" onClick={() => setMoving(true)}>
          It belongs in another chart
        </button>
      </p>
      {moving && (
        <Suspense>
          <MoveNote {...props} onClose={() => setMoving(false)} />
        </Suspense>
      )}
    </section>
  );
}
