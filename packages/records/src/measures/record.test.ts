import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeRevision, parseRevision, type RevisionOf } from "../revision.ts";
import { filledHow } from "./record.ts";

const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 }) as fc.Arbitrary<RevisionOf<"measure">["revision"]>;
const day = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9998-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const printed = fc
  .tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.option(fc.integer({ min: 0, max: 999 })))
  .map(([whole, part]) => (part === null ? `${whole}` : `${whole}.${part}`));
const text = fc.string({ unit: "grapheme" });

const filled: fc.Arbitrary<RevisionOf<"measure">["filled"]> = fc.oneof(
  fc.record({
    how: fc.constantFrom(...filledHow),
    measure: text,
    version: text,
    answers: fc.array(fc.option(fc.nat())),
  }),
  fc.record({
    how: fc.constant("result" as const),
    name: text,
    version: text,
    total: fc.option(printed),
    parts: fc.array(fc.record({ name: text, score: printed })),
    scoredBy: text,
    licensed: fc.boolean(),
  }),
);
const measure: fc.Arbitrary<RevisionOf<"measure">> = fc.record(
  {
    type: fc.constant("measure" as const),
    revision: bytes16,
    writtenAt: fc.nat(),
    date: day,
    filled,
    note: text,
    enquiry: fc.record({ asked: fc.boolean(), words: text }),
    mistaken: fc.boolean(),
  },
  { requiredKeys: ["type", "revision", "writtenAt", "date", "filled", "note", "mistaken"] },
);

test("MEA-2 REC-2 what is written reads back, and again gives the same bytes", () => {
  fc.assert(
    fc.property(measure, (revision) => {
      const encoded = encodeRevision(revision);
      expect(parseRevision(encoded)).toEqual(revision);
      expect(encodeRevision(parseRevision(encoded)!)).toEqual(encoded);
    }),
  );
});

test("MEA-2 REC-1 nothing else reads", () => {
  const [one] = fc.sample(measure, { numRuns: 1, seed: 7 });
  const answered = { how: "client" as const, measure: "phq-9", version: "1", answers: [1, null] };
  const with_ = (changes: object) => parseRevision(encodeRevision({ ...one!, filled: answered, ...changes }));
  expect(with_({})).toBeDefined();
  const bad: object[] = [
    { more: 1 },
    { date: "2026-1-1" },
    { mistaken: 0 },
    { filled: { ...answered, how: "result" } },
    { filled: { ...answered, how: "telepathy" } },
    { filled: { ...answered, answers: [-1] } },
    { filled: { ...answered, answers: ["1"] } },
    { filled: { ...answered, total: "9" } },
    { filled: { how: "result", name: "x", version: "", total: "1e9", parts: [], scoredBy: "", licensed: true } },
    {
      filled: {
        how: "result",
        name: "x",
        version: "",
        total: "1",
        parts: [{ name: "y", score: "" }],
        scoredBy: "",
        licensed: true,
      },
    },
    { enquiry: { asked: true } },
  ];
  for (const changes of bad) expect(with_(changes), JSON.stringify(changes)).toBeUndefined();
});
