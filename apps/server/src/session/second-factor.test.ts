import { expect, test } from "vitest";
import { utf8 } from "@alcove/bytes";
import { codeAt } from "../testing/totp.ts";
import { judgeCode } from "./second-factor.ts";

/** RFC 6238 appendix B, SHA-1: its 8 digits end in the 6 that are asked here. */
const secret = utf8("12345678901234567890");
const published = [
  [59, "287082"],
  [1111111109, "081804"],
  [1111111111, "050471"],
  [1234567890, "005924"],
  [2000000000, "279037"],
  [20000000000, "353130"],
] as const;

test.each(published)("takes the published code of second %i", (second, code) => {
  expect(judgeCode(secret, code, null, second * 1000)).toBe(Math.floor(second / 30));
});

test("takes a step early or late and no more, and no step at or before the last one used", () => {
  const now = 1_800_000_000_000;
  const step = now / 30_000;
  const code = (off: number) => codeAt(secret, now + off * 30_000);
  expect([-2, -1, 0, 1, 2].map((off) => judgeCode(secret, code(off), null, now))).toEqual([
    undefined,
    step - 1,
    step,
    step + 1,
    undefined,
  ]);
  expect(judgeCode(secret, code(0), step, now)).toBeUndefined();
  expect(judgeCode(secret, code(0), step - 1, now)).toBe(step);
  expect(judgeCode(secret, code(-1), step, now)).toBeUndefined();
});

test.each(["", "12345", "1234567", "12 345", "abcdef", "１２３４５６"])(
  "refuses %j, which is not six digits",
  (code) => {
    expect(judgeCode(secret, code, null, 59_000)).toBeUndefined();
  },
);
