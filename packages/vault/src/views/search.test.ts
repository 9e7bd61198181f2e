import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Store } from "../ports.ts";
import {
  addIndexed,
  id,
  newFold,
  newTextIndex,
  note,
  openTestStore,
  testChart,
  testDevice,
} from "../testing/memory-fold.ts";
import type { Fold } from "./fold.ts";
import { parseQuery } from "./search.ts";
import type { FindFacts, TextIndex } from "./text-index.ts";

let store: Store;
let fold: Fold;
let index: TextIndex;
beforeAll(() => {
  store = openTestStore();
  fold = newFold(store);
  index = newTextIndex(store);
  const both = { fold, index };
  const texts: [number, string, string, string][] = [
    [1, "2026-11-01", "First session", "She spoke of the café by the river."],
    [2, "2026-11-02", "Second", "The river again; well-being, sleep."],
    [3, "2026-11-03", "Third", "Nothing of it. Rivers of words."],
    [4, "1969-12-31", "Long ago", "The old river house."],
    [5, "2026-11-05", "상담 기록", "한국어로 말했다".normalize("NFD")],
    [6, "2026-11-06", "By mail", "oﬃce, مُحَمَّد, O'Brien's naïve idea"],
  ];
  for (const [record, date, title, text] of texts) addIndexed(both, record, note(record, { date, title, text }));
  const other = id(901);
  addIndexed(both, 7, note(7, { date: "2026-11-07", text: "another chart's river" }), { chart: other, author: id(78) });
  addIndexed(both, 8, note(8, { date: "2026-11-08", text: "river apart", kind: "psychotherapy" }));
});
afterAll(() => {
  fold.close();
  index.close();
  store.close();
});

/** Records found, in order. */
function found(query: string, facts: Partial<FindFacts> = {}, limit = 50): number[] {
  const { match } = parseQuery(query);
  if (match === undefined) return [];
  const everything = {
    kind: "progress",
    chart: undefined,
    devices: undefined,
    from: undefined,
    to: undefined,
  } as const;
  const all: FindFacts = { match, ...everything, ...facts };
  const docids = index.find(all, limit);
  expect(index.count(all)).toBeGreaterThanOrEqual(docids.length);
  return docids.map((docid) => {
    const row = fold.noteByDocid(docid);
    if (!row) throw new Error("a note that was found is there");
    return new DataView((row["record"] as Uint8Array).slice().buffer).getUint32(0);
  });
}

describe("what is found, newest first", () => {
  test.each([
    ["river", [7, 2, 1, 4]],
    ["RIVER", [7, 2, 1, 4]],
    ["riv*", [7, 3, 2, 1, 4]],
    ['"the river"', [2, 1]],
    ['"the river', [2, 1]],
    ["river house", [4]],
    ["river -house", [7, 2, 1]],
    ['river -house -café -"another chart"', [2]],
    ["-house", []],
    ["cafe", [1]],
    ["CAFÉ", [1]],
    ["session", [1]],
    ["well-being", [2]],
    ["wellbeing", []],
    ["o'brien", [6]],
    ["o’brien's", [6]],
    ["office", [6]],
    ["naive", [6]],
    ["محمد", [6]],
    ["한국어로", [5]],
    ["한국*", [5]],
    ["상담", [5]],
    ["kindprogress", []],
    ["scope:kindprogress", []],
    ["title:First", []],
    ["NOT river", []],
    ["river OR session", []],
    ["nothing*of", [3]],
  ])("%s", (query, records) => {
    expect(found(query)).toEqual(records);
  });

  test("within a chart, a kind and days", () => {
    expect(found("river", { chart: testChart })).toEqual([2, 1, 4]);
    expect(found("river", { chart: id(901) })).toEqual([7]);
    expect(found("river", { chart: id(902) })).toEqual([]);
    expect(found("river", { kind: "psychotherapy" })).toEqual([8]);
    expect(found("river", { from: "2026-11-02" })).toEqual([7, 2]);
    expect(found("river", { to: "2026-11-02" })).toEqual([2, 1, 4]);
    expect(found("river", { from: "2026-11-02", to: "2026-11-02" })).toEqual([2]);
    expect(found("river", { to: "1969-12-31" })).toEqual([4]);
    expect(found("river", {}, 2)).toEqual([7, 2]);
  });

  test("written on some devices", () => {
    expect(found("river", { devices: [testDevice] })).toEqual([2, 1, 4]);
    expect(found("river", { devices: [id(78)] })).toEqual([7]);
    expect(found("river", { devices: [id(79), id(78), testDevice], from: "2026-11-02" })).toEqual([7, 2]);
    expect(found("river", { devices: [id(78)], chart: testChart })).toEqual([]);
    expect(found("river", { devices: [id(79)] })).toEqual([]);
    expect(found("river", { devices: [] })).toEqual([]);
  });
});

describe("no input is a syntax error", () => {
  const pieces = fc.constantFrom(
    ..."()*:^+-\"'{}[],.;%_\\/\0\n\t ",
    "AND",
    "OR",
    "NOT",
    "NEAR(",
    "NEAR/2",
    "title",
    "{title body}",
    "river",
    "-river",
    "riv*",
    "**",
    '""',
    '"""',
    "é",
    "e\u0301",
    "🌿",
    "\ud800",
    "\udc00",
    "字",
    "한",
    "ﬁ",
    "\u200b",
    "\ufeff",
  );

  test("whatever is typed from the pieces of FTS5's own language", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (typed) => void found(typed.join(""))),
      { seed: 43, numRuns: 5_000 },
    );
  });

  test("any characters at all", () => {
    const unit = fc.oneof(fc.integer({ min: 0, max: 0x10ffff }), fc.integer({ min: 0, max: 0x7f }));
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 20 }), (codes) => void found(String.fromCodePoint(...codes))),
      { seed: 44, numRuns: 5_000 },
    );
  });

  test.each([
    ["many words", "a b* ".repeat(20_000)],
    ["many different words", Array.from({ length: 20_000 }, (_, i) => `w${i}`).join(" ")],
    ["much that is unwanted", `river ${Array.from({ length: 500 }, (_, i) => `-w${i}`).join(" ")}`],
    ["one long word", "x".repeat(1_000_000)],
    ["one long phrase", `"${"river ".repeat(10_000)}"`],
    ["nothing but quotes", '"'.repeat(100_001)],
  ])("%s", (_, query) => {
    const start = performance.now();
    expect(found(query).length).toBeLessThan(5);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

test("there is no query where there is no word", () => {
  for (const input of ["", "   ", '""', "-", "*", "!!!", "🌿", "-river", "\0"]) {
    expect(parseQuery(input)).toEqual({ match: undefined, marks: [] });
  }
});
