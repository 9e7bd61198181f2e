/** Answers of a filled form as lists see them: as somebody's device wrote them, so that what is no answer counts as none. */

import { speaksOfDanger } from "@alcove/records";

type Answered = { readonly linkId: string; readonly answer: readonly Record<string, unknown>[] };

/** Items of a FHIR QuestionnaireResponse as JSON, groups opened. */
function answered(json: string): Answered[] {
  return objectsIn(jsonOf(json))
    .flatMap((item) => [item, ...objectsIn(item["item"])])
    .map((item) => ({ linkId: String(item["linkId"]), answer: objectsIn(item["answer"]) }));
}

/** What was typed or chosen, in order. */
export function wordsAnswered(json: string): string[] {
  return answered(json)
    .flatMap(({ answer }) => answer)
    .map(({ valueString, valueCoding }) => valueString ?? (valueCoding as { display?: unknown } | null)?.display)
    .filter((words) => typeof words === "string");
}

/** How many answers speak of danger. */
export const dangersAnswered = (json: string): number =>
  answered(json).filter(({ linkId, answer }) => answer.some(({ valueBoolean }) => speaksOfDanger(linkId, valueBoolean)))
    .length;

const objectsIn = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];

/** `undefined`: it is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
