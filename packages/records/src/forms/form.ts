/** A form: questions, where the answers belong, and who puts their name to them (docs/spec, FRM-1). */

import * as z from "zod/mini";
import { isDay } from "../fields.ts";
import type { Answers } from "./answers.ts";
import { formLine, isQuestion, itemsOf, type Questionnaire } from "./questionnaire.ts";

/** Which of a chart's compartments: with the notes, or with people and numbers, which front desk has too. */
export const formPlaces = ["clinical", "administrative"] as const;
export type FormPlace = (typeof formPlaces)[number];

const words = z.string().check(z.refine((text) => text.trim() !== "" && text.length <= 1000));
export const formWords = {
  belongs: z.enum(formPlaces),
  /** How many people put their name to it before it holds; none: it is only filled in. */
  signatures: z.int().check(z.minimum(0), z.maximum(6)),
  /** The sentence that somebody agrees to by signing. */
  agrees: words,
  /** For how many months it holds from the day it is of. */
  months: z.optional(z.int().check(z.minimum(1), z.maximum(120))),
  /** Or the question that is answered with the last day on which it holds. */
  until: z.optional(z.string()),
  /** Or the question that is answered with the day of birth of a minor: it holds until they come of age. */
  minor: z.optional(z.string()),
};
const about = formLine;

/** What a form of the practice's own says besides its questions. */
export const ownFormWords = { ...formWords, about };

export type Form = {
  /** Of one that comes with the app a word, of the practice's own its record's id. */
  readonly id: string;
  /** Rises with every change of what follows. */
  readonly version: number;
  readonly about: string;
  readonly belongs: FormPlace;
  readonly signatures: number;
  readonly agrees: string;
  readonly months?: number | undefined;
  readonly until?: string | undefined;
  readonly minor?: string | undefined;
  readonly questionnaire: Questionnaire;
};

/** Whether its end can be found: from a number of months, or from a day that is asked for; not from two of these. */
export function endsSoundly({
  questionnaire,
  months,
  until,
  minor,
}: Pick<Form, "questionnaire" | "months" | "until" | "minor">): boolean {
  if ([months, until, minor].filter((one) => one !== undefined).length > 1) return false;
  const day = until ?? minor;
  if (day === undefined) return true;
  const asked = itemsOf(questionnaire).find(({ item }) => item.linkId === day)?.item;
  return asked !== undefined && isQuestion(asked) && asked.type === "date";
}

/** The last day on which what is of this day holds; `undefined`: it has no end. `lastAsMinor`: before who was born on this day comes of age. */
export function endOf(
  { months, until, minor }: Pick<Form, "months" | "until" | "minor">,
  on: string,
  answers: Answers,
  lastAsMinor: (bornOn: string) => string,
): string | undefined {
  const dayIn = (question: string): string | undefined => {
    const answer = answers[question];
    return typeof answer === "string" && isDay(answer) ? answer : undefined;
  };
  if (until !== undefined) return dayIn(until);
  if (minor !== undefined) {
    const bornOn = dayIn(minor);
    return bornOn === undefined ? undefined : lastAsMinor(bornOn);
  }
  if (months === undefined) return undefined;
  const [year = 0, month = 1, day = 1] = on.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth))).toISOString().slice(0, 10);
}
