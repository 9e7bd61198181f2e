/**
 * A form in another language: the same id, version, questions and codes (docs/spec, FRM-1), with words for each. One that is missing, or is of nothing
 * that is asked, is no valid program.
 */

import type { Item, Question } from "@alcove/records/forms";
import type { BuiltInForm, EnglishForm } from "./asking.ts";

/** `linkId` of everything that has words, and `linkId.code` of each option. */
type Keys<One> = One extends { readonly linkId: infer Id extends string; readonly item: readonly (infer Inner)[] }
  ? Id | Keys<Inner>
  : One extends {
        readonly linkId: infer Id extends string;
        readonly answerOption: readonly { readonly valueCoding: { readonly code: infer Code extends string } }[];
      }
    ? Id | `${Id}.${Code}`
    : One extends { readonly linkId: infer Id extends string }
      ? Id
      : never;

export type Translation<Items extends readonly Item[]> = {
  readonly title: string;
  readonly agrees: string;
  readonly words: { readonly [Key in Keys<Items[number]>]: string };
  /** What a line begins with, where that is more than fields in braces. */
  readonly starts?: { readonly [linkId: string]: string };
};

const notice =
  "A translation for understanding, which nobody qualified to translate has checked: have that done, and have your attorney read it, before you use it (45 CFR 92.201). Part of Alcove, under its licence.";

export function inSpanish<const Items extends readonly Item[]>(
  form: EnglishForm<Items>,
  { title, agrees, words, starts = {} }: Translation<Items>,
): BuiltInForm {
  const say = words as { readonly [key: string]: string };
  const translated = <One extends Item>(one: One): One => {
    const { initial, answerOption } = one as unknown as Question;
    const began = starts[one.linkId];
    const options = answerOption?.map(({ valueCoding: { code } }) => ({
      valueCoding: { code, display: say[`${one.linkId}.${code}`] ?? "" },
    }));
    return {
      ...one,
      text: say[one.linkId] ?? "",
      ...(one.type === "group" ? { item: one.item.map(translated) } : {}),
      ...(options ? { answerOption: options } : {}),
      ...(initial && began !== undefined ? { initial: [{ valueString: began }] } : {}),
    };
  };
  const item = form.questionnaire.item.map(translated);
  return { ...form, notice, agrees, questionnaire: { ...form.questionnaire, language: "es", title, item } };
}
