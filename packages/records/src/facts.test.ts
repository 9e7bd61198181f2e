import { type Bytes, encodeCbor, parseCbor } from "@alcove/bytes";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  certainties,
  diagnosisEnds,
  encodeRevision,
  factCharacters,
  flagKinds,
  objectiveStates,
  planLines,
  medicationSources,
  parseRevision,
  type Revision,
} from "./index.ts";

const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => bytes as Bytes);
const words = fc.string({ unit: "grapheme", maxLength: 60 });
const someWords = words.map((text) => `${text}a`);
const day = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const since = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([whole, length]) => whole.slice(0, length));
const common = { revision: id, writtenAt: fc.nat() };
const absent = { freq: 2 };
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { ...absent, nil: undefined });
const end = { on: day, reason: someWords };

const diagnosis = fc.record({
  type: fc.constant("diagnosis" as const),
  ...common,
  code: maybe(
    fc.record({
      code: fc.constantFrom("F41.1", "F99", "QA0.0101", "S72.044G"),
      edition: fc.constantFrom("2027", "2026, April"),
    }),
  ),
  words: someWords,
  certainty: fc.constantFrom(...certainties),
  principal: fc.boolean(),
  since: maybe(since),
  by: words,
  ended: maybe(fc.record({ ...end, as: fc.constantFrom(...diagnosisEnds) })),
});
const medication = fc.record({
  type: fc.constant("medication" as const),
  ...common,
  name: someWords,
  dose: words,
  since: maybe(since),
  prescriber: words,
  source: fc.constantFrom(...medicationSources),
  ended: maybe(fc.record(end)),
});
const flag = fc.record({
  type: fc.constant("flag" as const),
  ...common,
  about: fc.constantFrom(...flagKinds),
  words,
  since: day,
  reviewBy: maybe(day),
  ended: maybe(fc.record(end)),
});
const objective = fc.record(
  {
    words: someWords,
    baseline: words,
    target: words,
    by: day,
    state: fc.constantFrom(...objectiveStates),
  },
  { requiredKeys: ["words", "baseline", "target", "state"] },
);
const plan = fc.record({
  type: fc.constant("plan" as const),
  ...common,
  problems: words,
  goals: fc.array(
    fc.record({ words: someWords, objectives: fc.array(objective, { maxLength: 3 }), interventions: words }),
    { maxLength: 3 },
  ),
  discharge: words,
  agreed: words,
  since: day,
  reviewBy: maybe(day),
  ended: maybe(fc.record(end)),
});
const fact = fc.oneof(diagnosis, medication, flag, plan).map((made) => made as Revision);
const present = (revision: Revision): object =>
  Object.fromEntries(Object.entries(revision).filter(([, value]) => value !== undefined));

describe("diagnoses, medication, flags and plans", () => {
  test("FCT-1 each reads back to what was written, byte for byte, and without one of its members or with another it is none", () => {
    fc.assert(
      fc.property(fact, fc.nat(), (made, which) => {
        const bytes = encodeRevision(made);
        expect(parseRevision(bytes)).toEqual(present(made));
        expect(encodeRevision(parseRevision(bytes) as Revision)).toEqual(bytes);
        const map = parseCbor(bytes) as Record<string, never>;
        expect(parseRevision(encodeCbor({ ...map, more: 1 }))).toBeUndefined();
        const needed = Object.keys(map).filter(
          (key) =>
            !["code", "since", "reviewBy", "ended"].includes(key) ||
            (key === "since" && (made.type === "flag" || made.type === "plan")),
        );
        const { [needed[which % needed.length] as string]: _, ...without } = map;
        expect(parseRevision(encodeCbor(without))).toBeUndefined();
      }),
    );
  });

  const one = { revision: new Uint8Array(16), writtenAt: 1 };
  const ended = { on: "2026-03-15", reason: "no more" };
  const plain = {
    diagnosis: { ...one, type: "diagnosis", words: "Grief", certainty: "confirmed", principal: true, by: "" },
    medication: { ...one, type: "medication", name: "Sertraline", dose: "", prescriber: "", source: "client" },
    flag: { ...one, type: "flag", about: "suicide", words: "", since: "2026-03-15" },
    plan: { ...one, type: "plan", problems: "", goals: [], discharge: "", agreed: "", since: "2026-03-15" },
  } as const;
  const reads = (value: object) => parseRevision(encodeCbor(value as never)) !== undefined;

  test.each(Object.entries(plain))("FCT-1 the end of a %s has a day and a reason", (type, value) => {
    const as = type === "diagnosis" ? { as: "past" } : {};
    expect(reads(value)).toBe(true);
    expect(reads({ ...value, ended: { ...ended, ...as } })).toBe(true);
    for (const wrong of [{ reason: "" }, { reason: " \n" }, { on: "2026" }, { on: "" }, { on: undefined }, { more: 1 }])
      expect(
        reads({
          ...value,
          ended: Object.fromEntries(
            Object.entries({ ...ended, ...as, ...wrong }).filter(([, one]) => one !== undefined),
          ),
        }),
        JSON.stringify(wrong),
      ).toBe(false);
  });

  test("FCT-1 codes, days, kinds and lengths are those there are", () => {
    const { diagnosis: dx, medication: drug, flag: risk, plan: course } = plain;
    const step = { words: "sleeps", baseline: "", target: "", state: "open" };
    const goal = { words: "sleep", objectives: [step], interventions: "" };
    const wrong = [
      { ...dx, words: " " },
      { ...dx, code: { code: "F411", edition: "" } },
      { ...dx, code: { code: "f41.1", edition: "2027" } },
      { ...dx, code: { code: "F41.", edition: "2027" } },
      { ...dx, code: { code: "F41.12345", edition: "2027" } },
      { ...dx, code: { code: "F41.1" } },
      { ...dx, certainty: "perhaps" },
      { ...dx, since: "May 2026" },
      { ...dx, since: "2026-5" },
      { ...dx, ended: { ...ended, as: "gone" } },
      { ...drug, name: "" },
      { ...drug, source: "neighbour" },
      { ...drug, dose: "x".repeat(factCharacters + 1) },
      { ...risk, about: "weather" },
      { ...risk, since: "2026" },
      { ...risk, reviewBy: "soon" },
      { ...course, goals: [{ ...goal, words: " " }] },
      { ...course, goals: [{ ...goal, objectives: [{ ...step, words: "" }] }] },
      { ...course, goals: [{ ...goal, objectives: [{ ...step, state: "perhaps" }] }] },
      { ...course, goals: [{ ...goal, objectives: [{ ...step, by: "soon" }] }] },
      { ...course, goals: [{ ...goal, more: 1 }] },
      { ...course, goals: [{ ...goal, objectives: Array(planLines + 1).fill(step) }] },
      { ...course, goals: Array(planLines + 1).fill(goal) },
    ];
    for (const value of wrong) expect(reads(value), JSON.stringify(value).slice(0, 200)).toBe(false);
    expect(reads({ ...drug, dose: "x".repeat(factCharacters) })).toBe(true);
    expect(reads({ ...course, goals: Array(planLines).fill(goal) })).toBe(true);
  });
});
