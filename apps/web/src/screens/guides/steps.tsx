/** What is done and what is left of a guide, as records say it: read anew each time, kept nowhere. */

import type { ReactElement } from "react";
import { Icon } from "../../parts/icon.tsx";

export type Step = { readonly done: boolean; readonly says: string };

export function Steps({ steps }: { readonly steps: readonly Step[] }): ReactElement {
  return (
    <section aria-labelledby="h-steps">
      <h2 id="h-steps">Where it stands</h2>
      <ul className="guide-steps">
        {steps.map(({ done, says }) => (
          <li key={says} className={done ? "quiet" : undefined}>
            {done ? <Icon name="check" /> : <span className="open-step" aria-hidden="true" />}
            <span dir="auto">
              <span className="vh">{done ? "Done: " : "Left: "}</span>
              {says}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
