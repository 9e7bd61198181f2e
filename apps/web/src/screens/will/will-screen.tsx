/** When you can't: a professional will, and what becomes of psychotherapy notes that only their author opens. */

import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useOpenStatus } from "../../app/vault-context.tsx";
import { OthersWills } from "./others-wills.tsx";
import { OwnNotes } from "./own-notes.tsx";
import { UseCards } from "./use-cards.tsx";
import { WillForm } from "./will-form.tsx";
import { YourWill } from "./your-will.tsx";
import "./will.css";

export function WillScreen(): ReactElement {
  const status = useOpenStatus();
  const { value: wills } = useAnswer("wills", (vault) => vault.wills());
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const { value: answer, again } = useAnswer("succession", async (vault) => ({ view: await vault.succession() }));
  const [changing, setChanging] = useState(false);
  const [using, setUsing] = useState(false);
  const me = members?.find(({ isYou }) => isYou);
  const own = wills?.find(({ isYou }) => isYou);
  const isWritten = own?.confirmed !== undefined;
  const treats = me !== undefined && TREATING.includes(me.role);
  const succession = answer?.view;
  const namedBy = succession?.namedBy ?? [];

  return (
    <Page title="When you can’t">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/devices">Devices</Link>
          </p>
          <h1>When you can’t</h1>
          <p className="lede">
            Ill, away or dead: what others do then, and who opens the notes that only you open now.
          </p>
        </div>
      </div>
      <div className="cols">
        <div className="stack">
          {treats && wills && (changing || !isWritten) && (
            <WillForm will={own} onDone={() => setChanging(false)} mayLeave={isWritten} />
          )}
          {treats && own && isWritten && !changing && (
            <YourWill will={own} due={status.willDue} onChange={() => setChanging(true)} />
          )}
          {treats && wills && succession && members && (
            <OwnNotes
              view={succession}
              staysClosed={own?.notesStayClosed ?? false}
              members={members}
              onHandedOut={again}
            />
          )}
          {wills && <OthersWills wills={wills.filter(({ isYou, confirmed }) => !isYou && confirmed)} />}
        </div>
        <div className="side-lines">
          <section aria-labelledby="h-reads">
            <h2 id="h-reads">Who reads a will</h2>
            <p className="small quiet">
              Its author and the owners of the practice. Whoever brings the practice back with recovery cards is an
              owner then, and reads it too. Print it for those who are none.
            </p>
          </section>
          <section aria-labelledby="h-use">
            <h2 id="h-use">A colleague’s cards</h2>
            <p className="small quiet above-act">
              {namedBy.length > 0
                ? `${namedBy.map(({ name }) => name || "A member").join(", ")} named you. With enough of their cards you open their psychotherapy notes.`
                : "Somebody can’t act any more, and you were handed cards for their psychotherapy notes."}
            </p>
            <button className="b" type="button" onClick={() => setUsing(true)}>
              Use the cards
            </button>
          </section>
        </div>
      </div>
      {using && <UseCards onClose={() => setUsing(false)} />}
    </Page>
  );
}

const TREATING: readonly string[] = ["owner", "clinician", "supervisor"];
