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
    /^A change: Tuesday, December 1, 2026 at 9:00 AM, with Anna Lindqvist, is off\. We will be in touch/,
  );
  const moved = { ...facts, leave: "anything", isOff: true, next: "2026-12-01T15:00" } as const;
  expect(reminderWords({ ...moved, language: "en" })).toContain(
    "is off. What is planned now: Tuesday, December 1, 2026 at 3:00 PM.",
  );
  expect(reminderWords({ ...moved, language: "es" })).toMatch(
    /Ahora está previsto: martes, 1 de diciembre de 2026, 3:00.p\.\s?m\./,
  );
});

test("REM-4 where a name and number is all that may be left, it says nothing of an appointment", () => {
  for (const language of ["en", "es"] as const)
    for (const isOff of [false, true]) {
      const words = reminderWords({
        ...facts,
        language,
        leave: "name-and-number-only",
        isOff,
        next: "2026-12-01T15:00",
      });
      expect(words).toContain("Anna Lindqvist");
      expect(words).not.toMatch(/\d|remind|record|appoint|cita/i);
    }
});
