/** What a record beside the notes says, for search: diagnoses, medication, flags, plans, measures, documents, cases, forms. */

import type { Bytes } from "@alcove/bytes";
import type { Revision, RevisionOf } from "@alcove/records";
import { wordsAnswered } from "./answers.ts";

export type Saying = {
  /** What it is of, `yyyy-mm-dd`; `undefined`: it has none, and the day of writing counts. */
  readonly day: string | undefined;
  /** Empty: its kind says it. */
  readonly title: string;
  readonly words: string;
  /** The file that it is, or is about. */
  readonly file?: Bytes;
};

export const sayingTypes = [
  "diagnosis",
  "medication",
  "flag",
  "plan",
  "measure",
  "document",
  "attachment",
  "case",
  "form-response",
] as const;
export type SayingType = (typeof sayingTypes)[number];

type Said = { readonly [T in SayingType]: (revision: RevisionOf<T>, record: Bytes) => Saying | null };

/** `null`: it says nothing any more. */
const said: Said = {
  diagnosis: ({ code, words, by, since, ended }) => ({
    day: wholeDay(since),
    title: lines([code?.code, words], " "),
    words: lines([by, ended?.reason]),
  }),
  medication: ({ name, dose, prescriber, since, ended }) => ({
    day: wholeDay(since),
    title: lines([name, dose], " "),
    words: lines([prescriber, ended?.reason]),
  }),
  flag: ({ words, since, ended }) => ({ day: since, title: "", words: lines([words, ended?.reason]) }),
  plan: ({ problems, goals, discharge, agreed, since, ended }) => ({
    day: since,
    title: "",
    words: lines([
      problems,
      ...goals.flatMap(({ words, objectives, interventions }) => [
        words,
        ...objectives.map((one) => lines([one.words, one.baseline, one.target], " ")),
        interventions,
      ]),
      discharge,
      agreed,
      ended?.reason,
    ]),
  }),
  measure: ({ date, filled, note, enquiry, mistaken }) =>
    mistaken
      ? null
      : {
          day: date,
          title: filled.how === "result" ? filled.name : filled.measure.toUpperCase(),
          words: lines([note, enquiry?.words]),
        },
  document: ({ title, from, date, file }) => ({ day: date, title, words: from, file }),
  attachment: ({ name }, record) => ({ day: undefined, title: name, words: "", file: record }),
  case: (one) =>
    one.moved
      ? null
      : {
          day: one.received,
          title: "",
          words: lines([
            one.kind.replaceAll("-", " "),
            one.from,
            one.asked,
            ...one.steps.map(({ words }) => words),
            one.decision?.words,
            one.disagreement?.statement,
            one.disagreement?.rebuttal,
            one.closed?.words,
          ]),
        },
  "form-response": ({ state, on, title, answers }) =>
    state === "mistaken" ? null : { day: on, title, words: lines(wordsAnswered(answers)) },
};

/** `undefined`: search doesn't look at records of its type. */
export function sayingOf(revision: Revision, record: Bytes): Saying | null | undefined {
  const say = (said as Partial<Record<string, (revision: Revision, record: Bytes) => Saying | null>>)[revision.type];
  return say?.(revision, record);
}

const lines = (parts: readonly (string | undefined)[], between = "\n"): string => parts.filter(Boolean).join(between);

const wholeDay = (since: string | undefined): string | undefined => (since?.length === 10 ? since : undefined);
