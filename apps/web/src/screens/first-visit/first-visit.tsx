/** A browser that has never seen Alcove: begin a practice, or say that this is a further device. */

import { type ReactElement, useEffect, useState } from "react";
import { Enrol } from "../enrol/enrol.tsx";
import { Founding } from "../founding/founding.tsx";
import { Arch } from "../lock/arch.tsx";

export type FirstVisitProps = { readonly onDone: () => void };

export function FirstVisit({ onDone }: FirstVisitProps): ReactElement {
  const [way, setWay] = useState<"choose" | "found" | "enrol">("choose");
  const back = () => setWay("choose");
  if (way === "found") return <Founding onBack={back} onDone={onDone} />;
  if (way === "enrol") return <Enrol onBack={back} onDone={onDone} />;
  return <Choose onFound={() => setWay("found")} onEnrol={() => setWay("enrol")} />;
}

function Choose(props: { readonly onFound: () => void; readonly onEnrol: () => void }): ReactElement {
  useEffect(() => {
    document.title = "Alcove";
  }, []);
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
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
          {here
            ? "This server runs on this computer alone: other devices can’t reach it."
            : `The server of this page: ${location.host}`}
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
      </div>
      <p className="kept">
        <span>
          A further device is one you add to a practice that is already there: with your Emergency Kit, or from a device
          that is open beside you.
        </span>
      </p>
    </Arch>
  );
}
