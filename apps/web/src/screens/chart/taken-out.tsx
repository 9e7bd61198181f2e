/** What was taken out of a chart: a line each, which names nobody else. */

import type { MovedFileView, MovedView, Outcome, Vault } from "@alcove/vault";
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

/** What can be put back, and how. */
type Putting = {
  readonly put: (vault: Vault) => Promise<Outcome<{ readonly stays: boolean }>>;
  readonly what: keyof typeof BACK;
};

export function TakenOut({ chart }: { readonly chart: string }): ReactElement | null {
  const { value: notes } = useAnswer(`moved ${chart}`, (vault) => vault.movedNotes(chart));
  const { value: files } = useAnswer(`moved files ${chart}`, (vault) => vault.movedFiles(chart));
  return <Lines notes={notes ?? []} files={files ?? []} />;
}

/** The same of files alone, on their own page. */
export function FilesTakenOut({ chart }: { readonly chart: string }): ReactElement | null {
  const { value: files } = useAnswer(`moved files ${chart}`, (vault) => vault.movedFiles(chart));
  return <Lines notes={[]} files={files ?? []} />;
}

type LinesProps = { readonly notes: readonly MovedView[]; readonly files: readonly MovedFileView[] };

function Lines({ notes, files }: LinesProps): ReactElement | null {
  const [putting, setPutting] = useState<Putting>();
  if (notes.length + files.length === 0) return null;
  return (
    <section aria-label="Taken out of this chart" className="taken-out">
      {notes.map((one) => (
        <Line
          key={one.id}
          one={one}
          says={`A ${one.kind === "psychotherapy" ? "psychotherapy note" : "note"} of ${sayShortDate(one.date)}`}
          onPut={() => setPutting({ what: "note", put: (vault) => vault.takeNoteBack(one.id) })}
        >
          {one.to && (
            <Link to="/notes/$noteId" params={{ noteId: one.to.note }}>
              Where it stands now
            </Link>
          )}
        </Line>
      ))}
      {files.map((one) => (
        <Line
          key={one.id}
          one={one}
          says={`A file, added on ${sayShortDate(dayOf(one.addedAt))},`}
          onPut={() => setPutting({ what: "file", put: (vault) => vault.takeFileBack(one.id) })}
        >
          {one.to && (
            <Link to="/charts/$chartId/documents" params={{ chartId: one.to.chart }} search={{ file: one.to.file }}>
              Where it is now
            </Link>
          )}
        </Line>
      ))}
      {putting && <PutBack putting={putting} onClose={() => setPutting(undefined)} />}
    </section>
  );
}

type LineProps = {
  readonly one: Pick<MovedView, "at" | "by" | "reason" | "mayTakeBack">;
  readonly says: string;
  /** Where it is now, if that is open here. */
  readonly children: ReactElement | undefined;
  readonly onPut: () => void;
};

function Line({ one, says, children, onPut }: LineProps): ReactElement {
  return (
    <p className="small quiet">
      {says} was taken out on {sayShortDate(dayOf(one.at))} by {one.by || "a former member"}: {REASONS[one.reason]}.{" "}
      {children}
      {one.mayTakeBack && one.reason !== "taken-back" && (
        <>
          {children && " · "}
          <button className="as-link" type="button" onClick={onPut}>
            Put it back
          </button>
        </>
      )}
    </p>
  );
}

const BACK = {
  note: {
    stays:
      "Somebody wrote on in what stands in the other chart, added to it or signed it. Nothing was taken from that: look at it there.",
    goes: "It stands here again as it was, with its signatures. What was written anew in the other chart leaves it, if nobody did anything with it.",
  },
  file: {
    stays:
      "Somebody else said what the copy in the other chart is, or that chart is closed here. Nothing was taken from that: look at it there.",
    goes: "It is here again as it was. The copy in the other chart leaves it, if nobody else said what it is.",
  },
} as const;

function PutBack({ putting, onClose }: { readonly putting: Putting; readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [stays, setStays] = useState(false);
  const put = async () => {
    const back = await acting.run(() => putting.put(vault));
    if (back?.value.stays) setStays(true);
    else if (back) onClose();
  };
  return (
    <Dialog
      title={stays ? "It is back, and stays there too" : "Put it back into this chart?"}
      note={BACK[putting.what][stays ? "stays" : "goes"]}
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
