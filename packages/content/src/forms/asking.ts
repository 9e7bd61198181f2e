/** How the forms beside this file are written down: one short line for each question, which becomes an item of a Questionnaire. */

import type { Condition, Display, Form, Group, Item, Option, Question, QuestionType } from "@alcove/records/forms";
import type { Provenance } from "../index.ts";

export type BuiltInForm = Form & Provenance;

type More = {
  readonly required?: true;
  readonly repeats?: true;
  readonly starts?: string;
  readonly when?: Condition | readonly Condition[];
};

/** What is asked, with its `linkId` in its type: a translation has to have words for each of them. */
type Of<T, Id extends string> = T & { readonly linkId: Id };
type WithOptions<Id extends string, Code extends string> = Of<Question, Id> & {
  readonly answerOption: readonly { readonly valueCoding: { readonly code: Code } }[];
};

const conditions = (when: More["when"]): Pick<Question, "enableWhen" | "enableBehavior"> => {
  if (when === undefined) return {};
  const all = Array.isArray(when) ? (when as readonly Condition[]) : [when as Condition];
  return { enableWhen: all, ...(all.length > 1 ? { enableBehavior: "any" } : {}) };
};

function question<const Id extends string>(
  type: QuestionType,
  linkId: Id,
  text: string,
  more: More,
  options?: readonly Option[],
): Of<Question, Id> {
  const { required, repeats, starts, when } = more;
  return {
    linkId,
    type,
    text,
    ...conditions(when),
    ...(required ? { required } : {}),
    ...(repeats ? { repeats } : {}),
    ...(options ? { answerOption: options } : {}),
    ...(starts === undefined ? {} : { initial: [{ valueString: starts }] }),
  };
}

type Ask = <const Id extends string>(linkId: Id, words: string, more?: More) => Of<Question, Id>;
const asks =
  (type: QuestionType): Ask =>
  (linkId, words, more = {}) =>
    question(type, linkId, words, more);
export const line = asks("string");
export const text = asks("text");
export const yesNo = asks("boolean");
export const date = asks("date");
export const amount = asks("decimal");
export const count = asks("integer");

/** Options by their code, which answers keep whatever the language. */
type Options = { readonly [code: string]: string };
const withOptions = <const Id extends string, Named extends Options>(
  type: "choice" | "open-choice",
  linkId: Id,
  words: string,
  options: Named,
  more: More,
) => {
  const all = Object.entries(options).map(([code, display]) => ({ valueCoding: { code, display } }));
  return question(type, linkId, words, more, all) as WithOptions<Id, keyof Named & string>;
};
export const choice = <const Id extends string, const Named extends Options>(
  linkId: Id,
  words: string,
  options: Named,
  more: More = {},
) => withOptions("choice", linkId, words, options, more);
/** Or words of one's own. */
export const openChoice = <const Id extends string, const Named extends Options>(
  linkId: Id,
  words: string,
  options: Named,
  more: More = {},
) => withOptions("open-choice", linkId, words, options, more);

export const say = <const Id extends string>(
  linkId: Id,
  words: string,
  more: Pick<More, "when"> = {},
): Of<Display, Id> => ({
  linkId,
  type: "display",
  text: words,
  ...conditions(more.when),
});
export const part = <const Id extends string, const Items extends readonly (Display | Question)[]>(
  linkId: Id,
  words: string,
  item: Items,
  more: Pick<More, "when"> = {},
): Of<Group, Id> & { readonly item: Items } => ({
  linkId,
  type: "group",
  text: words,
  ...conditions(more.when),
  item,
});

export const isYes = (asked: string): Condition => ({ question: asked, operator: "=", answerBoolean: true });
export const isNo = (asked: string): Condition => ({ question: asked, operator: "=", answerBoolean: false });
export const isChosen = (asked: string, code: string): Condition => ({
  question: asked,
  operator: "=",
  answerCoding: { code },
});

/** Whose form it is: asked in each, and filled in where the chart knows it. */
export const aboutClient = (words = "Client") =>
  part("client", words, [
    line("client-name", "Name", { required: true, starts: "{client}" }),
    date("client-born-on", "Date of birth"),
  ]);

const edition = "2026-11-30";
const notice =
  "Have your attorney read it before you use it: no lawyer wrote this, and your State and licence may ask for more. Part of Alcove, under its licence.";

type Written<Items> = Omit<BuiltInForm, "version" | "questionnaire" | "edition" | "notice"> & {
  readonly title: string;
  readonly item: Items;
};
export type EnglishForm<Items extends readonly Item[] = readonly Item[]> = BuiltInForm & {
  readonly questionnaire: { readonly item: Items };
};
/** The first version of a form, in English. */
export function english<const Items extends readonly Item[]>({
  title,
  item,
  ...rest
}: Written<Items>): EnglishForm<Items> {
  const questionnaire = { resourceType: "Questionnaire", status: "active", language: "en", title, item } as const;
  return { version: 1, edition, notice, ...rest, questionnaire };
}
