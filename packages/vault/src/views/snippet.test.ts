import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuery } from "./search.ts";
import { cutSnippet, type Snippet } from "./snippet.ts";

const snippet = (text: string, query: string): Snippet => cutSnippet(text, parseQuery(query).marks);
const whole = (pieces: Snippet): string => pieces.map(({ text }) => text).join("");
const hits = (pieces: Snippet): string[] => pieces.filter(({ hit }) => hit).map(({ text }) => text);

describe("what is marked", () => {
  test.each([
    ["The café by the river.", "cafe", ["café"]],
    ["RIVER river River", "river", ["RIVER", "river", "River"]],
    ["rivers and river", "river", ["river"]],
    ["rivers and river", "riv*", ["rivers", "river"]],
    ["by the old river, by the river", '"the river"', ["the river"]],
    ["by the\n\triver", '"the river"', ["the river"]],
    ["the riverbank", '"the riv"', []],
    ["well-being, well being", "well-being", ["well-being", "well being"]],
    ["one two three", "one three -two", ["one", "three"]],
    ["한국어 상담".normalize("NFD"), "상담", ["상담".normalize("NFD")]],
    ["oﬃce", "office", ["oﬃce"]],
    ["the end is the end", "end", ["end", "end"]],
    ["ababab", "ab", []],
  ])("%j, looked for %j", (text, query, expected) => {
    expect(hits(snippet(text, query))).toEqual(expected);
    expect(whole(snippet(text, query))).toBe(text.replaceAll(/\s+/g, " "));
  });
});

describe("where it is cut", () => {
  test("around the first hit, at words, with dots where text is left out", () => {
    const pieces = snippet(`${"before ".repeat(100)}target ${"after ".repeat(100)}`, "target");
    expect(whole(pieces)).toMatch(/^… before (before )+target (after )+(\w*) …$/);
    expect(hits(pieces)).toEqual(["target"]);
  });

  test.each([
    ["lines", "line\n".repeat(200)],
    ["letters without spaces", `${"字".repeat(600)}。`],
    ["characters outside the basic plane", "🌿".repeat(301)],
  ])("the hit is in it after many %s", (_, before) => {
    const pieces = snippet(`${before}target`, "target");
    expect(hits(pieces)).toEqual(["target"]);
    expect(whole(pieces).length).toBeLessThan(240);
  });

  test("a hit longer than a snippet is shown whole", () => {
    const long = "x".repeat(500);
    expect(hits(snippet(`before ${long} after`, long))).toEqual([long]);
  });

  test("without a hit it is the beginning", () => {
    expect(snippet("some words ".repeat(50), "nothing")[0]).toEqual({ text: "some words ".repeat(20), hit: false });
    expect(snippet("", "nothing")).toEqual([]);
  });

  test("of megabytes only what is needed is looked at", () => {
    const text = `target ${"lorem ipsum dolor sit amet ".repeat(150_000)}`;
    const start = process.cpuUsage();
    for (let i = 0; i < 20; i++) snippet(text, "target");
    // All of it would take seconds. Of the processor's time, which others on the machine don't lengthen.
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1_000);
  });
});

test("any text and any query: a piece of the text, whole characters, nothing lost between pieces", () => {
  const unit = fc.constantFrom("a", "b", "é", "e\u0301", " ", "\n", "-", "🌿", "字", "ﬁ", "0");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 600 }), fc.string({ unit, maxLength: 6 }), (text, query) => {
      const pieces = snippet(text, query);
      const shown = whole(pieces).replace(/^… /, "").replace(/ …$/, "");
      expect(text.replaceAll(/\s+/g, " ")).toContain(shown.trim());
      expect(Buffer.from(shown).toString()).toBe(shown);
      for (const { text: piece } of pieces) expect(piece).not.toBe("");
    }),
    { seed: 42, numRuns: 2_000 },
  );
});
