/** What is asked, what is missing, and what is no answer (docs/spec, FRM-1 and FRM-2). */

import { expect, test } from "vitest";
import { askedOf, checkAnswers, readAnswers, sayAnswer } from "./answers.ts";
import { isQuestion, itemsOf, type Question, type Questionnaire, readQuestionnaire } from "./questionnaire.ts";

const option = (code: string) => ({ valueCoding: { code, display: `The ${code}` } });
const asked: Questionnaire = {
  resourceType: "Questionnaire",
  status: "active",
  language: "en",
  title: "A form",
  item: [
    { linkId: "name", type: "string", text: "Name", required: true },
    { linkId: "drives", type: "boolean", text: "Do you drive?" },
    {
      linkId: "car",
      type: "group",
      text: "The car",
      enableWhen: [{ question: "drives", operator: "=", answerBoolean: true }],
      item: [
        {
          linkId: "colour",
          type: "choice",
          text: "Colour",
          required: true,
          answerOption: [option("red"), option("blue")],
        },
        {
          linkId: "shade",
          type: "text",
          text: "Which blue?",
          enableWhen: [{ question: "colour", operator: "=", answerCoding: { code: "blue" } }],
        },
      ],
    },
    {
      linkId: "likes",
      type: "open-choice",
      text: "Likes",
      repeats: true,
      answerOption: [option("rain"), option("sun")],
    },
    { linkId: "born", type: "date", text: "Born on" },
    { linkId: "shoes", type: "integer", text: "Shoes" },
    { linkId: "height", type: "decimal", text: "Height" },
  ],
};
const idsAsked = (answers: Parameters<typeof askedOf>[1]) => askedOf(asked, answers).map(({ linkId }) => linkId);

test("FRM-2 what depends on an answer is asked with it, and what lies behind what is not asked isn't either", () => {
  expect(readQuestionnaire(structuredClone(asked))).toEqual(asked);
  expect(idsAsked({})).not.toContain("car");
  expect(idsAsked({ drives: true, colour: "blue" })).toEqual(expect.arrayContaining(["car", "colour", "shade"]));
  expect(idsAsked({ drives: false, colour: "blue" })).not.toContain("shade");
});

test("FRM-2 what is not asked has no answer and is not missing", () => {
  const hidden = checkAnswers(asked, { name: "Ada", drives: false, colour: "blue", shade: "navy" });
  expect(hidden).toMatchObject({ missing: [], unfit: [] });
  expect(hidden.items.map(({ linkId }) => linkId)).toEqual(["name", "drives"]);
  expect(checkAnswers(asked, { drives: true }).missing).toEqual(["name", "colour"]);
  expect(checkAnswers(asked, { name: "  " }).missing).toEqual(["name"]);
});

test("FRM-2 answers are kept as items of a QuestionnaireResponse, nested as they were asked, and read again", () => {
  const values = {
    name: "Ada",
    drives: true,
    colour: "blue",
    shade: "navy,\nor so",
    likes: ["rain", "thunder"],
    born: "1990-02-28",
    shoes: 39,
    height: 1.71,
  };
  const { items } = checkAnswers(asked, values);
  expect(items).toContainEqual({
    linkId: "car",
    text: "The car",
    item: [
      { linkId: "colour", text: "Colour", answer: [{ valueCoding: { code: "blue", display: "The blue" } }] },
      { linkId: "shade", text: "Which blue?", answer: [{ valueString: "navy,\nor so" }] },
    ],
  });
  expect(readAnswers(asked, JSON.parse(JSON.stringify(items)))).toEqual(values);
  const likes = itemsOf(asked)
    .map(({ item }) => item)
    .find(({ linkId }) => linkId === "likes") as Question;
  expect(sayAnswer(likes, values.likes, ["yes", "no"])).toBe("The rain; thunder");
});

test.each([
  ["another question's", { hat: "x" }],
  ["no day", { born: "2026-02-30" }],
  ["a fraction of a whole", { shoes: 39.5 }],
  ["words for a number", { height: "tall" }],
  ["no option", { drives: true, colour: "green" }],
  ["two of one", { drives: true, colour: ["red", "blue"] }],
  ["one twice", { likes: ["rain", "rain"] }],
  ["words for yes", { drives: "yes" }],
  ["two lines in one", { name: "a\nb" }],
  ["too long", { name: "x".repeat(20_001) }],
])("FRM-2 no answer: %s", (_what, answers) => {
  expect(checkAnswers(asked, answers).unfit).toEqual([Object.keys(answers).at(-1)]);
});

test("FRM-2 kept answers that say more than was asked are none", () => {
  const { items } = checkAnswers(asked, { name: "Ada", drives: true, colour: "blue" });
  const drivesNot = items.map((one) => (one.linkId === "drives" ? { ...one, answer: [{ valueBoolean: false }] } : one));
  expect(readAnswers(asked, drivesNot), "the car of somebody who does not drive").toBeUndefined();
  const otherWords = items.map((one) => (one.linkId === "name" ? { ...one, text: "Your debts" } : one));
  expect(readAnswers(asked, otherWords), "words that were not asked").toBeUndefined();
  expect(readAnswers(asked, [...items, ...items]), "twice").toBeUndefined();
  expect(readAnswers(asked, "none")).toBeUndefined();
});

const changed = (change: (form: { item: Record<string, unknown>[] } & Record<string, unknown>) => void): unknown => {
  const copy = structuredClone(asked) as unknown as { item: Record<string, unknown>[] } & Record<string, unknown>;
  change(copy);
  return copy;
};
test.each([
  ["an item of another type", changed(({ item }) => Object.assign(item[0] ?? {}, { type: "attachment" }))],
  ["an id twice", changed(({ item }) => Object.assign(item[1] ?? {}, { linkId: "name" }))],
  ["a choice without options", changed(({ item }) => Object.assign(item[0] ?? {}, { type: "choice" }))],
  ["options of none", changed(({ item }) => Object.assign(item[0] ?? {}, { answerOption: [option("a")] }))],
  [
    "what depends on a later answer",
    changed(({ item }) =>
      Object.assign(item[0] ?? {}, { enableWhen: [{ question: "drives", operator: "=", answerBoolean: true }] }),
    ),
  ],
  [
    "what depends on an option that is none",
    changed(({ item }) =>
      Object.assign(item[4] ?? {}, {
        enableWhen: [{ question: "likes", operator: "=", answerCoding: { code: "snow" } }],
      }),
    ),
  ],
  ["members beyond", changed((form) => Object.assign(form, { extension: [] }))],
  ["nothing asked", changed((form) => Object.assign(form, { item: [] }))],
  ["another language", changed((form) => Object.assign(form, { language: "xx" }))],
])("FRM-1 no form: %s", (_what, value) => {
  expect(readQuestionnaire(value)).toBeUndefined();
});

test("FRM-1 of several answers it may depend on one or on all", () => {
  const two = (enableBehavior: "any" | "all") => {
    const when = ["rain", "sun"].map((code) => ({ question: "likes", operator: "=", answerCoding: { code } }));
    const item = [asked.item[3], { linkId: "both", type: "text", text: "Both?", enableWhen: when, enableBehavior }];
    return readQuestionnaire({ ...asked, item }) ?? expect.fail();
  };
  const isAsked = (behavior: "any" | "all", likes: string[]) =>
    askedOf(two(behavior), { likes }).filter(isQuestion).length === 2;
  expect([isAsked("any", ["sun"]), isAsked("all", ["sun"]), isAsked("all", ["sun", "rain"])]).toEqual([
    true,
    false,
    true,
  ]);
});
