import { expect, test } from "vitest";
import { type Asked, isNarrowed, NOTHING_ASKED, queryOf } from "./asked.ts";

const now = new Date(2026, 10, 28, 17).getTime();
const query = (asked: Partial<Asked>) => queryOf({ ...NOTHING_ASKED, words: "river house", ...asked }, 30, now);

test("nothing but words asks for nothing but words, the last of them perhaps unfinished", () => {
  expect(query({})).toEqual({ words: "river house*", limit: 30 });
  expect(query({ words: "“the river" })).toEqual({ words: '"the river', limit: 30 });
  expect(isNarrowed({ ...NOTHING_ASKED, words: "river" })).toBe(false);
});

test("chart, kind and author narrow it", () => {
  const narrowed = { chart: "aa", kind: "psychotherapy", author: "bb" } as const;
  expect(query(narrowed)).toEqual({ words: "river house*", limit: 30, ...narrowed });
});

test.each([
  [{ when: "month" }, { from: "2026-10-29" }],
  [{ when: "year" }, { from: "2025-11-28" }],
  [{ when: "days" }, {}],
  [{ when: "days", from: "2026-03-01" }, { from: "2026-03-01" }],
  [{ when: "days", to: "2026-03-31" }, { to: "2026-03-31" }],
  [
    { when: "days", from: "2026-03-31", to: "2026-03-01" },
    { from: "2026-03-01", to: "2026-03-31" },
  ],
  // Days that were chosen once wait for their turn.
  [{ when: "any", from: "2026-03-01" }, {}],
] as const)("%o looks in %o", (asked, days) => {
  expect(query(asked)).toEqual({ words: "river house*", limit: 30, ...days });
});
