import type { MeasureCourse, MeasureView, ScaleView } from "@alcove/vault";
import { expect, test } from "vitest";
import { sayAlert, sayChange, sayHow, sayResult, sayScale } from "./measures.ts";

const now = Date.parse("2026-11-19T12:00:00Z");
const scale: ScaleView & { of: number } = {
  scale: "total",
  name: "Total",
  state: "whole",
  score: 8,
  gaps: [],
  lowest: 0,
  highest: 27,
  band: "mild",
  told: [],
  of: 9,
};
const course = (change: MeasureCourse["change"]): MeasureCourse => ({
  measure: "phq-9",
  version: "1",
  name: "PHQ-9",
  scale: "total",
  higherIs: "worse",
  lowest: 0,
  highest: 27,
  bands: [],
  points: [],
  ...(change ? { change } : {}),
});
const said = (points: number, verdict: NonNullable<MeasureCourse["change"]>["verdict"]) =>
  sayChange(course({ since: "2026-03-03", points, needed: 6, verdict, basis: "" }), now);

test("a score says its band, and that gaps were filled or there is none", () => {
  expect(sayScale(scale)).toBe("8 of 27, mild");
  expect(sayScale({ ...scale, state: "filled", gaps: [3] })).toBe("8 of 27, mild, one gap filled by its rule");
  const { score: _score, band: _band, ...without } = scale;
  expect(sayScale({ ...without, state: "incomplete", gaps: [1, 2, 3] })).toBe("incomplete, 3 of 9 left blank");
});

test("a change is said both ways, and what it would take", () => {
  expect(said(-8, "recovered")?.verdict).toBe("Down 8 points since 3 March: reliably better, and across the cut-off.");
  expect(said(-7, "improved")?.verdict).toBe("Down 7 points since 3 March: reliably better.");
  expect(said(8, "worse")).toEqual({
    verdict: "Up 8 points since 3 March: reliably worse.",
    why: "More than chance explains.",
  });
  expect(said(-1, "no reliable change")).toEqual({
    verdict: "Down 1 point since 3 March: no reliable change.",
    why: "It takes 6 points to be more than chance explains.",
  });
  expect(said(0, "no reliable change")?.verdict).toBe("The same as 3 March: no reliable change.");
  expect(sayChange(course(undefined), now)).toBeUndefined();
});

test("a result alone says what was printed, and who scored it", () => {
  const filled = {
    how: "result",
    name: "ISI",
    version: "",
    total: "17",
    parts: [{ name: "day", score: "8.5" }],
    scoredBy: "Ada",
    licensed: true,
  } as const;
  const entry = { filled, scales: [] as readonly ScaleView[] } as unknown as MeasureView;
  expect(sayResult(entry, () => 0)).toBe("17, day 8.5");
  expect(sayHow(filled)).toBe("Result alone, scored by Ada");
});

test("an alert says what was answered, or that it was left blank", () => {
  const alert = { item: 9, kind: "risk", about: "thoughts of self-harm" } as const;
  expect(sayAlert({ ...alert, answer: 1 }, "Several days")).toBe(
    "Question 9 was answered “several days”: thoughts of self-harm.",
  );
  expect(sayAlert({ ...alert, answer: null }, undefined)).toBe("Question 9 was left blank: thoughts of self-harm.");
});
