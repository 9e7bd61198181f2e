import { expect, test } from "vitest";
import { reminderWords } from "./reminders.ts";

const facts = { start: "2026-12-01T09:00", whose: "Anna Lindqvist" } as const;

test("REM-4 a reminder says when and whom to meet, in their language", () => {
  expect(reminderWords({ ...facts, language: "en", leave: "anything" })).toBe(
    "A reminder: Tuesday, December 1, 2026 at 9:00 AM, with Anna Lindqvist. If you can’t come, please tell us.",
  );
  expect(reminderWords({ ...facts, language: "es", leave: "anything" })).toMatch(
    /^Un recordatorio: martes, 1 de diciembre de 2026, 9:00.a\.\s?m\., con Anna Lindqvist\./,
  );
  expect(reminderWords({ ...facts, language: "en", leave: "anything", isOff: true })).toMatch(
    /^A change: Tuesday, December 1, 2026 at 9:00 AM, with Anna Lindqvist, is off\./,
  );
});

test("REM-4 where a name and number is all that may be left, it says nothing of an appointment", () => {
  for (const language of ["en", "es"] as const)
    for (const isOff of [false, true]) {
      const words = reminderWords({ ...facts, language, leave: "name-and-number-only", isOff });
      expect(words).toContain("Anna Lindqvist");
      expect(words).not.toMatch(/\d|remind|record|appoint|cita/i);
    }
});
