import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { bandOf, contradictions, cutOffsMet, type Measure, parseMeasure, rangeOf } from "./measure.ts";
import { changeFrom, cutOffBetween, differenceError, recoveryAt, reliablePoints } from "./reliable-change.ts";
import { type Answers, answersFit, gapsIn, safetyAlerts, scoreMeasure } from "./score.ts";
import { core10Numbers } from "./testing/core-10.ts";

const [core10Scale] = core10Numbers.scales;
const ten = (...answers: (number | null)[]): Answers => answers;
const scoreOf = (measure: Measure, answers: Answers) => scoreMeasure(measure, answers)[0];

describe("MEA-3 blank is never 0", () => {
  it("counts reversed items from the other end", () => {
    expect(scoreOf(core10Numbers, ten(0, 4, 4, 0, 0, 0, 0, 0, 0, 0))?.score).toBe(0);
    expect(scoreOf(core10Numbers, ten(4, 0, 0, 4, 4, 4, 4, 4, 4, 4))?.score).toBe(40);
    expect(scoreOf(core10Numbers, ten(0, 0, 0, 0, 0, 0, 0, 0, 0, 0))?.score).toBe(8);
  });

  it("fills by the scale's rule, with the mean of what was answered, and says so", () => {
    const filled = scoreOf(core10Numbers, ten(null, 2, 2, 2, 2, 2, 2, 2, 2, 2));
    expect(filled).toEqual({ scale: "total", name: "Total", state: "filled", score: 20, gaps: [1] });
    // 9 answers that sum to 19: 19 / 9 x 10 = 21.1.
    expect(scoreOf(core10Numbers, ten(null, 2, 2, 3, 2, 2, 2, 2, 2, 2))?.score).toBe(21);
  });

  it("has no score beyond the rule, whatever the answers", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 4 })), { minLength: 10, maxLength: 10 }), (answers) => {
        const scored = scoreOf(core10Numbers, answers);
        const blank = answers.filter((answer) => answer === null).length;
        expect(scored?.state).toBe(blank === 0 ? "whole" : blank === 1 ? "filled" : "incomplete");
        expect(scored?.score === undefined).toBe(blank > 1);
        expect(scored?.gaps).toHaveLength(blank);
        if (scored?.score !== undefined) expect(scored.score).toBeLessThanOrEqual(40);
      }),
    );
  });

  it("has no score at all where the scale has no rule", () => {
    const [scale] = core10Numbers.scales;
    const { fill: _, ...without } = scale as NonNullable<typeof scale>;
    const measure = { ...core10Numbers, scales: [without] };
    expect(scoreOf(measure, ten(null, 2, 2, 2, 2, 2, 2, 2, 2, 2))?.state).toBe("incomplete");
  });

  it("counts what was not asked as its lowest value, and only then", () => {
    const measure: Measure = { ...core10Numbers, unasked: { item: 1, answer: 0, items: [4, 5], source: "barkham" } };
    expect(gapsIn(measure, ten(0, 4, 4, null, null, 0, 0, 0, 0, 0))).toEqual([]);
    expect(scoreOf(measure, ten(0, 4, 4, null, null, 0, 0, 0, 0, 0))).toMatchObject({ state: "whole", score: 0 });
    expect(gapsIn(measure, ten(1, 4, 4, null, null, 0, 0, 0, 0, 0))).toEqual([4, 5]);
    expect(gapsIn(measure, ten(null, 4, 4, null, null, 0, 0, 0, 0, 0))).toEqual([1, 4, 5]);
  });
});

it("MEA-2 takes one answer to each item, out of its choices", () => {
  expect(answersFit(core10Numbers, ten(0, 1, 2, 3, 4, null, 0, 1, 2, 3))).toBe(true);
  expect(answersFit(core10Numbers, ten(0, 1, 2, 3, 4, null, 0, 1, 2))).toBe(false);
  expect(answersFit(core10Numbers, ten(5, 1, 2, 3, 4, null, 0, 1, 2, 3))).toBe(false);
});

describe("MEA-4 safety items", () => {
  const alertsAt = (answer: number | null) => safetyAlerts(core10Numbers, ten(0, 0, 0, 0, 0, answer, 0, 0, 0, 0));

  it("alert from their value on, and where they were left blank", () => {
    expect(alertsAt(0)).toEqual([]);
    expect(alertsAt(1)).toMatchObject([{ item: 6, kind: "risk", answer: 1 }]);
    expect(alertsAt(null)).toMatchObject([{ item: 6, kind: "risk", answer: null }]);
  });

  it("alert also where no score can be formed", () => {
    const answers = ten(null, null, null, 0, 0, 2, 0, 0, 0, 0);
    expect(scoreOf(core10Numbers, answers)?.state).toBe("incomplete");
    expect(safetyAlerts(core10Numbers, answers)).toHaveLength(1);
  });
});

describe("MEA-5 reliable change: the CORE-10's published values", () => {
  const change = core10Scale?.change;
  const from = (a: number, b: number) => core10Scale && changeFrom(core10Numbers, core10Scale, a, b);

  it("comes to the error, the points and the cut-off of its papers", () => {
    expect(differenceError(7.7, 0.9)).toBeCloseTo(3.4435, 4);
    expect(1.645 * differenceError(7.7, 0.9)).toBeCloseTo(5.66, 2);
    expect(1.96 * differenceError(7.7, 0.9)).toBeCloseTo(6.75, 2);
    expect(change && reliablePoints(change)).toBe(6);
    expect(change?.by === "jacobson-truax" && reliablePoints({ ...change, z: 1.96 })).toBe(7);
    expect(cutOffBetween({ mean: 19.7, sd: 7.7 }, { mean: 4.7, sd: 4.8 })).toBeCloseTo(10.46, 2);
    expect(change && recoveryAt(change)).toBeCloseTo(10.46, 2);
  });

  it("says recovered, improved, no reliable change, worse", () => {
    expect(from(22, 9)).toEqual({ points: -13, needed: 6, verdict: "recovered" });
    expect(from(22, 15)).toEqual({ points: -7, needed: 6, verdict: "improved" });
    expect(from(22, 18)).toEqual({ points: -4, needed: 6, verdict: "no reliable change" });
    expect(from(9, 15)).toEqual({ points: 6, needed: 6, verdict: "worse" });
    expect(from(9, 14)?.verdict).toBe("no reliable change");
    // It began on the good side: nobody recovers from there.
    expect(from(10, 4)?.verdict).toBe("improved");
  });

  it("turns with a scale of which more is better", () => {
    const scale = { ...core10Scale!, change: { by: "published", points: 10, who: "x", source: "barkham" } as const };
    const better = { higherIs: "better" } as const;
    expect(changeFrom(better, scale, 40, 50)?.verdict).toBe("improved");
    expect(changeFrom(better, scale, 50, 40)?.verdict).toBe("worse");
    const line = { ...scale, change: { ...scale.change, recovered: { at: 50, source: "barkham" } } };
    expect(changeFrom(better, line, 40, 50)?.verdict).toBe("recovered");
  });

  it("says nothing where nothing was published", () => {
    const { change: _, ...without } = core10Scale!;
    expect(changeFrom(core10Numbers, without, 22, 9)).toBeUndefined();
  });

  it("mixing the unit of a sample with doubled scores halves the threshold", () => {
    expect(1.96 * differenceError(3.87, 0.88)).toBeCloseTo(3.72, 2);
    expect(1.96 * differenceError(2 * 3.87, 0.88)).toBeCloseTo(7.43, 2);
  });
});

describe("MEA-1 a measure is data", () => {
  it("reads what the schema says, and nothing else", () => {
    expect(parseMeasure(core10Numbers)).toEqual(core10Numbers);
    expect(parseMeasure(JSON.parse(JSON.stringify(core10Numbers)))).toEqual(core10Numbers);
    expect(parseMeasure({ ...core10Numbers, more: 1 })).toBeUndefined();
    expect(parseMeasure({ ...core10Numbers, credit: "" })).toBeUndefined();
  });

  it("finds what contradicts itself", () => {
    const scale = core10Scale!;
    const withScale = (changes: Partial<typeof scale>): Measure => ({
      ...core10Numbers,
      scales: [{ ...scale, ...changes }],
    });
    const source = "barkham";
    const bad: Measure[] = [
      { ...core10Numbers, wording: "nobody" },
      { ...core10Numbers, safety: [{ item: 11, from: 1, kind: "risk", about: "x" }] },
      { ...core10Numbers, items: [{ text: "x", choices: "none" }, ...core10Numbers.items.slice(1)] },
      { ...core10Numbers, items: [{ text: "x", choices: "often", unscored: true }, ...core10Numbers.items.slice(1)] },
      withScale({ items: [1, 11] }),
      withScale({
        bands: {
          source,
          list: [
            { from: 1, label: "a" },
            { from: 5, label: "b" },
          ],
        },
      }),
      withScale({
        bands: {
          source,
          list: [
            { from: 0, label: "a" },
            { from: 41, label: "b" },
          ],
        },
      }),
      withScale({
        bands: {
          source,
          list: [
            { from: 0, label: "a" },
            { from: 0, label: "b" },
          ],
        },
      }),
      withScale({ cutOffs: [{ at: 10, side: "or more", says: "x", source: "nobody" }] }),
    ];
    for (const each of bad) expect(contradictions(each)).not.toEqual([]);
    for (const each of bad) expect(parseMeasure(each)).toBeUndefined();
    expect(contradictions(core10Numbers)).toEqual([]);
  });

  it("knows range, bands and cut-offs", () => {
    const source = "barkham";
    const scale = {
      ...core10Scale!,
      times: 2,
      bands: {
        source,
        list: [
          { from: 0, label: "low" },
          { from: 11, label: "high" },
        ],
      },
      cutOffs: [
        { at: 11, side: "or more" as const, says: "above", source },
        { at: 5, side: "or less" as const, says: "below", source },
      ],
    };
    expect(rangeOf(core10Numbers, scale)).toEqual([0, 80]);
    expect([10, 11].map((score) => bandOf(scale, score))).toEqual(["low", "high"]);
    expect([5, 6, 11].map((score) => cutOffsMet(scale, score).map(({ says }) => says))).toEqual([
      ["below"],
      [],
      ["above"],
    ]);
  });
});
