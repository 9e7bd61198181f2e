/** This device was taken out of the practice: the way back in, with all that was written on it. */

import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { useOpenStatus } from "../../app/vault-context.tsx";
import { LEFT_BY_CARDS, wordsForTakenOut } from "../../words/own-keys.ts";
import { Pairing } from "../enrol/pairing.tsx";
import "./own-keys/own-keys.css";

type TakenOutProps = {
  /** What it is called until now. */
  readonly named: string;
  readonly isPairing: boolean;
  readonly onPairing: (isPairing: boolean) => void;
};

export function TakenOut({ named, isPairing, onPairing }: TakenOutProps): ReactElement {
  const words = wordsForTakenOut(useOpenStatus().connection);
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
            <h2 id="h-pair-again">{words.title}</h2>
            <p>{words.why}</p>
            {words !== LEFT_BY_CARDS && (
              <div className="acts">
                <button className="b primary" type="button" onClick={() => onPairing(true)}>
                  {words.says}
                </button>
              </div>
            )}
          </section>
        </div>
      </div>
    </Page>
  );
}
