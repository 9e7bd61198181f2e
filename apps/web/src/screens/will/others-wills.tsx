/** Wills of colleagues that an owner reads. */

import type { WillView } from "@alcove/vault";
import type { ReactElement } from "react";
import { ErrorLine } from "../../parts/field.tsx";
import { saySignedDay } from "../../words/dates.ts";
import { useWillPdf } from "./will-pdf.ts";
import { WILL_PARTS } from "./will-words.ts";

export function OthersWills({ wills }: { readonly wills: readonly WillView[] }): ReactElement | null {
  const pdf = useWillPdf();
  if (wills.length === 0) return null;
  return (
    <section aria-labelledby="h-others">
      <h2 id="h-others">Your colleagues’ wills</h2>
      {pdf.error && <ErrorLine text={pdf.error} />}
      {wills.map((will) => (
        <details key={will.member} className="will-of">
          <summary>
            <span className="t">{will.name || "A member"}</span>
            <span className="small quiet">
              Confirmed {will.confirmed ? saySignedDay(will.confirmed, Date.now()) : "never"}
            </span>
          </summary>
          <dl className="will-parts">
            {WILL_PARTS.filter(({ part }) => will[part].trim() !== "").map(({ part, label }) => (
              <div key={part}>
                <dt className="quiet">{label}</dt>
                <dd>{will[part]}</dd>
              </div>
            ))}
            {will.notesStayClosed && (
              <div>
                <dt className="quiet">Psychotherapy notes</dt>
                <dd>They stay closed: their author wants nobody to open them.</dd>
              </div>
            )}
          </dl>
          <div className="acts">
            <button className="b slim" type="button" aria-busy={pdf.busy} onClick={() => pdf.save(will)}>
              Save as PDF
            </button>
          </div>
        </details>
      ))}
    </section>
  );
}
