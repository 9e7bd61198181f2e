/** A browser that has never seen Alcove: begin a practice, add this device to one's own, or join somebody's. */

import { lazy, type ReactElement, startTransition, useEffect, useState } from "react";
import { isServerHere, serverOrigin } from "../../app/server-origin.ts";
import { Arch } from "../lock/arch.tsx";

const Enrol = lazy(() => import("../enrol/enrol.tsx").then((m) => ({ default: m.Enrol })));
const Join = lazy(() => import("../join/join.tsx").then((m) => ({ default: m.Join })));
const Founding = lazy(() => import("../founding/founding.tsx").then((m) => ({ default: m.Founding })));

export type FirstVisitProps = {
  /** Whether somebody is on one of the two ways; what they do there opens the vault before they are through. */
  readonly onSitting: (sitting: boolean) => void;
};

export function FirstVisit({ onSitting }: FirstVisitProps): ReactElement {
  const [way, setWay] = useState<"choose" | "found" | "enrol" | "cards" | "join">("choose");
  const go = (next: typeof way) => () => {
    // This page stays until the next one is loaded.
    startTransition(() => setWay(next));
    onSitting(next !== "choose");
  };
  // An address from before, of a chart that is not here, is no place to arrive at.
  useEffect(() => history.replaceState(null, "", "/"), []);

  if (way === "found") return <Founding onBack={go("choose")} onDone={() => onSitting(false)} />;
  if (way === "cards") return <Enrol way="cards" onBack={go("choose")} onDone={() => onSitting(false)} />;
  if (way === "enrol") return <Enrol onBack={go("choose")} onDone={() => onSitting(false)} />;
  if (way === "join") return <Join onBack={go("choose")} onDone={() => onSitting(false)} />;
  return <Choose onFound={go("found")} onEnrol={go("enrol")} onJoin={go("join")} onCards={go("cards")} />;
}

type ChooseProps = {
  readonly onFound: () => void;
  readonly onEnrol: () => void;
  readonly onJoin: () => void;
  readonly onCards: () => void;
};

function Choose(props: ChooseProps): ReactElement {
  useEffect(() => {
    document.title = "Alcove";
  }, []);
  return (
    <Arch
      outside={
        <>
          <p>What you write is sealed on your device before it travels. The server keeps it and can’t read it.</p>
          <p>No outside audit of Alcove has happened yet.</p>
        </>
      }
      sill={
        <span>
          {isServerHere()
            ? "This server answers on this computer alone. For phones and other computers it gets a name of its own before a practice begins; its README says how."
            : `Your server: ${new URL(serverOrigin()).host}`}
        </span>
      }
    >
      <h1>Alcove</h1>
      <p className="who">A private room for therapy records</p>
      <div className="two-ways">
        <button className="b primary wide" type="button" onClick={props.onFound}>
          Begin a practice
        </button>
        <button className="b wide" type="button" onClick={props.onEnrol}>
          This is a further device
        </button>
        <button className="b wide" type="button" onClick={props.onJoin}>
          I was asked to join
        </button>
        <button className="b plain wide" type="button" onClick={props.onCards}>
          I have recovery cards
        </button>
      </div>
      <p className="kept">
        <span>
          A further device is one more of your own: with your Emergency Kit, or from a device that is open beside you.
          Somebody who asked you to join has twelve words for you. Recovery cards are for when all else is gone.
        </span>
      </p>
    </Arch>
  );
}
