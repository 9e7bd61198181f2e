/** When there is no vault to show: another tab sleeps on it, or its store does not open. */

import type { ReactElement } from "react";
import { useWindowTitle } from "../../app/window-title.ts";
import "./arch.css";

export function NoAnswer(): ReactElement {
  useWindowTitle("Open elsewhere");
  return (
    <main id="main" className="alone">
      <h1>Alcove is open in another tab that doesn’t answer</h1>
      <p className="lede">
        It may be asleep. Your notes are safe there. Go on in that tab, or close it: this one takes over by itself and
        asks for your passphrase.
      </p>
    </main>
  );
}

export function StoreBroken({ reason }: { readonly reason: string }): ReactElement {
  useWindowTitle("Not open");
  const { title, lede } = WORDS[reason] ?? UNKNOWN;
  return (
    <main id="main" className="alone">
      <h1>{title}</h1>
      <p className="lede">{lede}</p>
      <p className="acts">
        <button className="b primary" type="button" onClick={() => location.reload()}>
          Try again
        </button>
      </p>
      <p className="tiny quiet">For whoever helps you: {reason}</p>
    </main>
  );
}

type Words = { readonly title: string; readonly lede: string };

const UNKNOWN: Words = {
  title: "Alcove could not open its store",
  lede: "Nothing was overwritten, and what was sealed on the server is there. Try again; if it stays so, add this device anew with your Emergency Kit.",
};

/** By the codes of the store. */
const WORDS: Readonly<Record<string, Words>> = {
  "store-missing": {
    title: "This browser has no place for your records",
    lede: "Private windows and very old browsers give a page no storage of its own. Open Alcove in a usual window of a current browser. Nothing was lost.",
  },
  "device-in-use": {
    title: "Your records are open in another window",
    lede: "Close that one, or go on there. Nothing was lost.",
  },
  "disk-full": {
    title: "This device’s disk is full",
    lede: "What was kept before is safe. Free some space and try again.",
  },
  "store-damaged": {
    title: "The file with this device’s records is damaged",
    lede: "Nothing was overwritten, and the server has what was sealed there. Whoever helps you with this device should keep a copy of the browser’s profile before anything is erased.",
  },
};
