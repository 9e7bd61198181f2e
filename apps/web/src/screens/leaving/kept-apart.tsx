/** Psychotherapy notes of somebody who leaves: their author decides, chart by chart; others see what is left. */

import type { LeavingView, LeftApart, MemberView } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { saveFile } from "../../parts/save-file.ts";
import { count, sentence } from "../../words/counts.ts";
import { DestroyNotes } from "./destroy-notes.tsx";
import { HandOver } from "./hand-over.tsx";
import { notesAsText } from "./notes-as-text.ts";

type KeptApartProps = { readonly view: LeavingView; readonly members: readonly MemberView[] };

export function KeptApart({ view, members }: KeptApartProps): ReactElement | null {
  const { psychotherapy, isGone, isYou, begun } = view;
  if (psychotherapy.length === 0) return null;
  const open = psychotherapy.filter(({ decided }) => !decided).length;
  return (
    <section className="leaving apart niche" aria-labelledby="h-apart">
      <h2 id="h-apart">Psychotherapy notes</h2>
      <p className="small">
        {sayLeft(open, isGone, isYou)}
        {view.hasOwnCards &&
          (isYou
            ? " Your cards open them to your successor all the same: end the cards if nobody is to."
            : " Cards that their author made still open them to a successor.")}
      </p>
      <ul className="rows">
        {psychotherapy.map((one, n) => (
          <Row
            key={`${one.chart} ${n}`}
            one={one}
            members={members}
            mayDecide={isYou && begun !== undefined}
            isGone={isGone}
          />
        ))}
      </ul>
    </section>
  );
}

function sayLeft(open: number, isGone: boolean, isYou: boolean): string {
  if (isGone) return "What their author handed over is open to whom they chose. The rest stays closed, to everybody.";
  const left = open === 0 ? "All are decided." : `${sentence(count(open, "chart"))} to decide.`;
  return isYou
    ? `${left} Nobody but you can: hand them over, take them along as a file, leave them closed to everybody, or destroy them. What is undecided when you go stays closed.`
    : `${left} Their author alone decides. What is undecided when they go stays closed, to everybody.`;
}

type RowProps = {
  readonly one: LeftApart;
  readonly members: readonly MemberView[];
  readonly mayDecide: boolean;
  readonly isGone: boolean;
};

function Row({ one, members, mayDecide, isGone }: RowProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [asked, setAsked] = useState<"hand over" | "destroy">();
  const ask = { onClose: () => setAsked(undefined) };
  const { chart, decided } = one;
  const name = one.chartName || "A chart";
  const decide = (as?: "exported" | "closed") => acting.run(() => vault.decideApart({ chart, ...(as ? { as } : {}) }));
  const takeAlong = () =>
    acting.run(async () => {
      const notes = await notesAsText(vault, chart, name);
      if (!notes.ok) return notes;
      saveFile(`${name}, psychotherapy notes.txt`, new Blob([notes.value], { type: "text/plain" }));
      return vault.decideApart({ chart, as: "exported" });
    });
  const certify = () =>
    acting.run(async () => {
      const part = await import("../../parts/save-certificate.ts").catch(() => undefined);
      return part ? part.saveCertificate(vault, chart, name) : { ok: false, error: { code: "server-unreachable" } };
    });
  const of = <span className="vh"> of {name}</span>;
  return (
    <li className="decide">
      <div>
        <span className="plain-name">{name}</span>
        <p>{sayDecided(one, isGone)}</p>
      </div>
      {decided === "destroyed" && (
        <div className="choices">
          <button className="as-link small" type="button" onClick={() => void certify()}>
            Save the certificate{of}
          </button>
        </div>
      )}
      {mayDecide && decided !== "handed-over" && decided !== "destroyed" && (
        <div className="choices">
          {decided ? (
            <button className="as-link small" type="button" onClick={() => void decide()}>
              Decide again{of}
            </button>
          ) : (
            <>
              <button className="as-link small" type="button" onClick={() => setAsked("hand over")}>
                Hand over{of}
              </button>
              <button className="as-link small" type="button" onClick={() => void takeAlong()}>
                Take along as a file{of}
              </button>
              <button className="as-link small" type="button" onClick={() => void decide("closed")}>
                Leave closed{of}
              </button>
            </>
          )}
          <button className="as-link small" type="button" onClick={() => setAsked("destroy")}>
            Destroy{of}
          </button>
        </div>
      )}
      {acting.error && <ErrorLine text={acting.error} />}
      {asked === "hand over" && <HandOver chart={chart} name={name} members={members} {...ask} />}
      {asked === "destroy" && <DestroyNotes chart={chart} name={name} {...ask} />}
    </li>
  );
}

function sayDecided({ decided, readers }: LeftApart, isGone: boolean): string {
  switch (decided) {
    case "handed-over":
      return `Handed over to ${readers.map((name) => name || "a member").join(", ")}.`;
    case "exported":
      return "Taken along as a file; closed here.";
    case "closed":
      return "Left closed.";
    case "destroyed":
      return "Destroyed.";
    default:
      return isGone ? "Not decided, so closed." : "To be decided.";
  }
}
