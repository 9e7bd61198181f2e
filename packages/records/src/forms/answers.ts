/**
 * Answers to a form, as people and programs give them (one value for each question) and as FHIR has them: items of a
 * QuestionnaireResponse (docs/spec, FRM-2). What is not asked, because of another answer, has none.
 */

import * as z from "zod/mini";
import { isDay } from "../fields.ts";
import {
  type Group,
  isChoice,
  isQuestion,
  itemsOf,
  type Item,
  type Question,
  type Questionnaire,
} from "./questionnaire.ts";

/** Of a choice the option's code; of an open one also words of one's own; of several a list. Days as `yyyy-mm-dd`. */
export type AnswerValue = string | number | boolean | readonly string[];
/** By `linkId`. */
export type Answers = { readonly [linkId: string]: AnswerValue };

type Given =
  | { readonly valueBoolean: boolean }
  | { readonly valueString: string }
  | { readonly valueDate: string }
  | { readonly valueInteger: number }
  | { readonly valueDecimal: number }
  | { readonly valueCoding: { readonly code: string; readonly display: string } };
export type ResponseItem = {
  readonly linkId: string;
  readonly text: string;
  readonly answer?: readonly Given[];
  readonly item?: readonly ResponseItem[];
};

const longestAnswer = 20_000;

const given = z.union([
  z.strictObject({ valueBoolean: z.boolean() }),
  z.strictObject({ valueString: z.string() }),
  z.strictObject({ valueDate: z.string() }),
  z.strictObject({ valueInteger: z.int() }),
  z.strictObject({ valueDecimal: z.number() }),
  z.strictObject({ valueCoding: z.strictObject({ code: z.string(), display: z.string() }) }),
]);
const answered = z.strictObject({
  linkId: z.string(),
  text: z.string(),
  answer: z.array(given).check(z.minLength(1)),
});
const responseItems = z.array(
  z.union([
    answered,
    z.strictObject({ linkId: z.string(), text: z.string(), item: z.array(answered).check(z.minLength(1)) }),
  ]),
);

/** What is asked of somebody who answered so, in order. A question that is not asked counts as not answered. */
export function askedOf(questionnaire: Questionnaire, answers: Answers): Item[] {
  const shown = new Set<string>();
  return itemsOf(questionnaire)
    .filter(({ item, within }) => {
      const isShown = (!within || shown.has(within.linkId)) && isEnabled(item, answers, shown);
      if (isShown) shown.add(item.linkId);
      return isShown;
    })
    .map(({ item }) => item);
}

function isEnabled({ enableWhen, enableBehavior }: Item, answers: Answers, shown: ReadonlySet<string>): boolean {
  if (!enableWhen) return true;
  const holds = enableWhen.map((one) => {
    const value = shown.has(one.question) ? answers[one.question] : undefined;
    if ("answerBoolean" in one) return value === one.answerBoolean;
    return Array.isArray(value) ? value.includes(one.answerCoding.code) : value === one.answerCoding.code;
  });
  return enableBehavior === "all" ? !holds.includes(false) : holds.includes(true);
}

export type CheckedAnswers = {
  /** As FHIR has them: of what is asked and was answered, nested as the questions are. */
  readonly items: readonly ResponseItem[];
  /** Asked, required and not answered. */
  readonly missing: readonly string[];
  /** No answer to what is asked, or to nothing in this form. */
  readonly unfit: readonly string[];
};

export function checkAnswers(questionnaire: Questionnaire, answers: Answers): CheckedAnswers {
  const asked = askedOf(questionnaire, answers);
  const known = new Set(
    itemsOf(questionnaire)
      .map(({ item }) => item)
      .filter(isQuestion)
      .map(({ linkId }) => linkId),
  );
  const unfit = Object.keys(answers).filter((id) => !known.has(id));
  const missing: string[] = [];
  const given = new Map<string, ResponseItem>();
  for (const question of asked.filter(isQuestion)) {
    const { linkId, text, required } = question;
    const value = answers[linkId];
    const answer = value === undefined || isEmpty(value) ? [] : givenFor(question, value);
    if (!answer) unfit.push(linkId);
    else if (answer.length > 0) given.set(linkId, { linkId, text, answer });
    else if (required) missing.push(linkId);
  }
  return { items: questionnaire.item.flatMap((one) => nested(one, given)), missing, unfit };
}

function nested(item: Item, given: ReadonlyMap<string, ResponseItem>): ResponseItem[] {
  if (item.type !== "group") return [given.get(item.linkId) ?? []].flat();
  const within = (item as Group).item.flatMap((one) => nested(one, given));
  return within.length > 0 ? [{ linkId: item.linkId, text: item.text, item: within }] : [];
}

const isEmpty = (value: AnswerValue): boolean =>
  typeof value === "string" ? value.trim() === "" : Array.isArray(value) && value.length === 0;

/** `undefined`: it is no answer to this question. */
function givenFor(question: Question, value: AnswerValue): Given[] | undefined {
  const { type, repeats } = question;
  if (isChoice(question)) {
    const chosen = typeof value === "string" ? [value] : value;
    if (!Array.isArray(chosen) || (!repeats && chosen.length > 1) || new Set(chosen).size < chosen.length)
      return undefined;
    const all = chosen.map((one) => chosenFrom(question, one));
    return all.includes(undefined) ? undefined : (all as Given[]);
  }
  if (type === "boolean") return typeof value === "boolean" ? [{ valueBoolean: value }] : undefined;
  if (type === "integer") return Number.isSafeInteger(value) ? [{ valueInteger: value as number }] : undefined;
  if (type === "decimal") return Number.isFinite(value) ? [{ valueDecimal: value as number }] : undefined;
  if (typeof value !== "string" || value.length > longestAnswer) return undefined;
  if (type === "date") return isDay(value) ? [{ valueDate: value }] : undefined;
  if (type === "string" && /[\n\r]/.test(value)) return undefined;
  return [{ valueString: value.trim() }];
}

function chosenFrom({ type, answerOption = [] }: Question, chosen: unknown): Given | undefined {
  const option = answerOption.find(({ valueCoding }) => valueCoding.code === chosen);
  if (option) return { valueCoding: option.valueCoding };
  const isOwn = type === "open-choice" && typeof chosen === "string" && chosen.trim() !== "";
  return isOwn && chosen.length <= longestAnswer ? { valueString: chosen.trim() } : undefined;
}

/** Answers that were kept, as values. `undefined`: they are none to these questions. */
export function readAnswers(questionnaire: Questionnaire, items: unknown): Answers | undefined {
  const checked = z.safeParse(responseItems, items);
  if (!checked.success) return undefined;
  const questions = new Map(itemsOf(questionnaire).map(({ item }) => [item.linkId, item]));
  const values: Record<string, AnswerValue> = {};
  for (const one of checked.data.flatMap((each) => ("item" in each ? each.item : [each]))) {
    const question = questions.get(one.linkId);
    if (!question || !isQuestion(question) || one.linkId in values) return undefined;
    const all = one.answer.map(valueOf);
    values[one.linkId] = question.repeats ? all.map(String) : (all[0] as AnswerValue);
  }
  // Whatever was written down is what would be written down again: nothing hidden, nothing of another kind.
  const again = checkAnswers(questionnaire, values);
  return again.unfit.length === 0 && sameItems(again.items, items) ? values : undefined;
}

const sameItems = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function valueOf(answer: Given): string | number | boolean {
  if ("valueCoding" in answer) return answer.valueCoding.code;
  return Object.values(answer)[0] as string | number | boolean;
}

/** One answer in words, as it is read and printed. `yes` and `no` in the form's language. */
export function sayAnswer(question: Question, value: AnswerValue, yesNo: readonly [string, string]): string {
  if (typeof value === "boolean") return value ? yesNo[0] : yesNo[1];
  const all = Array.isArray(value) ? (value as readonly string[]) : [String(value)];
  const display = (one: string) =>
    question.answerOption?.find(({ valueCoding }) => valueCoding.code === one)?.valueCoding.display ?? one;
  return isChoice(question) ? all.map(display).join("; ") : all.join("; ");
}
