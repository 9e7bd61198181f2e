import { expect, test } from "vitest";
import { sayCalls, sayWait } from "./enquiries.ts";

test("how long somebody waits is said calmly", () => {
  const waits = ["2026-11-30", "2026-12-01", "2026-11-29", "2026-11-17", "2026-11-16", "2026-11-09", "2026-09-01"];
  expect(waits.map((asked) => sayWait(asked, "2026-11-30"))).toEqual([
    "asked today",
    "asked today",
    "waits one day",
    "waits 13 days",
    "waits two weeks",
    "waits three weeks",
    "waits two months",
  ]);
});

test("when they were called", () => {
  const now = new Date(2026, 10, 30, 12).getTime();
  const words = { asked: "2026-11-01", asks: "", heard: "", next: "", keep: "" };
  const said = [
    [],
    ["2026-11-05"],
    ["2026-11-05", "2026-11-30"],
    ["2026-11-01", "2026-11-05", "2026-11-06", "2026-11-29"],
  ].map((called) => sayCalls({ ...words, called }, now));
  expect(said).toEqual([
    "Not called back yet.",
    "Called 5 November.",
    "Called 5 November and today.",
    "Called four times, last yesterday.",
  ]);
});
