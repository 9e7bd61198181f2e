/**
 * Puts the pieces of text of a page together. pdf.js says where a line ends and puts spaces into gaps, but not where the
 * page goes back to the left on the same line, as after a remark at the right margin: words would run into each other.
 */

/** One piece as pdf.js gives it. */
export type PdfPiece = {
  readonly str: string;
  readonly hasEOL: boolean;
  /** Along the line. */
  readonly width: number;
  /** The text matrix: its direction in [0] and [1], its origin in [4] and [5]. */
  readonly transform: readonly number[];
};

// Part of a font size. Letters of one word are closer, words of a line are further apart.
const TOUCHING = 0.25;

/** Returns a function that gives the text to append for each further piece of the page. */
export function createPieceJoiner(): (piece: PdfPiece) => string {
  let before: PdfPiece | undefined;
  return (piece) => {
    if (piece.str === "" && !piece.hasEOL) return "";
    const apart = before !== undefined && piece.str !== "" && !touches(before, piece);
    before = piece.hasEOL || piece.str === "" ? undefined : piece;
    return `${apart ? "\n" : ""}${piece.str}${piece.hasEOL ? "\n" : ""}`;
  };
}

/** One goes on where the other ended, to the right or to the left, or white space divides them already. */
function touches(before: PdfPiece, piece: PdfPiece): boolean {
  if (/\s$/.test(before.str) || /^\s/.test(piece.str)) return true;
  const [a = 0, b = 0, , , x = 0, y = 0] = before.transform;
  const size = Math.hypot(a, b) || 1;
  const along = (((piece.transform[4] ?? 0) - x) * a + ((piece.transform[5] ?? 0) - y) * b) / size;
  const slack = size * TOUCHING;
  return Math.abs(along - before.width) <= slack || Math.abs(along + piece.width) <= slack;
}
