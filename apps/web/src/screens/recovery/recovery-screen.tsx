/** Recovery cards: made, handed out, checked. For the day on which nobody can get in. */

import type { RecoveryCardText } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Stay } from "../../parts/stay.tsx";
import { HandOut } from "./hand-out.tsx";
import { MakeCards } from "./make-cards.tsx";
import { PresentCards } from "./present-cards.tsx";
import "./recovery.css";

export function RecoveryScreen(): ReactElement {
  return (
    <Page title="Recovery cards">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/devices">Devices</Link>
          </p>
          <h1>Recovery cards</h1>
          <p className="lede">
            Every device gone, the passphrase forgotten, somebody dead: a few people who hold a card each bring the
            practice back, together.
          </p>
        </div>
      </div>
      <div className="cols">
        <div className="stack">
          <Cards />
        </div>
        <div className="side-lines">
          <section aria-labelledby="h-what">
            <h2 id="h-what">What they do</h2>
            <p className="small quiet">
              Enough cards, together with this server, open every record but psychotherapy notes, up to the day they are
              used. One alone opens nothing. Psychotherapy notes stay with their author.
            </p>
          </section>
          <section aria-labelledby="h-who">
            <h2 id="h-who">Who holds them</h2>
            <p className="small quiet">
              Working alone: your own safe, the executor of your will, a colleague you trust. When a holder leaves or
              loses a card, make new ones: the old ones then open nothing new.
            </p>
          </section>
        </div>
      </div>
    </Page>
  );
}

function Cards(): ReactElement | null {
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const { value: recovery, again } = useAnswer("recovery", async (vault) => ({ view: await vault.recovery() }));
  const vault = useVault();
  const acting = useActing();
  const [shown, setShown] = useState<{ readonly cards: readonly RecoveryCardText[]; readonly unsigned: boolean }>();
  const [renewing, setRenewing] = useState(false);
  const isOwner = members?.find(({ isYou }) => isYou)?.role === "owner";
  const view = recovery?.view;
  const made = (cards: readonly RecoveryCardText[], they: "are prepared" | "wait for a signature") => {
    setRenewing(false);
    setShown({ cards, unsigned: they !== "are prepared" });
  };
  const handedOut = async () => {
    if (!shown?.unsigned && !(await acting.run(() => vault.beginRecoveryCards(shown?.cards[0]?.set ?? "")))) return;
    setShown(undefined);
    again();
  };

  if (!recovery || !members) return null;
  if (shown) {
    const { cards, unsigned } = shown;
    return (
      <>
        <HandOut
          cards={cards}
          unsigned={unsigned}
          prepared={!unsigned}
          busy={acting.busy}
          error={acting.error}
          onDone={() => void handedOut()}
        />
        <Stay
          title={unsigned ? "Not all cards are out" : "These cards don’t count yet"}
          note={
            unsigned
              ? "They are shown this once. Once another owner has signed, whoever holds enough of them brings the practice back."
              : `They count once all are out. Leave now, and ${view ? "those of before go on counting" : "there are none"}: tear up what is printed.`
          }
          stay="Stay with the cards"
          leave="Leave"
        />
      </>
    );
  }
  if (view && !renewing)
    return <PresentCards view={view} isOwner={isOwner} onNew={() => setRenewing(true)} onChecked={again} />;
  if (isOwner)
    return (
      <MakeCards replaces={view !== undefined} onMade={made} {...(view ? { onClose: () => setRenewing(false) } : {})} />
    );
  return <p className="quiet">There are no recovery cards yet. An owner of the practice makes them.</p>;
}
