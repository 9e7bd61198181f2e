/** The newcomer's five words: the same on both devices, or somebody stands between them. */

import type { ReactElement } from "react";
import { Facts, Step } from "./sitting.tsx";

export type CompareWordsProps = {
  /** Who shows three lines: "Your other device", "The other device". */
  readonly with: string;
  readonly words: readonly string[];
  readonly onStop: () => void;
};

export function CompareWords(props: CompareWordsProps): ReactElement {
  return (
    <Step
      title="Do both devices show these words?"
      lede={`${props.with} shows three lines. Press the one that is the same as here. If none is, stop on both.`}
    >
      <ul className="words" aria-label="Words to compare">
        {props.words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
      <div className="acts">
        <button className="b" type="button" onClick={props.onStop}>
          They differ: stop
        </button>
      </div>
      <Facts>
        <p>
          <strong>Why compare</strong>The same words on both mean that nobody stands between them, the server included.
        </p>
        <p>
          <strong>Have both in your hands</strong>Or hear the words from somebody whose voice you know.
        </p>
      </Facts>
    </Step>
  );
}
