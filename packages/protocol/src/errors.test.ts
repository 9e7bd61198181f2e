import { expect, test } from "vitest";
import { type FailureCode, failure, failures, httpStatusOf, isFailureCode } from "./errors.ts";
import { sentenceOf, sentences } from "./sentences.ts";

const codes = Object.keys(failures) as FailureCode[];

test("API-3 every failure has a status that HTTP knows for failures, and a sentence without a place left open", () => {
  for (const code of codes) {
    expect(httpStatusOf(code), code).toBeGreaterThanOrEqual(400);
    expect(httpStatusOf(code), code).toBeLessThan(600);
    expect(sentenceOf(failure(code)), code).not.toMatch(/[{}]/);
    expect(sentences[code], code).toMatch(/^[A-Z{].*\.$/);
  }
});

test("API-3 codes are lower-case words, alarms and attacks are never tried again by themselves", () => {
  for (const code of codes) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    if (failures[code].fault === "attack") expect(failures[code].retry, code).not.toBe("now");
    if (code.startsWith("alarm-")) expect(failures[code], code).toMatchObject({ fault: "attack", retry: "never" });
  }
});

test("API-3 facts fill the sentence; a code is one only by its own name", () => {
  expect(sentenceOf(failure("slow-down", { seconds: 30 }))).toContain("Wait 30 seconds");
  expect(sentenceOf(failure("slow-down"))).toContain("Wait some seconds");
  expect(isFailureCode("slow-down")).toBe(true);
  for (const text of ["", "Slow-down", "constructor", "toString", "__proto__"]) expect(isFailureCode(text)).toBe(false);
});
