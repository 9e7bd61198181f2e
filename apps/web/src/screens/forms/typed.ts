/** What stands in the fields of a form while it is typed, and the answers that it makes. */

import {
  type Answers,
  type AnswerValue,
  isQuestion,
  itemsOf,
  type Question,
  type Questionnaire,
} from "@alcove/vault/forms";

/** By `linkId`: numbers as they are typed. */
export type Typed = { readonly [linkId: string]: string | boolean | readonly string[] };

/** What a form begins with: words that are filled in already, over them what was answered before. */
export function typedFrom(questionnaire: Questionnaire, answers: Answers): Typed {
  const typed: Record<string, string | boolean | readonly string[]> = {};
  for (const { item } of itemsOf(questionnaire)) {
    if (!isQuestion(item)) continue;
    const value = answers[item.linkId] ?? item.initial?.[0].valueString;
    if (value !== undefined) typed[item.linkId] = typeof value === "number" ? String(value) : value;
  }
  return typed;
}

/** The same in another language: what it began with and nobody touched begins in that one. */
export function typedInstead(before: Questionnaire, after: Questionnaire, typed: Typed): Typed {
  const [was, is] = [typedFrom(before, {}), typedFrom(after, {})];
  return Object.fromEntries(
    Object.entries(typed).map(([linkId, value]) => [linkId, value === was[linkId] ? (is[linkId] ?? value) : value]),
  );
}

/** A number that is none stays words, which the check then finds unfit. */
export function answersFrom(questionnaire: Questionnaire, typed: Typed): Answers {
  const answers: Record<string, AnswerValue> = {};
  for (const { item } of itemsOf(questionnaire)) {
    const value = typed[item.linkId];
    if (!isQuestion(item) || value === undefined || value === "") continue;
    answers[item.linkId] = isNumber(item) ? numberFrom(String(value)) : value;
  }
  return answers;
}

const isNumber = ({ type }: Question): boolean => type === "integer" || type === "decimal";
const numberFrom = (text: string): number | string => {
  const plain = text.trim().replace(/^\$/, "").replaceAll(",", "");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
};
