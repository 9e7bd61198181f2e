import { expect, test } from "vitest";
import { formatListNumber } from "./list-labels.ts";

test("numbers of lists as Word and LibreOffice write them", () => {
  expect([1, 4, 9, 14, 40, 1999, 3999].map((number) => formatListNumber(number, "lower-roman"))).toEqual([
    "i",
    "iv",
    "ix",
    "xiv",
    "xl",
    "mcmxcix",
    "mmmcmxcix",
  ]);
  expect([1, 26, 27, 53].map((number) => formatListNumber(number, "upper-letter"))).toEqual(["A", "Z", "AA", "AAA"]);
  expect(formatListNumber(7, "decimal-zero")).toBe("07");
  expect(formatListNumber(7, "none")).toBe("");
});

test("what a format can't express comes out as a decimal", () => {
  expect(formatListNumber(0, "lower-letter")).toBe("0");
  expect(formatListNumber(4000, "upper-roman")).toBe("4000");
});
