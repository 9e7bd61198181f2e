/** A text with what differs from another one marked: what is only here, and, if wanted, what is only there. */

import { Fragment, type ReactElement, useMemo } from "react";
import { compareTexts } from "./compare-texts.ts";
import "./compared-text.css";

export type ComparedTextProps = {
  readonly text: string;
  /** The text it is compared with; absent where there is nothing to compare. */
  readonly with?: string | undefined;
  /** Also shows, struck out, what the other text has and this one lacks. */
  readonly showGone?: boolean;
};

export function ComparedText({ text, with: other, showGone = false }: ComparedTextProps): ReactElement {
  const pieces = useMemo(() => (other === undefined ? undefined : compareTexts(other, text)), [text, other]);
  if (!pieces) return <div className="compared said">{text}</div>;
  return (
    <div className="compared said">
      {pieces.map((piece, index) => {
        // Pieces have no identity but their place.
        const key = `${index} ${piece.same.length}`;
        return (
          <Fragment key={key}>
            {showGone && piece.gone && (
              <del>
                <span className="vh"> taken out: </span>
                {piece.gone}
              </del>
            )}
            {piece.added && (
              <ins>
                <span className="vh"> added: </span>
                {piece.added}
              </ins>
            )}
            {piece.same}
          </Fragment>
        );
      })}
    </div>
  );
}
