import { expect, test } from "vitest";
import { sayHour, sayTime } from "./clock.ts";

test("a time is said by a clock of twelve hours or of twenty-four", () => {
  expect([0, 9, 12, 15].map((hour) => sayTime(hour, 5, "", true))).toEqual([
    "12:05 AM",
    "9:05 AM",
    "12:05 PM",
    "3:05 PM",
  ]);
  expect([0, 9, 15].map((hour) => sayTime(hour, 5, "", false))).toEqual(["0:05", "9:05", "15:05"]);
  expect(sayTime(15, 5, ":09", true)).toBe("3:05:09 PM");
  expect([0, 9, 12, 24].map((hour) => sayHour(hour, true))).toEqual(["12 AM", "9 AM", "12 PM", "12 AM"]);
  expect(sayHour(9, false)).toBe("9:00");
});
