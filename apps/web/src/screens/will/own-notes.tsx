/** One's own psychotherapy notes: cards of their own for a successor, or the decision that they stay closed. */

import type { MemberView, RecoveryCardText, SuccessionView, SuccessorUse } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { count, sayNumber, sentence } from "../../words/counts.ts";
import { saySignedDay } from "../../words/dates.ts";
import { CheckCards } from "../recovery/check-cards.tsx";
import { HandOut } from "../recovery/hand-out.tsx";
import { MakeOwnCards } from "./make-own-cards.tsx";
import "../chart/apart-niche.css";

export type OwnNotesProps = {
  readonly view: SuccessionView;
  readonly staysClosed: boolean;
  readonly members: readonly MemberView[];
  /** Meanwhile keys went to the cards. */
  readonly onHandedOut: () => void;
};

export function OwnNotes({ view, staysClosed, members, onHandedOut }: OwnNotesProps): ReactElement {
  const [cards, setCards] = useState<readonly RecoveryCardText[]>();
  const [making, setMaking] = useState(false);
  const { set, charts } = view;
  const open = view.uses.find((one) => one.isYours && one.charts > 0);
  const made = (fresh: readonly RecoveryCardText[]) => {
    setMaking(false);
    setCards(fresh);
  };
  const handedOut = () => {
    setCards(undefined);
    onHandedOut();
  };
  // By itself: what is printed is the sheet alone.
  if (cards) return <HandOut cards={cards} onDone={handedOut} />;
  return (
    <section className="apart niche own-notes" aria-labelledby="h-notes">
      <div className="head">
        <h2 id="h-notes">
          <Icon name="key" />
          Your psychotherapy notes
        </h2>
        {set && <span className="ev verified">Cards are out</span>}
        {!set && staysClosed && <span className="ev none">Stay closed</span>}
        {!set && !staysClosed && charts > 0 && <span className="ev stale">To decide</span>}
      </div>
      {open && <Opened use={open} />}
      {making ? (
        <MakeOwnCards members={members} replaces={set !== undefined} onMade={made} onClose={() => setMaking(false)} />
      ) : set ? (
        <OwnCards set={set} onNew={() => setMaking(true)} />
      ) : (
        <Decide charts={charts} isSpent={open !== undefined} staysClosed={staysClosed} onMake={() => setMaking(true)} />
      )}
    </section>
  );
}

type DecideProps = {
  readonly charts: number;
  /** A colleague reads them by cards that were used. */
  readonly isSpent: boolean;
  readonly staysClosed: boolean;
  readonly onMake: () => void;
};

function Decide({ charts, isSpent, staysClosed, onMake }: DecideProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const decide = (notesStayClosed: boolean) => void acting.run(() => vault.decideSuccession({ notesStayClosed }));
  return (
    <>
      <p className="above-act">
        {isSpent
          ? "Those cards are spent. Make new ones, or decide that the notes stay closed."
          : staysClosed
            ? "You decided that nobody opens them when you can’t. They stay sealed for good, and so they are lost."
            : charts > 0
              ? "Only you open them, and the practice’s recovery cards never do. Cards of their own let one colleague read them when you can’t. Or they stay closed for good: that is a decision too."
              : "You keep none yet. Once you do, only you open them, and the practice’s recovery cards never will."}
      </p>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        {staysClosed ? (
          <button className="b" type="button" aria-busy={acting.busy} onClick={() => decide(false)}>
            Decide again
          </button>
        ) : (
          <>
            <button className="b" type="button" onClick={onMake}>
              Make cards for them
            </button>
            {charts > 0 && (
              <button className="b plain" type="button" aria-busy={acting.busy} onClick={() => decide(true)}>
                They stay closed
              </button>
            )}
          </>
        )}
      </div>
    </>
  );
}

type OwnCardsProps = { readonly set: NonNullable<SuccessionView["set"]>; readonly onNew: () => void };

function OwnCards({ set, onNew }: OwnCardsProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [checking, setChecking] = useState(false);
  const [ending, setEnding] = useState(false);
  const { successor, needed, cards, waiting } = set;
  const seen = set.drilled ?? [];
  const isGone = successor !== undefined && !successor.isHere;
  return (
    <>
      <ul className="rows ends">
        <li>
          <div>
            <span className="plain-name">Who may use them</span>
            <p>
              {successor
                ? isGone
                  ? `${successor.name || "Somebody"} has left the practice. Make new cards for somebody else.`
                  : `${successor.name || "A member"}, and nobody else.`
                : "Whoever of the practice has enough of them, also somebody who joins later."}
            </p>
          </div>
          <span className={isGone ? "ev stale" : "ev verified"}>
            {sentence(sayNumber(needed))} of {sayNumber(cards)}
          </span>
        </li>
        <li>
          <div>
            <span className="plain-name">What they open</span>
            <p>
              {waiting === 0
                ? "Your psychotherapy notes, and those you write from now on."
                : `${sentence(count(waiting, "chart"))} on the way to them; this goes on by itself.`}
            </p>
          </div>
          <span className={waiting === 0 ? "ev verified" : "ev stale"}>
            {waiting === 0 ? "Up to date" : "Under way"}
          </span>
        </li>
        <li>
          <div>
            <span className="plain-name">Last check</span>
            <p>
              {seen.length === 0
                ? "Nobody has looked yet whether the cards can be read."
                : `${seen.length === 1 ? "Card" : "Cards"} ${seen.join(", ")} ${seen.length === 1 ? "was" : "were"} right.`}
            </p>
          </div>
          <span className={seen.length >= needed ? "ev verified" : "ev stale"}>
            {seen.length >= needed ? "Enough" : "Due"}
          </span>
        </li>
      </ul>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b" type="button" onClick={() => setChecking(true)}>
          Check the cards
        </button>
        <button className="b" type="button" onClick={onNew}>
          Make new cards
        </button>
        {ending ? (
          <button
            className="b danger"
            type="button"
            aria-busy={acting.busy}
            onClick={() => void acting.run(() => vault.endSuccessorCards())}
          >
            Yes, end these cards
          </button>
        ) : (
          <button className="b plain" type="button" onClick={() => setEnding(true)}>
            End the cards
          </button>
        )}
      </div>
      {checking && <CheckCards cards={cards} onClose={() => setChecking(false)} />}
    </>
  );
}

function Opened({ use }: { readonly use: SuccessorUse }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  return (
    <div className="opened-by">
      <p className="above-act">
        <b>{use.byName || "A member"}</b> used your cards{use.day ? ` ${saySignedDay(use.day, Date.now())}` : ""} and
        reads your notes in {count(use.charts, "chart")}. If you did not want that, end it: what has been read can’t be
        taken back.
      </p>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button
          className="b"
          type="button"
          aria-busy={acting.busy}
          onClick={() => void acting.run(() => vault.endSuccession())}
        >
          Close my notes to {use.byName || "them"}
        </button>
      </div>
    </div>
  );
}
