import { expect, test } from "vitest";
import { firstWeekday, spanOf, stepFrom, timeAt, weekdayOf } from "./days.ts";

test("a week begins where the region begins it", () => {
  expect(spanOf("week", "2026-12-02", 1)).toEqual({ from: "2026-11-30", until: "2026-12-06" });
  expect(spanOf("week", "2026-12-02", 7)).toEqual({ from: "2026-11-29", until: "2026-12-05" });
  expect(weekdayOf("2026-11-29")).toBe(7);
  // As Linux names what is not set.
  expect([firstWeekday("en-US@posix"), firstWeekday("de-DE")]).toEqual([firstWeekday("en-US"), 1]);
});

test("a month is shown in whole weeks, and the next one is the next", () => {
  expect(spanOf("month", "2026-11-17", 1)).toEqual({ from: "2026-10-26", until: "2026-12-06" });
  expect(spanOf("month", "2026-02-10", 7)).toEqual({ from: "2026-02-01", until: "2026-02-28" });
  expect(stepFrom("month", "2026-01-31", 1)).toBe("2026-02-01");
  expect(stepFrom("month", "2026-03-31", -1)).toBe("2026-02-01");
  expect(stepFrom("month", "2026-12-01", 1)).toBe("2027-01-01");
});

test("minutes run over midnight", () => {
  expect(timeAt("2026-12-31", 1445)).toBe("2027-01-01T00:05");
  expect(timeAt("2026-12-31", -15)).toBe("2026-12-30T23:45");
});
