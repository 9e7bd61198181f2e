/** All that is brought along, against its schema and the scoring that its papers print. */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import {
  bandOf,
  contradictions,
  cutOffsMet,
  changeFrom,
  parseMeasure,
  rangeOf,
  reliablePoints,
  safetyAlerts,
  scoreMeasure,
} from "@alcove/records/measures";
import { describe, expect, it } from "vitest";
import { measures } from "./index.ts";
import { packs } from "./packs/packs.ts";

const measureOf = (id: string) => {
  const found = measures.find((one) => one.id === id);
  if (!found) throw new Error(`no measure ${id}`);
  return found;
};
const all = (id: string, answer: number) => measureOf(id).items.map(() => answer);
const scoresOf = (id: string, answers: readonly (number | null)[]) =>
  scoreMeasure(measureOf(id), answers).map(({ score }) => score);
const bandsOf = (id: string, scale: number, scores: readonly number[]) =>
  scores.map((score) => bandOf(measureOf(id).scales[scale]!, score));

describe("MEA-1 every measure", () => {
  it.each(measures.map((measure) => [measure.id, measure] as const))(
    "%s fits the schema and cites what it says",
    (_, measure) => {
      expect(contradictions(measure)).toEqual([]);
      expect(parseMeasure(measure)).toEqual(measure);
      const cited = JSON.stringify({ ...measure, sources: {} });
      for (const key of Object.keys(measure.sources)) expect(cited).toContain(`"${key}"`);
    },
  );

  it("has an id and version of its own", () => {
    expect(new Set(measures.map(({ id, version }) => `${id} ${version}`)).size).toBe(measures.length);
  });

  it("under terms of its own lies in a folder of its own, with its notice", () => {
    const folders = readdirSync(new URL("packs", import.meta.url), { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    );
    expect(folders.map(({ name }) => name).toSorted()).toEqual(packs.map(({ id }) => id).toSorted());
    for (const { id } of packs) {
      const notice = new URL(`packs/${id}/NOTICE.md`, import.meta.url);
      expect(existsSync(notice) && readFileSync(notice, "utf8")).toContain(
        "The licence of the rest of Alcove does not cover this folder",
      );
    }
  });

  it("of those that may not be passed on none is here", () => {
    const names = measures.map(({ name }) => name.toLowerCase()).join(" ");
    for (const barred of ["isi", "c-ssrs", "ors", "srs", "whodas", "k6", "k10", "core-10"])
      expect(names.split(" ")).not.toContain(barred);
  });
});

describe("PHQ-9 (Kroenke 2001)", () => {
  it("sums nine items to 0 to 27, without the tenth", () => {
    expect(scoresOf("phq-9", all("phq-9", 0))).toEqual([0]);
    expect(scoresOf("phq-9", all("phq-9", 3))).toEqual([27]);
    expect(scoresOf("phq-9", [2, 2, 1, 1, 1, 1, 1, 1, 0, null])).toEqual([10]);
    expect(rangeOf(measureOf("phq-9"), measureOf("phq-9").scales[0]!)).toEqual([0, 27]);
  });

  it("has its bands at 5, 10, 15 and 20, and its cut-off at 10", () => {
    expect(bandsOf("phq-9", 0, [4, 5, 9, 10, 14, 15, 19, 20])).toEqual([
      "minimal",
      "mild",
      "mild",
      "moderate",
      "moderate",
      "moderately severe",
      "moderately severe",
      "severe",
    ]);
    expect([9, 10].map((score) => cutOffsMet(measureOf("phq-9").scales[0]!, score).length)).toEqual([0, 1]);
  });

  it("asks for a risk enquiry from 1 on item 9, and where it is blank", () => {
    const with9 = (answer: number | null) => [0, 0, 0, 0, 0, 0, 0, 0, answer, 0];
    expect([0, 1, 3, null].map((answer) => safetyAlerts(measureOf("phq-9"), with9(answer)).length)).toEqual([
      0, 1, 1, 1,
    ]);
    expect(safetyAlerts(measureOf("phq-9"), with9(1))[0]?.kind).toBe("risk");
  });

  it("changes reliably by 6 (NHS Talking Therapies), and recovers below 10", () => {
    const measure = measureOf("phq-9");
    const from = (a: number, b: number) => changeFrom(measure, measure.scales[0]!, a, b)?.verdict;
    expect([from(19, 8), from(19, 13), from(19, 14), from(8, 14)]).toEqual([
      "recovered",
      "improved",
      "no reliable change",
      "worse",
    ]);
  });

  it("fills up to two gaps", () => {
    const states = [1, 2, 3].map((gaps) => {
      const answers = all("phq-9", 2).map((answer, i) => (i < gaps ? null : answer));
      return scoreMeasure(measureOf("phq-9"), answers)[0]?.state;
    });
    expect(states).toEqual(["filled", "filled", "incomplete"]);
  });
});

describe("GAD-7 (Spitzer 2006)", () => {
  it("sums seven items to 0 to 21, with bands at 5, 10 and 15", () => {
    expect(scoresOf("gad-7", all("gad-7", 3))).toEqual([21]);
    expect(bandsOf("gad-7", 0, [4, 5, 10, 15])).toEqual(["minimal", "mild", "moderate", "severe"]);
  });

  it("changes reliably by 4 (NHS Talking Therapies), and recovers below 8", () => {
    const measure = measureOf("gad-7");
    const from = (a: number, b: number) => changeFrom(measure, measure.scales[0]!, a, b)?.verdict;
    expect([from(14, 7), from(14, 8), from(14, 11), from(7, 11)]).toEqual([
      "recovered",
      "improved",
      "no reliable change",
      "worse",
    ]);
  });
});

it("PHQ-A scores nine of eleven, with the cut-off of 11 for 13 to 17 (Richardson 2010)", () => {
  expect(scoresOf("phq-a", [3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 3])).toEqual([27]);
  expect([10, 11].map((score) => cutOffsMet(measureOf("phq-a").scales[0]!, score).length)).toEqual([0, 1]);
  expect(safetyAlerts(measureOf("phq-a"), [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])).toHaveLength(1);
});

it("PCL-5 sums twenty items to 0 to 80, by clusters B 1-5, C 6-7, D 8-14, E 15-20, and fills no gap", () => {
  expect(scoresOf("pcl-5", all("pcl-5", 4))).toEqual([80, 20, 8, 28, 24]);
  const onlyB = all("pcl-5", 0).map((_, i) => (i < 5 ? 4 : 0));
  expect(scoresOf("pcl-5", onlyB)).toEqual([20, 20, 0, 0, 0]);
  expect(scoresOf("pcl-5", [null, ...onlyB.slice(1)])).toEqual([undefined, undefined, 0, 0, 0]);
  expect(reliablePoints(measureOf("pcl-5").scales[0]!.change!)).toBe(15);
});

it("WHO-5 is the sum times 4: 0 to 100, with 50 and 28 as cut-offs, and not (sum - 5) times 4", () => {
  expect(scoresOf("who-5", all("who-5", 0))).toEqual([0]);
  expect(scoresOf("who-5", all("who-5", 5))).toEqual([100]);
  expect(scoresOf("who-5", [5, 3, 2, 2, 1])).toEqual([52]);
  expect([52, 48, 28].map((score) => cutOffsMet(measureOf("who-5").scales[0]!, score).length)).toEqual([0, 1, 2]);
});

describe("DASS-21 (Lovibond 1995)", () => {
  const only = (...items: number[]) => all("dass-21", 0).map((_, i) => (items.includes(i + 1) ? 1 : 0));

  it("doubles sums of seven items: depression, anxiety, stress", () => {
    expect(scoresOf("dass-21", all("dass-21", 3))).toEqual([42, 42, 42]);
    // Item 21, that life was meaningless, is depression; a page that swaps the keys is about.
    expect(scoresOf("dass-21", only(21))).toEqual([2, 0, 0]);
    expect(scoresOf("dass-21", only(3, 5, 10, 13, 16, 17))).toEqual([12, 0, 0]);
    expect(scoresOf("dass-21", only(2, 4, 7, 9, 15, 19, 20))).toEqual([0, 14, 0]);
    expect(scoresOf("dass-21", only(1, 6, 8, 11, 12, 14, 18))).toEqual([0, 0, 14]);
  });

  it("has its severity ratings", () => {
    const labels = ["normal", "mild", "moderate", "severe", "extremely severe"];
    expect(bandsOf("dass-21", 0, [9, 10, 14, 21, 28])).toEqual(labels);
    expect(bandsOf("dass-21", 1, [7, 8, 10, 15, 20])).toEqual(labels);
    expect(bandsOf("dass-21", 2, [14, 15, 19, 26, 34])).toEqual(labels);
  });

  it("fills one gap of a scale, not two", () => {
    const answers = all("dass-21", 1).map((answer, i) => (i === 2 ? null : answer));
    expect(scoreMeasure(measureOf("dass-21"), answers)[0]).toMatchObject({ state: "filled", score: 14, gaps: [3] });
    expect(
      scoresOf(
        "dass-21",
        answers.map((answer, i) => (i === 4 ? null : answer)),
      ),
    ).toEqual([undefined, 14, 14]);
  });
});

it("AUDIT-C sums three items to 0 to 12; who never drinks is asked no more (WHO manual)", () => {
  expect(scoresOf("audit-c", [4, 4, 4])).toEqual([12]);
  expect(scoresOf("audit-c", [0, null, null])).toEqual([0]);
  expect(scoresOf("audit-c", [1, null, null])).toEqual([undefined]);
  const told = (score: number) => cutOffsMet(measureOf("audit-c").scales[0]!, score).map(({ of }) => of);
  expect([2, 3, 4].map(told)).toEqual([[], ["women"], ["men", "women"]]);
});

/** A change of these is another version: entries of before keep what they were filled in with. */
const versions: Readonly<Record<string, string>> = {
  "phq-9 1": "73df6c0c2c599ed7",
  "gad-7 1": "b9bd586a50bce96c",
  "phq-a 1": "a193d56263821ca9",
  "pcl-5 1": "996190a82302ed2d",
  "who-5 1": "9f5ea831760b48db",
  "dass-21 1": "a4980d62cf8e739c",
  "audit-c 1": "eff372cf7db92426",
};

it("MEA-1 what a version says never changes", () => {
  const digest = (measure: object) => createHash("sha256").update(JSON.stringify(measure)).digest("hex").slice(0, 16);
  expect(Object.fromEntries(measures.map((one) => [`${one.id} ${one.version}`, digest(one)]))).toEqual(versions);
});
