/**
 * The questions of a form: a FHIR R4 Questionnaire, of which Alcove reads and writes the part that stands here and refuses the rest
 * (docs/spec, FRM-1). What an attacker controls: every byte of a form that somebody else wrote.
 */

import * as z from "zod/mini";

export const questionTypes = [
  "string",
  "text",
  "boolean",
  "date",
  "integer",
  "decimal",
  "choice",
  "open-choice",
] as const;
export type QuestionType = (typeof questionTypes)[number];

export const formLanguages = ["en", "es"] as const;
export type FormLanguage = (typeof formLanguages)[number];

const limits = { items: 200, options: 60, conditions: 5, words: 8000, line: 300 } as const;

const isWords = (text: string): boolean => text.trim() !== "" && text.length <= limits.words;
const words = z.string().check(z.refine(isWords));
export const formLine = z
  .string()
  .check(z.refine((text) => text.trim() !== "" && text.length <= limits.line && !/[\n\r]/.test(text)));
const linkId = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,60}$/));
const code = linkId;

const option = z.strictObject({ valueCoding: z.strictObject({ code, display: formLine }) });
const condition = z.union([
  z.strictObject({ question: linkId, operator: z.literal("="), answerBoolean: z.boolean() }),
  z.strictObject({ question: linkId, operator: z.literal("="), answerCoding: z.strictObject({ code }) }),
]);
const shown = {
  linkId,
  text: words,
  /** It is asked where these hold: one of them, or all. */
  enableWhen: z.optional(z.array(condition).check(z.minLength(1), z.maxLength(limits.conditions))),
  enableBehavior: z.optional(z.enum(["any", "all"])),
};
const display = z.strictObject({ type: z.literal("display"), ...shown });
const question = z.strictObject({
  type: z.enum(questionTypes),
  ...shown,
  required: z.optional(z.literal(true)),
  /** Several of the options may be chosen. */
  repeats: z.optional(z.literal(true)),
  answerOption: z.optional(z.array(option).check(z.minLength(1), z.maxLength(limits.options))),
  /** What a line or text begins with; may hold fields in braces that are filled when the form is begun. */
  initial: z.optional(z.tuple([z.strictObject({ valueString: words })])),
});
const group = z.strictObject({
  type: z.literal("group"),
  ...shown,
  item: z.array(z.union([display, question])).check(z.minLength(1), z.maxLength(limits.items)),
});
const item = z.union([display, question, group]);

const shape = z.strictObject({
  resourceType: z.literal("Questionnaire"),
  status: z.literal("active"),
  language: z.enum(formLanguages),
  title: formLine,
  item: z.array(item).check(z.minLength(1), z.maxLength(limits.items)),
});

export type Condition =
  | { readonly question: string; readonly operator: "="; readonly answerBoolean: boolean }
  | { readonly question: string; readonly operator: "="; readonly answerCoding: { readonly code: string } };
type Shown = {
  readonly linkId: string;
  readonly text: string;
  readonly enableWhen?: readonly Condition[];
  readonly enableBehavior?: "any" | "all";
};
export type Option = { readonly valueCoding: { readonly code: string; readonly display: string } };
export type Display = Shown & { readonly type: "display" };
export type Question = Shown & {
  readonly type: QuestionType;
  readonly required?: true;
  readonly repeats?: true;
  readonly answerOption?: readonly Option[];
  readonly initial?: readonly [{ readonly valueString: string }];
};
export type Group = Shown & { readonly type: "group"; readonly item: readonly (Display | Question)[] };
export type Item = Display | Question | Group;
export type Questionnaire = {
  readonly resourceType: "Questionnaire";
  readonly status: "active";
  readonly language: FormLanguage;
  readonly title: string;
  readonly item: readonly Item[];
};

/** Every item in order, a group before what it holds, with the group that holds it. */
export function itemsOf({ item }: Pick<Questionnaire, "item">): { readonly item: Item; readonly within?: Group }[] {
  return item.flatMap((one): { item: Item; within?: Group }[] =>
    one.type === "group" ? [{ item: one }, ...one.item.map((each) => ({ item: each, within: one }))] : [{ item: one }],
  );
}

/** A yes to a question named `risk-…`, and a no to one named `safe-…` (docs/spec, FRM-11). */
export const speaksOfDanger = (linkId: string, answer: unknown): boolean =>
  linkId.startsWith("safe-") ? answer === false : linkId.startsWith("risk-") && answer === true;

export const isQuestion = (item: Item): item is Question => item.type !== "group" && item.type !== "display";
export const isChoice = ({ type }: Question): boolean => type === "choice" || type === "open-choice";
const takesWords = ({ type }: Question): boolean => type === "string" || type === "text";

/** `undefined`: not a questionnaire of the part that Alcove reads, or one that asks for what can't be. */
export function readQuestionnaire(value: unknown): Questionnaire | undefined {
  const checked = z.safeParse(shape, value);
  if (!checked.success) return undefined;
  const questionnaire = checked.data as Questionnaire;
  return isSound(questionnaire) ? questionnaire : undefined;
}

/** Ids stand once; what depends on a question stands after it; options are there where they are chosen from, and only there. */
function isSound(questionnaire: Questionnaire): boolean {
  const all = itemsOf(questionnaire);
  if (all.length > limits.items || new Set(all.map(({ item: { linkId: id } }) => id)).size < all.length) return false;
  const before = new Map<string, Question>();
  for (const { item: one } of all) {
    const { enableWhen = [], enableBehavior } = one;
    if (!enableWhen.every((each) => canHold(each, before.get(each.question)))) return false;
    // FHIR asks for it with several, and it says nothing of one.
    if (enableWhen.length > 1 !== (enableBehavior !== undefined)) return false;
    if (!isQuestion(one)) continue;
    const codes = (one.answerOption ?? []).map(({ valueCoding }) => valueCoding.code);
    if (isChoice(one) !== codes.length > 0 || new Set(codes).size < codes.length) return false;
    if ((one.repeats && !isChoice(one)) || (one.initial && !takesWords(one))) return false;
    before.set(one.linkId, one);
  }
  return true;
}

function canHold(condition: Condition, asked: Question | undefined): boolean {
  if (!asked) return false;
  if ("answerBoolean" in condition) return asked.type === "boolean";
  return (asked.answerOption ?? []).some(({ valueCoding }) => valueCoding.code === condition.answerCoding.code);
}
