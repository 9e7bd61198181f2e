import { type AccountId, asId, type PracticeId, toBase32, toHex } from "@alcove/bytes";
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { SpareCodeKey } from "../keys/server-keys.ts";
import { countSpareCodes, sealSpareCodes, useSpareCode } from "./spare-codes.ts";

const key = new Uint8Array(32).fill(3) as SpareCodeKey;
const owner = {
  practice: asId<PracticeId>(new Uint8Array(16).fill(1)),
  account: asId<AccountId>(new Uint8Array(16).fill(2)),
};
const other = asId<never>(new Uint8Array(16).fill(9));
const codes = Array.from({ length: 10 }, () => new Uint8Array(randomBytes(10)));
const text = (n: number) => toBase32(codes[n] as Uint8Array);

test("SES-11 each of ten is taken once, in any order, in any way of writing it", () => {
  let kept = sealSpareCodes(key, owner, codes);
  for (const [used, n] of [7, 0, 9, 3, 1, 2, 4, 5, 6, 8].entries()) {
    const typed = text(n)
      .toLowerCase()
      .replaceAll(/(.{4})/g, "$1 ");
    const left = useSpareCode(key, owner, kept, typed);
    expect(countSpareCodes(left ?? null)).toBe(9 - used);
    if (!left) return;
    kept = left;
    expect(useSpareCode(key, owner, kept, text(n))).toBeUndefined();
  }
  expect(countSpareCodes(null)).toBe(0);
  expect(useSpareCode(key, owner, null, text(0))).toBeUndefined();
});

test("SES-11 what is none of them, or no code at all, is refused", () => {
  const kept = sealSpareCodes(key, owner, codes);
  for (const typed of [
    "",
    "123456",
    text(0).slice(1),
    `${text(0)}A`,
    text(0).replace(/.$/, "1"),
    toBase32(randomBytes(10)),
  ])
    expect(useSpareCode(key, owner, kept, typed), typed).toBeUndefined();
});

test("DT-01 what is kept is bound to practice, account and the server's key, and holds no code", () => {
  const kept = sealSpareCodes(key, owner, codes);
  expect(useSpareCode(new Uint8Array(32) as SpareCodeKey, owner, kept, text(0))).toBeUndefined();
  expect(useSpareCode(key, { ...owner, account: other }, kept, text(0))).toBeUndefined();
  expect(useSpareCode(key, { ...owner, practice: other }, kept, text(0))).toBeUndefined();
  for (const code of codes) expect(toHex(kept)).not.toContain(toHex(code));
});
