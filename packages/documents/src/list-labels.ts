/** The numbers that a word processor counts by itself: they are in no text of the file, yet people refer to them. */

export type NumberFormat =
  | "decimal"
  | "decimal-zero"
  | "lower-letter"
  | "upper-letter"
  | "lower-roman"
  | "upper-roman"
  | "none";

/** What every list item without a number gets, whatever pictograph the file asks for. */
export const BULLET = "•";

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

/** Numbers that a format can't express (0 in letters, 4,000 in Roman) come out as decimals. */
export function formatListNumber(value: number, format: NumberFormat): string {
  switch (format) {
    case "none":
      return "";
    case "decimal":
      return String(value);
    case "decimal-zero":
      return String(value).padStart(2, "0");
    case "lower-letter":
      return letters(value);
    case "upper-letter":
      return letters(value).toUpperCase();
    case "lower-roman":
      return roman(value);
    case "upper-roman":
      return roman(value).toUpperCase();
  }
}

/** a to z, then aa to zz: the letter is repeated, as both Word and LibreOffice do. */
function letters(value: number): string {
  if (value < 1 || value > 26 * 30) return String(value);
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}

function roman(value: number): string {
  if (value < 1 || value > 3999) return String(value);
  let rest = value;
  let text = "";
  for (const [size, sign] of ROMAN) {
    while (rest >= size) {
      text += sign;
      rest -= size;
    }
  }
  return text;
}
