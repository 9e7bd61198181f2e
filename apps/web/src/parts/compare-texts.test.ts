import fc from "fast-check";
import { expect, test } from "vitest";
import { compareTexts } from "./compare-texts.ts";

test("words that changed side by side are one change", () => {
  expect(compareTexts("Ask about sleep, then stop.", "Call the school, then stop.")).toEqual([
    { gone: "Ask about sleep", added: "Call the school", same: ", then stop." },
  ]);
});

test("what was put in alone is marked alone", () => {
  expect(compareTexts("Came in on time.", "Came in late, on time.")).toEqual([
    { gone: "", added: "", same: "Came in " },
    { gone: "", added: "late, ", same: "on time." },
  ]);
});

test("both texts are whole in what is shown of them", () => {
  const word = fc.constantFrom("one", "two", " ", " ", "\n", ", ", "three");
  const text = fc.array(word, { maxLength: 20 }).map((words) => words.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = compareTexts(before, after);
      expect(pieces.map(({ gone, same }) => gone + same).join("")).toBe(before);
      expect(pieces.map(({ added, same }) => added + same).join("")).toBe(after);
    }),
  );
});
