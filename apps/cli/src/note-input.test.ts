import { expect, test } from "vitest";
import { readDay, readKind, today } from "./note-input.ts";

test.for(["2026-11-22", "2024-02-29", "1899-01-01", "0999-12-31"])("%s is a day", (day) => {
  expect(readDay("--date", day)).toEqual({ ok: true, value: day });
});

test.for(["2026-02-30", "2025-02-29", "2026-13-01", "22.11.2026", "2026-1-2", "2026-11-22T10:00", "yesterday", ""])(
  "%j is none",
  (day) => {
    expect(readDay("--date", day)).toMatchObject({ ok: false, error: { kind: "usage" } });
  },
);

test("today is a day", () => {
  expect(readDay("--date", today()).ok).toBe(true);
});

test("there are two kinds of notes", () => {
  expect(readKind("psychotherapy")).toEqual({ ok: true, value: "psychotherapy" });
  expect(readKind("Progress").ok).toBe(false);
});
