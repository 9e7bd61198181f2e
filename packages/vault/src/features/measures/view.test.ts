import { measures } from "@alcove/content/measures";
import type { RevisionOf } from "@alcove/records";
import type { Measure } from "@alcove/records/measures";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Opened } from "../../engine/opened.ts";
import type { Store } from "../../ports.ts";
import { id, newFold, openTestStore, testChart, toFold } from "../../testing/memory-fold.ts";
import { measuresOf } from "./view.ts";

let store: Store;
beforeAll(() => {
  store = openTestStore();
});
afterAll(() => store.close());

const phq9 = measures.find((one) => one.id === "phq-9") as Measure;
const entry = (n: number, date: string, each: number, version = "1"): RevisionOf<"measure"> => ({
  type: "measure",
  revision: id(n),
  writtenAt: n,
  date,
  filled: {
    how: "client",
    measure: "phq-9",
    version,
    answers: [each, each, each, each, each, each, each, each, 0, null],
  },
  note: "",
  mistaken: false,
});
function device(...entries: readonly RevisionOf<"measure">[]): Opened {
  const fold = newFold(store);
  for (const [i, one] of entries.entries()) fold.add(toFold(i + 1, one));
  return { fold, state: { roster: undefined }, keys: { account: id(5) } } as unknown as Opened;
}
const known = (measure: Measure) => (of: string, version: string) =>
  measure.id === of && measure.version === version ? measure : undefined;

test("MEA-2 of a version that the app does not have it shows the answers, and no score", async () => {
  const { entries, courses } = await measuresOf(device(entry(1, "2026-03-03", 2, "0")), known(phq9), testChart);
  expect(entries[0]).toMatchObject({ name: "phq-9", scales: [], alerts: [], filled: { version: "0" } });
  expect(entries[0]?.filled).toMatchObject({ answers: [2, 2, 2, 2, 2, 2, 2, 2, 0, null] });
  expect(courses).toEqual([]);
});

test("MEA-5 scores of two versions are not compared", async () => {
  const opened = device(entry(1, "2026-03-03", 2), entry(2, "2026-04-03", 1, "2"), entry(3, "2026-05-03", 1));
  const second: Measure = { ...phq9, version: "2" };
  const both = (of: string, version: string) => known(phq9)(of, version) ?? known(second)(of, version);
  const { courses } = await measuresOf(opened, both, testChart);
  expect(courses.map(({ version, points }) => [version, points.map(({ score }) => score)])).toEqual([
    ["1", [16, 8]],
    ["2", [8]],
  ]);
});

test("MEA-5 a change that is computed from a sample says from which", async () => {
  const [scale] = phq9.scales;
  const change = {
    by: "jacobson-truax",
    clinical: { who: "primary-care counselling", n: 1835, mean: 19.7, sd: 7.7 },
    general: { who: "general population", n: 535, mean: 4.7, sd: 4.8 },
    reliability: 0.9,
    kind: "alpha",
    z: 1.645,
    source: "kroenke",
  } as const;
  const computed: Measure = { ...phq9, scales: [{ ...scale!, change }] };
  const opened = device(entry(1, "2026-03-03", 2), entry(2, "2026-04-03", 1));
  const { courses } = await measuresOf(opened, known(computed), testChart);
  expect(courses[0]?.change).toMatchObject({ points: -8, needed: 6, verdict: "recovered" });
  for (const said of ["Jacobson and Truax 1991", "90 %", "3.44", "SD 7.7", "alpha 0.9", "n = 1835"])
    expect(courses[0]?.change?.basis).toContain(said);
});
