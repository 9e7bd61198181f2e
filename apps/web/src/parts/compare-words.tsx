/** The newcomer's five words: the same on both devices, or somebody stands between them. Both persons say so. */

import { type ReactElement, useState } from "react";
import { useVault } from "../app/vault-context.tsx";
import { Facts, Step } from "./sitting.tsx";

export type CompareWordsProps = {
  /** Where three lines stand and who presses one of them. */
  readonly lede: string;
  readonly words: readonly string[];
  readonly onStop: () => void;
};

export function CompareWords({ lede, words, onStop }: CompareWordsProps): ReactElement {
  const vault = useVault();
  const [waits, setWaits] = useState(false);
  const say = () => {
    if (waits) return;
    setWaits(true);
    void vault.choosePairingWords(words);
  };
  return (
    <Step title="Do both devices show these words?" lede={lede}>
      <ul className="words" aria-label="Words to compare">
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
      <div className="acts">
        <button className="b primary" type="button" aria-busy={waits} onClick={say}>
          {waits ? "Waiting for the other device" : "They are the same there"}
        </button>
        <button className="b" type="button" onClick={onStop}>
          They differ: stop
        </button>
      </div>
      <Facts>
        <p>
          <strong>Why compare</strong>The same words on both mean that nobody stands between them, the server included.
        </p>
        <p>
          <strong>Why say so here</strong>Whoever stands between could lead you into a practice of their own. Only the
          other device would show it.
        </p>
        <p>
          <strong>Have both in your hands</strong>Or hear the words from somebody whose voice you know.
        </p>
      </Facts>
    </Step>
  );
}
