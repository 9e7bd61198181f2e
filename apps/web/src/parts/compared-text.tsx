/** A text with what differs from another one marked: what is only here, and, if wanted, what is only there. */

import { diffWordsWithSpace } from "diff";
import { type ReactElement, useMemo } from "react";
import "./compared-text.css";

export type ComparedTextProps = {
  readonly text: string;
  /** The text it is compared with; absent where there is nothing to compare. */
  readonly with?: string | undefined;
  /** Also shows, struck out, what the other text has and this one lacks. */
  readonly showGone?: boolean;
};

export function ComparedText({ text, with: other, showGone = false }: ComparedTextProps): ReactElement {
  const pieces = useMemo(() => (other === undefined ? undefined : diffWordsWithSpace(other, text)), [text, other]);
  if (!pieces) return <div className="compared said">{text}</div>;
  return (
    <div className="compared said">
      {pieces.map((piece, index) => {
        // Pieces have no identity but their place.
        const key = `${index} ${piece.value.length}`;
        if (piece.added) {
          return (
            <ins key={key}>
              <span className="vh"> added: </span>
              {piece.value}
            </ins>
          );
        }
        if (!piece.removed) return <span key={key}>{piece.value}</span>;
        if (!showGone) return null;
        return (
          <del key={key}>
            <span className="vh"> taken out: </span>
            {piece.value}
          </del>
        );
      })}
    </div>
  );
}
