import { expect, test } from "vitest";
import { rulesFrom, sayAttendance, sayRule, sayWhen } from "./appointments.ts";

const now = Date.parse("2026-11-30T12:00Z");

test("rules in words", () => {
  expect(sayRule("FREQ=WEEKLY;BYDAY=MO")).toBe("Every week on Monday");
  expect(sayRule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=10")).toBe(
    "Every 2 weeks on Tuesday and Thursday, 10 times",
  );
  expect(sayRule("FREQ=MONTHLY;BYDAY=-1FR")).toBe("Every month on the last Friday");
  expect(sayRule("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270131T235900Z")).toBe(
    "Every month on the last day, until 2027-01-31",
  );
});

test("what a first day suggests", () => {
  expect(rulesFrom("2026-11-30").map(({ says }) => says)).toEqual([
    "Every week on Monday",
    "Every 2 weeks on Monday",
    "Every month on the last Monday",
  ]);
});

test("when and what became of it", () => {
  expect(sayWhen({ begins: "2026-11-30T09:00", ends: "2026-11-30T09:50" }, now)).toBe(
    "Monday, 30 November, 9:00 to 9:50",
  );
  expect(sayWhen({ begins: "2026-11-30T23:30", ends: "2026-12-01T00:20" }, now)).toBe(
    "Monday, 30 November, 23:30 to Tuesday, 1 December, 0:20",
  );
  expect(sayAttendance("cancelled", { by: "client", late: true, reason: "" })).toBe("Called off by the client, late");
});
