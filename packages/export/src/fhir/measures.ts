/** Measures: what was answered, and what it comes to. */

import type { Measure, MeasureEntry } from "../source.ts";
import { formOf } from "../words.ts";
import { countedId } from "./facts.ts";
import { coded, given, instant, type Json, noted, reference, type Resource, terminology, uuid } from "./resource.ts";

type Refer = (name: string) => Json | undefined;

export function measureResources(
  entry: MeasureEntry,
  forms: readonly Measure[],
  subject: Json,
  refer: Refer,
): Resource[] {
  const { filled, scales } = entry;
  const status = entry.mistaken ? "entered-in-error" : "final";
  const observed = (at: number, name: string, value: Record<string, Json | undefined>, from?: string): Resource => ({
    resourceType: "Observation",
    id: uuid(countedId(entry.id, at + 1)),
    status,
    category: [coded(`${terminology}/observation-category`, "survey")],
    code: { text: name },
    subject,
    effectiveDateTime: entry.date,
    issued: instant(entry.writtenAt),
    ...value,
    derivedFrom: from === undefined ? undefined : [reference(from)],
    note: noted(entry.note, entry.enquiry && `${entry.enquiry.asked ? "Asked" : "Not asked"}: ${entry.enquiry.words}`),
  });
  if (!("answers" in filled)) {
    const scores = [
      ...(filled.total === null ? [] : [{ name: entry.name, score: filled.total }]),
      ...filled.parts.map(({ name, score }) => ({ name: `${entry.name}, ${name}`, score })),
    ];
    return scores.map(({ name, score }, at) => observed(at, name, valueOf(score)));
  }
  const form = formOf(entry, forms);
  const answered: Resource = {
    resourceType: "QuestionnaireResponse",
    id: uuid(entry.id),
    questionnaire: `urn:alcove:measure:${filled.measure}|${filled.version}`,
    status: entry.mistaken ? "entered-in-error" : "completed",
    subject,
    authored: entry.date,
    author: refer(entry.author),
    item: filled.answers.map((answer, at) => ({
      linkId: `${at + 1}`,
      text: given(form?.items[at]?.text),
      answer: answer === null ? undefined : [{ valueInteger: answer }],
    })),
  };
  const scores = scales.map(({ name, score, band }, at) =>
    observed(
      at,
      entry.name === name ? name : `${entry.name}, ${name}`,
      score === undefined
        ? { dataAbsentReason: coded(`${terminology}/data-absent-reason`, "unknown", "Too many questions left blank") }
        : { ...valueOf(`${score}`), interpretation: band ? [{ text: band }] : undefined },
      answered.id,
    ),
  );
  return [answered, ...scores];
}

/** A score as it was printed: a number where it is one. */
function valueOf(score: string): Record<string, Json> {
  if (/^-?\d{1,9}$/.test(score)) return { valueInteger: Number(score) };
  return /^-?\d{1,9}\.\d{1,9}$/.test(score) ? { valueQuantity: { value: Number(score) } } : { valueString: score };
}
