/** ABO-2: whether a note concerns somebody. */

import { expect, test } from "vitest";
import { concerns } from "./notes.ts";

const person = (n: number) => `0${n}`.repeat(16);

test("ABO-2 a note is about those it names, and about everybody where it names nobody", () => {
  expect([concerns({}, person(1)), concerns({ about: [] }, person(1))]).toEqual([true, true]);
  const note = { about: [person(2), person(1)] };
  expect([concerns(note, person(1)), concerns(note, person(3))]).toEqual([true, false]);
});
