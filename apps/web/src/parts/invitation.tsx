/** What a newcomer needs, as picture and as twelve words; and the three lines of which one is theirs. */

import type { ReactElement } from "react";
import { isServerHere, serverOrigin } from "../app/server-origin.ts";
import { Qr } from "./qr.tsx";
import "./invitation.css";

/** The picture is for a camera, and so for another device: it is left out where none could reach the server. */
export function Invitation({ qr, words }: { readonly qr: string; readonly words: readonly string[] }): ReactElement {
  return (
    <div className="invitation">
      {!isServerHere() && <Qr text={qr} label="QR code of the invitation" />}
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

/** `who`: "the other device", "their device". `pressed`: the button that begins it there. */
export function sayHowToCome(who: string, pressed: string): string {
  const { host } = new URL(serverOrigin());
  if (!isServerHere()) return `On ${who} open ${host}, press “${pressed}” and type these words, or scan the picture.`;
  return `This server answers on this computer alone: in another browser on it open ${host}, press “${pressed}” and type these words. For other computers and phones a practice is begun on a server with a name of its own; its README says how.`;
}
