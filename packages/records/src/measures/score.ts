/**
 * What answers to a measure come to. Blank is never 0: a scale with gaps has no score, or one that was filled by its own rule and
 * says so. A safety item that was left blank is an alert as one that was answered is.
 */

import { choicesOf, type Measure, type MeasureScale } from "./measure.ts";

/** One for each item, in order; null: left blank. */
export type Answers = readonly (number | null)[];

export type ScaleScore = {
  readonly scale: string;
  readonly name: string;
  /** `filled`: gaps were filled by the scale's rule. `incomplete`: there is no score. */
  readonly state: "whole" | "filled" | "incomplete";
  readonly score?: number;
  /** Items left blank, counted from 1. */
  readonly gaps: readonly number[];
};

export type SafetyAlert = {
  readonly item: number;
  readonly kind: "risk" | "review";
  readonly about: string;
  /** Null: left blank. */
  readonly answer: number | null;
};

/** Whether there is one answer to each item, out of its choices. */
export function answersFit(measure: Measure, answers: Answers): boolean {
  return (
    answers.length === measure.items.length &&
    answers.every((answer, i) => answer === null || choicesOf(measure, i + 1).some(({ value }) => value === answer))
  );
}

/** Items that were asked and left blank, in whichever scale or in none, counted from 1. */
export function gapsIn(measure: Measure, answers: Answers): number[] {
  const unasked = unaskedBy(measure, answers);
  return measure.items.flatMap((_, i) => ((answers[i] ?? null) === null && !unasked.has(i + 1) ? [i + 1] : []));
}

/** Of each scale, in the measure's order. */
export function scoreMeasure(measure: Measure, answers: Answers): ScaleScore[] {
  const gaps = gapsIn(measure, answers);
  return measure.scales.map((scale) => scoreScale(measure, scale, answers, gaps));
}

function scoreScale(measure: Measure, scale: MeasureScale, answers: Answers, allGaps: readonly number[]): ScaleScore {
  const { id, name, items, times = 1, fill } = scale;
  const gaps = items.filter((number) => allGaps.includes(number));
  const sum = items
    .filter((number) => !gaps.includes(number))
    .reduce((all, number) => all + counted(measure, number, answers[number - 1] ?? null), 0);
  const about = { scale: id, name, gaps };
  if (gaps.length === 0) return { ...about, state: "whole", score: sum * times };
  const answered = items.length - gaps.length;
  if (!fill || gaps.length > fill.atMost || answered === 0) return { ...about, state: "incomplete" };
  // To the next whole point: bands and cut-offs are made of those.
  return { ...about, state: "filled", score: Math.round((sum / answered) * items.length * times) };
}

/** What an answer counts: from the other end where the item is reversed, the lowest where it was not asked. */
function counted(measure: Measure, number: number, answer: number | null): number {
  const values = choicesOf(measure, number).map(({ value }) => value);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  if (answer === null) return lowest;
  return measure.items[number - 1]?.reversed ? highest + lowest - answer : answer;
}

function unaskedBy({ unasked }: Measure, answers: Answers): ReadonlySet<number> {
  const applies = unasked !== undefined && answers[unasked.item - 1] === unasked.answer;
  return new Set(applies ? unasked.items : []);
}

/** By answers alone: also where no score can be formed. */
export function safetyAlerts(measure: Measure, answers: Answers): SafetyAlert[] {
  return measure.safety.flatMap(({ item, from, kind, about }) => {
    const answer = answers[item - 1] ?? null;
    return answer === null || answer >= from ? [{ item, kind, about, answer }] : [];
  });
}
