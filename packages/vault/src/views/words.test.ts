import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparable, foldText, wholeUntil, wordsIn } from "./words.ts";

describe("foldText", () => {
  test("leaves text as it is where the index does the folding", () => {
    for (const text of ["", "Plain words.\n", "Übung – „naïve“ façade… 50 % §12", "Łódź, señor, Øre"]) {
      expect(foldText(text)).toBe(text);
    }
  });

  test.each([
    ["한국어", "한국어".normalize("NFD"), "한국어"],
    ["ﬁnal oﬃce", "final office", "final office"],
    ["محمد", "مُحَمَّد", "محمد"],
    ["שלום", "שָׁלוֹם", "שלום"],
    ["½ m²", "1⁄2 m2", "1⁄2 m2"],
    ["Ｆｕｌｌ width", "Full width", "Full width"],
  ])("%j and %j are one", (one, other, form) => {
    expect(foldText(one)).toBe(form);
    expect(foldText(other)).toBe(form);
  });

  test("what is left alone folds to the same words as what is not", () => {
    const letter = fc.constantFrom(..."aZéßØłñŠ09 -–…„\n");
    fc.assert(
      fc.property(fc.string({ unit: letter }), (text) => {
        // A letter from far away makes all of it go the long way.
        const [, ...words] = wordsIn(`한 ${text}`).map(comparable);
        expect(words).toEqual(wordsIn(text).map(comparable));
      }),
      { seed: 41, numRuns: 2_000 },
    );
  });
});

test("words are runs of letters and digits; the comparable form has neither case nor accents", () => {
  expect(wordsIn("She said: “it’s 3 o'clock”, naïve — ok?")).toEqual([
    "She",
    "said",
    "it",
    "s",
    "3",
    "o",
    "clock",
    "naïve",
    "ok",
  ]);
  expect(wordsIn("!!! … — 🌿 \ud800 \0")).toEqual([]);
  expect(["Naïve", "ÉCOLE", "ﬁ", "İstanbul", "Straße"].map(comparable)).toEqual([
    "naive",
    "ecole",
    "fi",
    "istanbul",
    "straße",
  ]);
});

test("a cut goes beside a character, never through it", () => {
  expect([0, 1, 2, 3, 4].map((at) => wholeUntil("a🌿b", at))).toEqual([0, 1, 1, 3, 4]);
});
