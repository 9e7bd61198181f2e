/** This device was taken out of the practice: the way back in, with all that was written on it. */

import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { TAKEN_OUT } from "../../words/own-keys.ts";
import { Pairing } from "../enrol/pairing.tsx";
import "./own-keys/own-keys.css";

type TakenOutProps = {
  /** What it is called until now. */
  readonly named: string;
  readonly isPairing: boolean;
  readonly onPairing: (isPairing: boolean) => void;
};

export function TakenOut({ named, isPairing, onPairing }: TakenOutProps): ReactElement {
  if (isPairing)
    return (
      <Page title="Pair again">
        <Pairing named={named} onBack={() => onPairing(false)} onDone={() => onPairing(false)} />
      </Page>
    );
  return (
    <Page title="Devices">
      <div className="top">
        <h1>Devices</h1>
      </div>
      <div className="cols">
        <div className="stack">
          <section className="niche take-keys" id="pair-again" aria-labelledby="h-pair-again">
            <h2 id="h-pair-again">{TAKEN_OUT.title}</h2>
            <p>{TAKEN_OUT.why}</p>
            <div className="acts">
              <button className="b primary" type="button" onClick={() => onPairing(true)}>
                {TAKEN_OUT.says}
              </button>
            </div>
          </section>
        </div>
      </div>
    </Page>
  );
}
