/** What was taken out of a chart: a line each, which names nobody else. */

import type { MovedView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { dayOf, sayShortDate } from "../../words/dates.ts";

const REASONS: Readonly<Record<MovedView["reason"], string>> = {
  "about-another": "it was about somebody else",
  "own-chart": "it goes on in a chart of its own",
  "taken-back": "it was put back where it had been before",
};

export function TakenOut({ chart }: { readonly chart: string }): ReactElement | null {
  const { value: moved } = useAnswer(`moved ${chart}`, (vault) => vault.movedNotes(chart));
  const [putting, setPutting] = useState<MovedView>();
  if (!moved || moved.length === 0) return null;
  return (
    <section aria-label="Taken out of this chart" className="taken-out">
      {moved.map((one) => (
        <p key={one.id} className="small quiet">
          A {one.kind === "psychotherapy" ? "psychotherapy note" : "note"} of {sayShortDate(one.date)} was taken out on{" "}
          {sayShortDate(dayOf(one.at))} by {one.by || "a former member"}: {REASONS[one.reason]}.{" "}
          {one.to && (
            <Link to="/notes/$noteId" params={{ noteId: one.to.note }}>
              Where it stands now
            </Link>
          )}
          {one.mayTakeBack && one.reason !== "taken-back" && (
            <>
              {one.to && " · "}
              <button className="as-link" type="button" onClick={() => setPutting(one)}>
                Put it back
              </button>
            </>
          )}
        </p>
      ))}
      {putting && <PutBack moved={putting} onClose={() => setPutting(undefined)} />}
    </section>
  );
}

function PutBack({ moved, onClose }: { readonly moved: MovedView; readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [stays, setStays] = useState(false);
  const put = async () => {
    const back = await acting.run(() => vault.takeNoteBack(moved.id));
    if (back?.value.stays) setStays(true);
    else if (back) onClose();
  };
  return (
    <Dialog
      title={stays ? "It is back, and stays there too" : "Put it back into this chart?"}
      note={
        stays
          ? "Somebody wrote on in what stands in the other chart, added to it or signed it. Nothing was taken from that: look at it there."
          : "It stands here again as it was, with its signatures. What was written anew in the other chart leaves it, if nobody did anything with it."
      }
      onClose={onClose}
    >
      <div className="inner">
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          {stays ? (
            <button className="b primary" type="button" onClick={onClose}>
              I see
            </button>
          ) : (
            <>
              <button className="b primary" type="button" aria-busy={acting.busy} onClick={() => void put()}>
                Put it back
              </button>
              <button className="b plain" type="button" onClick={onClose}>
                Leave it out
              </button>
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}
