/** The questions of a form as lines that can be moved: a heading, words, or a question; and back as a Questionnaire has them. */

import type { Condition, Display, Group, Item, Question, Questionnaire } from "@alcove/vault/forms";

export type Line = {
  readonly type: Item["type"];
  readonly linkId: string;
  readonly text: string;
  /** Of a choice, one in each row of the field. */
  readonly options: string;
  readonly required?: boolean;
  readonly repeats?: boolean;
  /** Asked only where an earlier one is answered so: `linkId`, and "yes", "no" or an option's code. */
  readonly when?: { readonly question: string; readonly is: string };
  /** What it has besides, as it was: codes of options by their words, further conditions, what it begins with. */
  readonly was?: Display | Question | Group;
};

export const isChoiceLine = ({ type }: Line): boolean => type === "choice" || type === "open-choice";

export function asLines({ item }: Questionnaire): Line[] {
  return item.flatMap((one) => (one.type === "group" ? [lineOf(one), ...one.item.map(lineOf)] : [lineOf(one)]));
}

function lineOf(item: Item): Line {
  const question = item.type === "group" || item.type === "display" ? undefined : item;
  const [first, further] = item.enableWhen ?? [];
  return {
    type: item.type,
    linkId: item.linkId,
    text: item.text,
    options: (question?.answerOption ?? []).map(({ valueCoding }) => valueCoding.display).join("\n"),
    ...(question?.required ? { required: true } : {}),
    ...(question?.repeats ? { repeats: true } : {}),
    // With several conditions it stays as it was.
    ...(first && !further ? { when: whenOf(first) } : {}),
    was: item,
  };
}

function whenOf(one: Condition): NonNullable<Line["when"]> {
  if ("answerBoolean" in one) return { question: one.question, is: one.answerBoolean ? "yes" : "no" };
  return { question: one.question, is: one.answerCoding.code };
}

/** What stands below a heading is asked within its group. */
export function asItems(lines: readonly Line[]): Item[] {
  const items: Item[] = [];
  let group: { -readonly [M in keyof Group]: Group[M] } | undefined;
  for (const line of lines) {
    if (line.type === "group") {
      group = { linkId: line.linkId, type: "group", text: line.text.trim(), ...conditionOf(line, lines), item: [] };
      items.push(group);
    } else if (group) group.item = [...group.item, questionOf(line, lines)];
    else items.push(questionOf(line, lines));
  }
  return items;
}

function questionOf(line: Line, lines: readonly Line[]): Display | Question {
  const common = { linkId: line.linkId, text: line.text.trim(), ...conditionOf(line, lines) };
  if (line.type === "display" || line.type === "group") return { ...common, type: "display" };
  const initial =
    line.was && "initial" in line.was && (line.type === "string" || line.type === "text")
      ? line.was.initial
      : undefined;
  return {
    ...common,
    type: line.type,
    ...(line.required ? { required: true } : {}),
    ...(line.repeats && isChoiceLine(line) ? { repeats: true } : {}),
    ...(isChoiceLine(line) ? { answerOption: optionsOf(line) } : {}),
    ...(initial ? { initial } : {}),
  };
}

/** An option that keeps its words keeps its code, so that what depends on it goes on to. */
export function optionsOf({ options, was }: Line): NonNullable<Question["answerOption"]> {
  const before = (was && "answerOption" in was ? was.answerOption : undefined) ?? [];
  const taken = new Set(before.map(({ valueCoding }) => valueCoding.code));
  return options
    .split("\n")
    .map((display) => display.trim())
    .filter((display) => display !== "")
    .map((display) => {
      const same = before.find(({ valueCoding }) => valueCoding.display === display);
      if (same) return same;
      const code = nextId("o", taken);
      taken.add(code);
      return { valueCoding: { code, display } };
    });
}

function conditionOf({ when, was }: Line, lines: readonly Line[]): Pick<Question, "enableWhen" | "enableBehavior"> {
  const { enableWhen, enableBehavior } = was ?? {};
  if (enableWhen && enableWhen.length > 1) return { enableWhen, ...(enableBehavior ? { enableBehavior } : {}) };
  if (!when || !lines.some(({ linkId }) => linkId === when.question)) return {};
  const { question, is } = when;
  const answer =
    lines.find(({ linkId }) => linkId === question)?.type === "boolean"
      ? { answerBoolean: is === "yes" }
      : { answerCoding: { code: is } };
  return { enableWhen: [{ question, operator: "=", ...answer }] };
}

export function nextId(letter: string, taken: ReadonlySet<string>): string {
  for (let n = taken.size + 1; ; n++) if (!taken.has(`${letter}${n}`)) return `${letter}${n}`;
}
