import { expect, test } from "vitest";
import { isBlank } from "./index.ts";

test("blank is what nobody could see: spaces of all kinds, letters without a width or a shape, marks that turn others around", () => {
  const nothing = ["", "   ", "\t\n", "\u00A0\u2003", "\u200B\u200D\uFEFF", "\u202E\u2066", "\u3164", "\u00AD"];
  expect(nothing.filter((text) => !isBlank(text))).toEqual([]);
});

test("whatever has a letter, a digit, a sign or a picture in it is not", () => {
  const something = ["a", " .", "\u202Eא", "👩‍👩‍👧", "e\u0301", "0", "\u200Bx\u200B"];
  expect(something.filter(isBlank)).toEqual([]);
});
