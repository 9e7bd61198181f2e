/** Forms in plain words, for terminals. */

import type { FormActView, FormResponseHead, FormResponseView, FormView } from "@alcove/vault";
import { isQuestion, itemsOf, type Item, sayAnswer } from "@alcove/vault/forms";

const standings = {
  "in-progress": "begun",
  completed: "completed",
  signed: "signed",
  withdrawn: "WITHDRAWN",
  mistaken: "begun by mistake",
} as const;

/** One line for a list. */
export function responseLine(head: FormResponseHead): string {
  const marks = [
    head.standing === "completed" && head.signatures > 0
      ? `to be signed, ${head.signed} of ${head.signatures} so far`
      : standings[head.standing],
    ...(head.ends === undefined ? [] : [`until ${head.ends}`]),
    ...(head.unconfirmed > 0 ? ["waits for a member’s key"] : []),
    ...(head.kept.server === undefined ? ["only on this device"] : []),
  ];
  return `${head.id}  ${head.on}  ${head.title}  (${marks.join(", ")})`;
}

export function formLine({ id, about, questionnaire, own }: FormView): string {
  const of = own ? (own.putAway ? "  (put away)" : "  (your own)") : "";
  return `${id}  ${questionnaire.title}: ${about}${of}`;
}

/** Each question with the id that answers name it by, and what it takes. */
export function questionLines({ questionnaire }: Pick<FormView, "questionnaire">): string[] {
  return itemsOf(questionnaire).map(({ item }) => {
    if (item.type === "group") return `\n${item.text}`;
    return isQuestion(item) ? `  ${item.linkId} (${takes(item)}): ${item.text}` : `  ${item.text}`;
  });
}

function takes(item: Extract<Item, { readonly linkId: string }>): string {
  if (!isQuestion(item)) return "";
  const options = item.answerOption?.map(({ valueCoding }) => valueCoding.code).join("/");
  const own = item.type === "open-choice" ? " or words of your own" : "";
  const kind = options === undefined ? item.type : `${item.repeats ? "a list of " : ""}${options}${own}`;
  return `${kind}${item.required ? ", needed" : ""}${item.enableWhen ? ", not always asked" : ""}`;
}

export function responseLines({ head, asked, answers, acts, beside, filled, changed }: FormResponseView): string[] {
  const answered = itemsOf(asked.questionnaire).flatMap(({ item }) => {
    const value = answers[item.linkId];
    return isQuestion(item) && value !== undefined ? [`${item.text}\n  ${sayAnswer(item, value, ["yes", "no"])}`] : [];
  });
  return [
    responseLine(head),
    ...(asked.questionnaire.language === "en" ? [] : [`Asked and signed in ${asked.questionnaire.language}.`]),
    ...(beside > 0 ? ["Another version was written at the same time: fill it in once more to settle it."] : []),
    ...(filled
      ? [`Filled in with ${filled.author || "?"}.${changed ? ` Answers changed by ${changed.author || "?"}.` : ""}`]
      : []),
    ...answered,
    ...acts.map(actLine),
  ];
}

const broken = {
  waits: "waits for their key: form confirm",
  "not-theirs": "DOES NOT HOLD: not made with their key",
  elsewhere: "DOES NOT HOLD: over something else than this form",
  "other-words": "DOES NOT HOLD: what it names says something else",
} as const;

function actLine({ act, name, as, words, on, by, holds, isOfNow }: FormActView): string {
  const who = as === "" ? name : `${name} (${as})`;
  const of = act === "signed" && !isOfNow ? "; NOT COVERED: it was changed after that" : "";
  const state = holds === "yes" ? "" : `; ${broken[holds]}`;
  return `${act} by ${who}, ${on}, before ${by || "a former member"}: ${words}${of}${state}`;
}
