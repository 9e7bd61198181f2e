/** Measures in words: what came out, whether it changed, what an answer asks for. */

import type { ChangeVerdict, Filled, MeasureCourse, MeasureView, SafetyAlert, ScaleView } from "@alcove/vault";
import { sentence } from "./counts.ts";
import { sayDayBriefly } from "./dates.ts";

/** Stands wherever a score does. */
export const NEEDS_REVIEW = "Screening result, needs clinical review.";

/** "8 of 27, mild", "incomplete, 2 of 9 left blank". */
export function sayScale({ score, highest, band, state, gaps, of }: ScaleView & { readonly of?: number }): string {
  if (score === undefined) return `incomplete, ${gaps.length}${of === undefined ? "" : ` of ${of}`} left blank`;
  const filled =
    state === "filled" ? `, ${gaps.length === 1 ? "one gap" : `${gaps.length} gaps`} filled by its rule` : "";
  return `${score} of ${highest}${band ? `, ${band}` : ""}${filled}`;
}

/** What a list says of an entry: its scale, or all of them by name, or the result as it was entered. */
export function sayResult({ filled, scales }: MeasureView, itemsOf?: (scale: string) => number): string {
  if (filled.how === "result")
    return [
      ...(filled.total === null ? [] : [filled.total]),
      ...filled.parts.map(({ name, score }) => `${name} ${score}`),
    ].join(", ");
  const said = scales.map((scale) => sayScale({ ...scale, ...(itemsOf && { of: itemsOf(scale.scale) }) }));
  if (said.length === 0) return "answers only: this app does not have this measure";
  if (said.length === 1) return said[0] ?? "";
  return scales.map(({ name }, i) => `${name} ${said[i]}`).join("; ");
}

export const HOW: readonly (readonly [Exclude<Filled["how"], "result">, string, string])[] = [
  ["client", "The client filled it in", "Here, by themselves"],
  ["read-aloud", "You read it aloud", "And took down their answers"],
  ["paper", "From paper", "Filled in elsewhere, copied now"],
];

export function sayHow(filled: Filled): string {
  if (filled.how === "result") return filled.scoredBy ? `Result alone, scored by ${filled.scoredBy}` : "Result alone";
  return { client: "Filled in by the client", "read-aloud": "Read aloud", paper: "From paper" }[filled.how];
}

const VERDICTS: Readonly<Record<ChangeVerdict, string>> = {
  recovered: "reliably better, and across the cut-off",
  improved: "reliably better",
  "no reliable change": "no reliable change",
  worse: "reliably worse",
};

/** Two parts, of which the first says it: "Down 8 points since 3 March: reliably better." */
export function sayChange(
  { change }: MeasureCourse,
  now: number,
): { readonly verdict: string; readonly why: string } | undefined {
  if (!change) return undefined;
  const { points, needed, verdict, since } = change;
  const size = Math.abs(points);
  const moved =
    points === 0 ? "The same as" : `${points > 0 ? "Up" : "Down"} ${size} ${size === 1 ? "point" : "points"} since`;
  const why =
    verdict === "no reliable change"
      ? `It takes ${needed} points to be more than chance explains.`
      : "More than chance explains.";
  return { verdict: `${moved} ${sayDayBriefly(since, now)}: ${VERDICTS[verdict]}.`, why };
}

/** "Question 9, thoughts of …: several days." */
export function sayAlert({ item, about, answer }: SafetyAlert, label: string | undefined): string {
  const said = answer === null ? "left blank" : `answered ${label ? `“${label.toLowerCase()}”` : answer}`;
  return `Question ${item} was ${said}: ${about}.`;
}

/** In a list, of answers that ask for a risk enquiry: "Question 9 answered with 1, asked about". Empty where there is none. */
export function sayRisk({ alerts, enquiry }: Pick<MeasureView, "alerts" | "enquiry">): string {
  const said = alerts
    .filter(({ kind, answer }) => kind === "risk" && answer !== null)
    .map(({ item, answer }) => `question ${item} answered with ${answer}`);
  if (said.length === 0) return "";
  const next = enquiry === undefined ? [] : [enquiry.asked ? "asked about" : "not asked about"];
  return sentence([...said, ...next].join(", "));
}
