/** One's own will as it stands: confirmed once a year, changed, printed. */

import type { WillDue, WillView } from "@alcove/vault";
import type { ReactElement } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { saySignedDay } from "../../words/dates.ts";
import { useWillPdf } from "./will-pdf.ts";
import { WILL_PARTS } from "./will-words.ts";

export type YourWillProps = {
  readonly will: WillView;
  readonly due: WillDue | undefined;
  readonly onChange: () => void;
};

export function YourWill({ will, due, onChange }: YourWillProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const pdf = useWillPdf();
  const { executor, backup, instructions, clients, colleagues, cards, confirmed, readers } = will;
  const words = { executor, backup, instructions, clients, colleagues, cards };
  return (
    <section aria-labelledby="h-will">
      <div className="head">
        <h2 id="h-will">Your professional will</h2>
        {due ? <span className="ev stale">To be confirmed</span> : <span className="ev verified">Confirmed</span>}
      </div>
      <p className="small quiet">
        {confirmed ? `You last said ${saySignedDay(confirmed, Date.now())} that all of it holds. ` : ""}
        {readers.length > 0 ? `${readers.map((name) => name || "An owner").join(", ")} can read it.` : ""}
      </p>
      <dl className="will-parts">
        {WILL_PARTS.filter(({ part }) => will[part].trim() !== "").map(({ part, label }) => (
          <div key={part}>
            <dt className="quiet">{label}</dt>
            <dd>{will[part]}</dd>
          </div>
        ))}
      </dl>
      {(acting.error ?? pdf.error) && <ErrorLine text={acting.error ?? pdf.error ?? ""} />}
      <div className="acts">
        <button
          className={due ? "b primary" : "b"}
          type="button"
          aria-busy={acting.busy}
          onClick={() => void acting.run(() => vault.saveWill(words))}
        >
          It still holds
        </button>
        <button className="b" type="button" onClick={onChange}>
          Change it
        </button>
        <button className="b plain" type="button" aria-busy={pdf.busy} onClick={() => pdf.save(will)}>
          Save as PDF
        </button>
      </div>
    </section>
  );
}
