import type { CaseHead } from "@alcove/vault";
import { expect, test } from "vitest";
import { casesDue, sayDue } from "./cases.ts";

const now = new Date(2026, 2, 30, 23, 30).getTime();
const head = (due: string | undefined, closed = false): CaseHead => ({
  id: "00",
  chart: "00",
  kind: "access",
  received: "2026-03-02",
  ...(due ? { due } : {}),
  closed,
});

test("what is due is said in days of the calendar, also late in the evening before the clocks change", () => {
  const says = (due?: string, closed = false) => sayDue(head(due, closed), now).says;
  expect([says("2026-03-30"), says("2026-03-31"), says("2026-04-06"), says("2026-04-07")]).toEqual([
    "Due today",
    "Due tomorrow",
    "Due in 7 days",
    "Due by 7 April",
  ]);
  expect([says("2026-03-28"), says(), says("2026-03-28", true)]).toEqual([
    "Was due on 28 March",
    "No day is set",
    "Closed",
  ]);
});

test("Today hears of what is over and of what comes within a week, and of nothing else", () => {
  expect(casesDue([head("2026-04-07"), head(undefined), head("2026-03-01", true)], now)).toBeUndefined();
  expect(casesDue([head("2026-03-29"), head("2026-03-30"), head("2026-04-06")], now)).toEqual({ over: 1, soon: 2 });
});
