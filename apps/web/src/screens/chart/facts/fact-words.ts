/** Diagnoses, medication, flags and plans as people say them. */

import type { DiagnosisWords, FactWords, FlagWords, MedicationWords, PlanObjective } from "@alcove/vault";
import { sayDayBriefly, sayMonthAndYear } from "../../../words/dates.ts";

export const FLAGS: readonly (readonly [FlagWords["about"], string])[] = [
  ["suicide", "Suicide risk"],
  ["self-harm", "Self-harm"],
  ["harm-to-others", "Harm to others"],
  ["abuse-or-neglect", "Abuse or neglect"],
  ["medical", "Medical"],
  ["legal", "Legal"],
  ["other", "Something else"],
];

export const SOURCES: readonly (readonly [MedicationWords["source"], string])[] = [
  ["client", "the client"],
  ["relative", "a relative"],
  ["prescriber", "who prescribes it"],
  ["document", "a letter or list"],
];

const wordFor = <K extends string>(words: readonly (readonly [K, string])[], key: K): string =>
  words.find(([each]) => each === key)?.[1] ?? key;

/** The line that stands out. */
export function sayFact(said: FactWords): string {
  switch (said.kind) {
    case "diagnosis":
      return said.code ? `${said.code.code} ${said.words}` : said.words;
    case "medication":
      return said.name;
    case "flag":
      return said.about === "other" && said.words ? said.words : wordFor(FLAGS, said.about);
    case "plan":
      return "Treatment plan";
  }
}

/** What stands below it. */
export function sayMore(said: FactWords, now: number): string {
  const parts = partsOf(said, now);
  const end = said.ended ? `${sayEnd(said)} ${sayDayBriefly(said.ended.on, now)}: ${said.ended.reason}` : "";
  return [...parts, end]
    .filter((part) => part !== "")
    .map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}${/[.!?…]$/.test(part) ? "" : "."}`)
    .join(" ");
}

function partsOf(said: FactWords, now: number): string[] {
  switch (said.kind) {
    case "diagnosis":
      return ofDiagnosis(said, now);
    case "medication":
      return ofMedication(said, now);
    case "flag":
      return ofFlag(said, now);
    case "plan":
      return [
        said.problems,
        ...said.goals.map(({ words, objectives }) =>
          [words, ...objectives.map((one) => sayObjective(one, now))].join("; "),
        ),
      ];
  }
}

/** "sleeps six nights of seven, from 3 to 6, by 1 December, met". */
export function sayObjective({ words, baseline, target, by, state }: PlanObjective, now: number): string {
  const course = [baseline && `from ${baseline}`, target && `to ${target}`].filter(Boolean).join(" ");
  const until = by ? `by ${sayDayBriefly(by, now)}` : "";
  return [words, course, until, state === "open" ? "" : state].filter(Boolean).join(", ");
}

function ofDiagnosis({ certainty, principal, since, by }: DiagnosisWords, now: number): string[] {
  const how = [certainty, principal ? "principal" : "", saySince(since, now)].filter(Boolean).join(", ");
  return [how, by ? `made by ${by}` : ""];
}

function ofMedication({ dose, since, prescriber, source }: MedicationWords, now: number): string[] {
  const from = [prescriber ? `from ${prescriber}` : "", `reported by ${wordFor(SOURCES, source)}`]
    .filter(Boolean)
    .join(", ");
  return [[dose, saySince(since, now)].filter(Boolean).join(", "), from];
}

function ofFlag({ about, words, since }: FlagWords, now: number): string[] {
  return [about === "other" ? "" : words, saySince(since, now)];
}

function sayEnd({ kind, ended }: FactWords): string {
  if (kind !== "diagnosis") return "ended";
  return (ended as DiagnosisWords["ended"])?.as === "ruled-out" ? "ruled out" : "past since";
}

/** "since 2024", "since March 2024", "since 15 March". */
function saySince(since: string | undefined, now: number): string {
  if (!since) return "";
  if (since.length === 4) return `since ${since}`;
  return `since ${since.length === 7 ? sayMonthAndYear(`${since}-01`) : sayDayBriefly(since, now)}`;
}
