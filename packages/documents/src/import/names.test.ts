import { expect, test } from "vitest";
import { compareNames } from "./names.ts";

test.each([
  ["Jane Doe", "jane  doe", "same"],
  ["Doe, Jane", "Jane Doe", "same"],
  ["DOE Jane", "Jane Doe", "same"],
  ["José Álvarez", "Jose Alvarez", "same"],
  ["Mary-Ann O'Brien", "Mary Ann OBrien", "same"],
  ["Jane Q. Doe", "Jane Doe", "same"],
  ["Jane Quinn Doe", "Jane Q Doe", "same"],
  ["李明", "李明", "same"],
  ["J.D.", "Jane Doe", "maybe"],
  ["JD", "Jane Doe", "maybe"],
  ["Jane D.", "Jane Doe", "maybe"],
  ["Doe", "Jane Doe", "maybe"],
  ["Jane", "Jane Doe", "maybe"],
  ["Jane Petersen", "Jane Peterson", "maybe"],
  ["Jnae Peterson", "Jane Peterson", "maybe"],
  ["Jane Doe", "John Doe", "other"],
  ["Jane Quinn Doe", "Jane Rose Doe", "maybe"],
  ["Jane Doe", "Jane Roe", "other"],
  ["Ann Lee", "Ann Lea", "other"],
  ["JR", "Jane Doe", "other"],
  ["", "Jane Doe", "other"],
] as const)("IMP-3 %s and %s: %s", (one, other, expected) => {
  expect(compareNames(one, other)).toBe(expected);
  expect(compareNames(other, one)).toBe(expected);
});
