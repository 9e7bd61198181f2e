import { expect, test } from "vitest";
import { createPieceJoiner, type PdfPiece } from "./pdf-text.ts";

const piece = (str: string, x: number, width: number, hasEOL = false): PdfPiece => ({
  str,
  hasEOL,
  width,
  transform: [10, 0, 0, 10, x, 700],
});
const join = (...pieces: PdfPiece[]) => pieces.map(createPieceJoiner()).join("");

test("pieces of one word stay one word, written to the right or to the left", () => {
  expect(join(piece("wo", 100, 12), piece("rd", 112.4, 12))).toBe("word");
  expect(join(piece("של", 100, 12), piece("ום", 88, 12))).toBe("שלום");
});

test("a jump on the same line parts words, white space and line ends do so already", () => {
  expect(join(piece("remark", 400, 30), piece("text", 72, 20))).toBe("remark\ntext");
  expect(join(piece("remark", 400, 30), piece(" ", 72, 2), piece("text", 74, 20))).toBe("remark text");
  expect(join(piece("line", 400, 30, true), piece("text", 72, 20))).toBe("line\ntext");
  expect(join(piece("line", 400, 30), piece("", 72, 0, true), piece("text", 72, 20))).toBe("line\ntext");
});

test("the same along a line that is turned", () => {
  const turned = (str: string, y: number): PdfPiece => ({
    str,
    hasEOL: false,
    width: 20,
    transform: [0, 10, -10, 0, 50, y],
  });
  expect(join(turned("wo", 100), turned("rd", 120))).toBe("word");
  expect(join(turned("up", 100), turned("down", 300))).toBe("up\ndown");
});
