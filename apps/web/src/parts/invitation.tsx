/** What a newcomer needs, as picture and as twelve words; and the three lines of which one is theirs. */

import type { ReactElement } from "react";
import { isServerHere, serverOrigin } from "../app/server-origin.ts";
import { Qr } from "./qr.tsx";
import "./invitation.css";

export function Invitation({ qr, words }: { readonly qr: string; readonly words: readonly string[] }): ReactElement {
  return (
    <div className="invitation">
      <Qr text={qr} label="QR code of the invitation" />
      <ol className="twelve">
        {words.map((word, index) => (
          <li key={`${index} ${word}`}>
            <span className="num">{index + 1}</span> {word}
          </li>
        ))}
      </ol>
    </div>
  );
}

export function WordLines(props: {
  readonly choices: readonly (readonly string[])[];
  readonly onPick: (line: readonly string[]) => void;
}): ReactElement {
  return (
    <div className="word-lines">
      {props.choices.map((line) => (
        <button key={line.join(" ")} className="b wide" type="button" onClick={() => props.onPick(line)}>
          {line.join(" ")}
        </button>
      ))}
    </div>
  );
}

/** `who`: "the other device", "their device". */
export function sayWhereToOpen(who: string): string {
  const { host } = new URL(serverOrigin());
  if (!isServerHere()) return `On ${who} open ${host}`;
  return `Other computers and phones can’t reach this server. In another browser on this one open ${host}`;
}
