import { describe, expect, test } from "vitest";
import {
  dayOf,
  sayAge,
  sayDay,
  sayDayBriefly,
  sayDuration,
  sayLastSeen,
  sayMoment,
  sayMonth,
  saySignedDay,
  sayShortDate,
  sayUntil,
  sayWeekday,
} from "./dates.ts";

/** Thursday, 19 November 2026, 10:37:12 where the test runs. */
const now = new Date(2026, 10, 19, 10, 37, 12).getTime();
const MINUTE = 60_000;
const DAY = 86_400_000;

function inZone(zone: string, look: () => void): void {
  const before = process.env["TZ"];
  process.env["TZ"] = zone;
  try {
    look();
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
}

describe("days", () => {
  test("with their weekday, and the year when it is another", () => {
    expect(sayDay("2026-11-19", now)).toBe("Thursday, 19 November");
    expect(sayDay("2024-02-29", now)).toBe("Thursday, 29 February 2024");
  });

  test("of any century by the year that stands there", () => {
    expect([sayDay("1898-05-06", now), sayShortDate("0026-11-30"), sayShortDate("2190-01-01")]).toEqual([
      "Friday, 6 May 1898",
      "30 Nov 26",
      "1 Jan 2190",
    ]);
  });

  test("near ones by what they are to today", () => {
    expect(["2026-11-19", "2026-11-18", "2026-11-12", "2024-11-12"].map((day) => sayDayBriefly(day, now))).toEqual([
      "today",
      "yesterday",
      "12 November",
      "12 November 2024",
    ]);
  });

  test("yesterday is the day before, also where the clocks change", () =>
    inZone("America/New_York", () => {
      const [long, short] = [new Date(2026, 10, 1, 23, 30).getTime(), new Date(2027, 2, 15, 0, 30).getTime()];
      expect(["2026-11-01", "2026-10-31"].map((day) => sayDayBriefly(day, long))).toEqual(["today", "yesterday"]);
      expect(["2027-03-14", "2027-03-13"].map((day) => sayDayBriefly(day, short))).toEqual(["yesterday", "13 March"]);
    }));

  test("in columns and by month", () => {
    expect([
      sayShortDate("2026-09-01"),
      sayWeekday("2026-11-05"),
      sayMonth("2026-10-02", now),
      sayMonth("2025-10-02", now),
    ]).toEqual(["1 Sep 2026", "Thu 5", "October", "October 2025"]);
  });

  test("one that is none is shown as it came, never as another", () => {
    expect([sayDay("soon", now), sayShortDate("soon")]).toEqual(["soon", "soon"]);
  });
});

describe("moments", () => {
  test("today by the clock, before that by the day", () => {
    expect(sayMoment(now, now)).toBe("at 10:37");
    expect(sayMoment(now - DAY, now)).toBe("yesterday at 10:37");
    expect(sayMoment(now - 7 * DAY, now)).toBe("on 12 November at 10:37");
  });

  test("until when something holds", () => {
    expect([sayUntil(now, now), sayUntil(now + 3 * DAY, now)]).toEqual(["10:37", "22 November, 10:37"]);
  });

  test("their age at the end of a row", () => {
    expect([0, 25 * MINUTE, 150 * MINUTE, DAY, 7 * DAY].map((ago) => sayAge(now - ago, now))).toEqual([
      "now",
      "25 min",
      "2 h",
      "yesterday",
      "7 days",
    ]);
  });

  test("a device's last day has no hour", () => {
    const midnight = Date.parse(`${dayOf(now)}T00:00:00Z`);
    expect([sayLastSeen(midnight, now), sayLastSeen(midnight - 9 * DAY, now)]).toEqual(["today", "on 10 November"]);
  });

  test("nobody was last here tomorrow, of an evening on which it is tomorrow by UTC", () =>
    inZone("America/New_York", () => {
      const evening = new Date(2026, 10, 19, 21, 0).getTime();
      const midnights = ["2026-11-20", "2026-11-19", "2026-11-18"].map((day) => Date.parse(`${day}T00:00:00Z`));
      expect(midnights.map((at) => sayLastSeen(at, evening))).toEqual(["today", "today", "yesterday"]);
      // A wrong clock's day is shown as it is.
      const days = ["2026-11-21", "2026-11-20", "2026-11-19", "2026-11-12"];
      expect(days.map((day) => saySignedDay(day, evening))).toEqual(["21 November", "today", "today", "12 November"]);
    }));
});

test("time left is rounded up to what one believes", () => {
  expect([1200, 31_000, 95_000, 600_000].map(sayDuration)).toEqual([
    "A few seconds",
    "About 40 seconds",
    "About 2 minutes",
    "About 10 minutes",
  ]);
});
