/** Who signed a note and whether it holds, what a supervisor asks for, and what was added to it. */

import type { BrokenSignature, ChartView, NoteSignatures, NoteView, SignatureView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer, useSession } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { sayDayBriefly, sayMoment, sayMomentInFull } from "../../words/dates.ts";
import { sayFailure } from "../../words/failures.ts";
import { SignNote } from "./sign-note.tsx";
import "./signatures.css";

const BROKEN: Readonly<Record<BrokenSignature, string>> = {
  "not-theirs": "This signature does not hold: it was not made with this person’s key, or they did not write the note.",
  elsewhere: "This signature does not hold: it is over something else than this note.",
  "other-words": "This signature does not hold: the version it names says something else.",
};

export type SignaturesProps = { readonly chart: ChartView; readonly view: NoteView };

export function Signatures({ chart, view }: SignaturesProps): ReactElement | null {
  const { head } = view;
  const { value: outcome } = useAnswer(`signatures ${head.id}`, (vault) => vault.noteSignatures(head.id));
  // A note that was just taken out of its chart has none here.
  if (!outcome || (!outcome.ok && outcome.error.code === "note-unknown")) return null;
  if (!outcome.ok) return <ErrorLine text={sayFailure(outcome.error)} />;
  const { signatures, changeRequests, addenda } = outcome.value;
  const now = Date.now();
  if (signatures.length === 0 && addenda.length === 0) return null;
  return (
    <>
      <section className="signatures" aria-labelledby="h-signed">
        <h2 id="h-signed">Signatures</h2>
        <ul>
          {signatures.map((one, index) => (
            <li key={index} className={one.broken ? "broken" : undefined}>
              <Icon name={one.broken ? "danger" : "check"} />
              <div>
                {one.intent === "sign" ? "Signed" : "Countersigned"} by <b>{one.by || "a former member"}</b>,{" "}
                <span className="when">{sayMomentInFull(one.at)}</span>
                {sayHold(one) && <p>{sayHold(one)}</p>}
              </div>
            </li>
          ))}
        </ul>
        {head.mayEdit || !chart.writes ? null : <Acts chart={chart} view={view} all={outcome.value} />}
      </section>
      {changeRequests.length > 0 && (
        <section aria-labelledby="h-asked">
          <h2 id="h-asked">Asked for</h2>
          {changeRequests.map(({ by, at, words, isAnswered }, index) => (
            <div key={index} className="change-asked">
              <p className="said" dir="auto">
                {words}
              </p>
              <p className="small quiet">
                {by}, {sayMoment(at, now)}
                {isAnswered ? "; countersigned since" : ""}
              </p>
            </div>
          ))}
        </section>
      )}
      {addenda.length > 0 && (
        <section aria-labelledby="h-added">
          <h2 id="h-added">Added since</h2>
          <ul className="rows ends">
            {addenda.map((one) => (
              <li key={one.id}>
                <div>
                  <Link className="t" dir="auto" to="/notes/$noteId" params={{ noteId: one.id }}>
                    {one.title || "Addendum"}
                  </Link>
                  {one.excerpt && <p dir="auto">{one.excerpt}</p>}
                </div>
                <span className="end">{one.signed ? "Signed" : sayDayBriefly(one.date, now)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function sayHold({ broken, isOfNow, version }: SignatureView): string {
  if (broken) return BROKEN[broken];
  return isOfNow ? "" : `It is of version ${version}. Another version came after it, which it does not cover.`;
}

type ActsProps = SignaturesProps & { readonly all: NoteSignatures };

/** What may still be done with a note that is locked. */
function Acts({ chart, view, all }: ActsProps): ReactElement {
  const { head, current } = view;
  const session = useSession();
  const [doing, setDoing] = useState<"sign" | "countersign" | "ask">();
  const ofNow = all.signatures.filter((one) => one.isOfNow && !one.broken);
  const isSignedByOther = ofNow.some((one) => one.intent === "sign" && !one.isYours);
  const mayCountersign = isSignedByOther && !ofNow.some(({ isYours }) => isYours);
  // A version came after this person's own signature: they may sign it too, once they have read it.
  const maySignAgain =
    !head.conflict &&
    all.signatures.some((one) => one.isYours && one.intent === "sign" && !one.broken) &&
    ofNow.length === 0;
  const take = async () => ({ note: head.id, revision: current.revision });
  const done = () => {
    setDoing(undefined);
    session.reread();
  };
  return (
    <div className="acts">
      <Link
        className="b slim"
        to="/notes/$noteId"
        params={{ noteId: "new" }}
        search={{ chart: chart.id, kind: head.kind, adds: head.adds ?? head.id }}
      >
        Write an addendum
      </Link>
      {maySignAgain && (
        <button className="b slim" type="button" onClick={() => setDoing("sign")}>
          Sign this version too
        </button>
      )}
      {mayCountersign && (
        <button className="b slim" type="button" onClick={() => setDoing("countersign")}>
          Countersign
        </button>
      )}
      {mayCountersign && (
        <button className="b plain" type="button" onClick={() => setDoing("ask")}>
          Ask for a change
        </button>
      )}
      {(doing === "sign" || doing === "countersign") && (
        <SignNote intent={doing} take={take} onSigned={done} onClose={() => setDoing(undefined)} />
      )}
      {doing === "ask" && <AskForChange note={head.id} onDone={done} onClose={() => setDoing(undefined)} />}
    </div>
  );
}

type AskProps = { readonly note: string; readonly onDone: () => void; readonly onClose: () => void };

function AskForChange({ note, onDone, onClose }: AskProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [words, setWords] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await acting.run(() => vault.askForChange({ note, words }))) onDone();
  };
  return (
    <Dialog
      title="Ask for a change"
      note="The signed note stays as it is. Its author answers with an addendum; then you can countersign."
      loses={words.trim() ? "What you wrote here is not kept." : undefined}
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Field label="What is to be added or put right" error={acting.error}>
            {(control) => (
              <textarea
                {...control}
                rows={4}
                autoComplete="off"
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
            )}
          </Field>
          <div className="acts">
            <button className="b primary" type="submit" aria-busy={acting.busy}>
              Ask for it
            </button>
            <button className="b plain" type="button" onClick={leave}>
              Not now
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
