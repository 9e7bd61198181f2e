/** What differs between two texts, as a person would mark it: changed words side by side are one change. */

import { diffWordsWithSpace } from "diff";

/** What the first text alone has, what the second alone has, and what both have after it; each may be empty. */
export type ComparedPiece = { readonly gone: string; readonly added: string; readonly same: string };

/** The pieces in their order: `gone` and `same` together are the whole of `before`, `added` and `same` that of `after`. */
export function compareTexts(before: string, after: string): readonly ComparedPiece[] {
  const pieces: ComparedPiece[] = [];
  let piece: ComparedPiece = { gone: "", added: "", same: "" };
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    if (!added && !removed) {
      piece = { ...piece, same: piece.same + value };
      continue;
    }
    const { gone, added: put, same } = piece;
    if (isGap(piece)) {
      piece = { gone: gone + same, added: put + same, same: "" };
    } else if (same) {
      pieces.push(piece);
      piece = { gone: "", added: "", same: "" };
    }
    piece = removed ? { ...piece, gone: piece.gone + value } : { ...piece, added: piece.added + value };
  }
  return [...pieces, piece];
}

/** Nothing but a space between two changes: it changes with them. */
function isGap({ gone, added, same }: ComparedPiece): boolean {
  return same === " " && gone !== "" && added !== "";
}
