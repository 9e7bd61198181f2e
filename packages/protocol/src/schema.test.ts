import { expect, test } from "vitest";
import { byFirstWord, bytes, index, z } from "./schema.ts";

const union = z.union([
  z.tuple([z.literal("put"), bytes(2), index]),
  z.tuple([z.literal("take"), z.nullable(bytes(2))]),
  z.tuple([z.literal("end")]),
]);
const quick = byFirstWord(union);
const pair = Uint8Array.of(1, 2);

test("a union read by first words has the union's verdict, and gives what it was given", () => {
  const values = [
    ["put", pair, 1],
    ["put", pair],
    ["put", pair, 1, 2],
    ["put", pair, -1],
    ["put", Uint8Array.of(1), 1],
    ["take", null],
    ["take", pair],
    ["take"],
    ["end"],
    ["end", 1],
    ["put"],
    ["toString"],
    [],
    [1],
    "end",
    null,
    { 0: "end", length: 1 },
  ];
  const verdicts = values.map((value) => z.safeParse(union, value));
  expect(values.map((value) => z.safeParse(quick, value).success)).toEqual(verdicts.map(({ success }) => success));
  for (const value of values) {
    const read = z.safeParse(quick, value);
    if (read.success) expect(read.data).toEqual(value);
  }
  expect(verdicts.filter(({ success }) => success)).toHaveLength(4);
});

test("words that are none, or stand twice, are noticed when the program starts", () => {
  const end = z.tuple([z.literal("end")]);
  expect(() => byFirstWord(z.union([end, z.tuple([z.literal("end"), index])]))).toThrow(
    "no two begin with the same word",
  );
  expect(() => byFirstWord(z.union([end, z.tuple([index])]))).toThrow("each begins with one word");
  expect(() => byFirstWord(z.union([end, z.tuple([z.literal(["put", "take"])])]))).toThrow("each begins with one word");
});
