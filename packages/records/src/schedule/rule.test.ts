import fc from "fast-check";
import rruleLibrary from "rrule";
import { describe, expect, test } from "vitest";
import { dayOf, daysBetween, openZone, plusDays, type Zone } from "./local-time.ts";
import { endingOn, parseRule, type Rule, ruleText, startsBetween, weekdays, weeklyOn } from "./rule.ts";

const helsinki = openZone("Europe/Helsinki") as Zone;
const newYork = openZone("America/New_York") as Zone;
const utc = openZone("UTC") as Zone;

describe("CAL-6 rules", () => {
  test.each([
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "FREQ=DAILY;COUNT=10",
    "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270101T000000Z",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
  ])("%s is read and written again", (text) => {
    expect(ruleText(parseRule(text) as Rule)).toBe(text);
  });

  test.each([
    "",
    "FREQ=SECONDLY",
    "FREQ=YEARLY",
    "FREQ=HOURLY;INTERVAL=1",
    "FREQ=WEEKLY;FREQ=DAILY",
    "FREQ=WEEKLY;INTERVAL=0",
    "FREQ=WEEKLY;INTERVAL=1e1",
    "FREQ=WEEKLY;COUNT=5;UNTIL=20270101T000000Z",
    "FREQ=WEEKLY;COUNT=1000",
    "FREQ=WEEKLY;UNTIL=20270101",
    "FREQ=WEEKLY;BYDAY=1MO",
    "FREQ=WEEKLY;BYDAY=MO,MO",
    "FREQ=WEEKLY;BYDAY=XX",
    "FREQ=MONTHLY;BYDAY=5MO",
    "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
    "FREQ=DAILY;BYHOUR=1,2,3",
    "RRULE:FREQ=WEEKLY",
    "freq=weekly",
    "FREQ=WEEKLY\nFREQ=DAILY",
  ])("%j is none", (text) => {
    expect(parseRule(text)).toBeUndefined();
    expect(startsBetween({ start: "2026-11-30T09:00", rule: text }, utc, "2026-01-01", "2027-01-01")).toEqual([]);
  });

  test("CAL-5 a session at 09:00 stays at 09:00 when the clocks change", () => {
    for (const [zone, day] of [
      [helsinki, "2026-03-22"],
      [helsinki, "2026-10-18"],
      [newYork, "2026-03-01"],
      [newYork, "2026-10-25"],
    ] as const) {
      const weekly = { start: `${day}T09:00`, rule: ruleText(weeklyOn(day)) };
      const starts = startsBetween(weekly, zone, day, plusDays(day, 21));
      expect(starts.map((start) => start.slice(11))).toEqual(["09:00", "09:00", "09:00", "09:00"]);
      const hours = new Set(starts.map((start) => new Date(zone.instantOf(start)).getUTCHours()));
      expect(hours.size, "and its instant does not").toBe(2);
    }
  });

  test("months without the day are passed over", () => {
    const monthly = { start: "2026-01-31T10:00", rule: "FREQ=MONTHLY" };
    expect(startsBetween(monthly, utc, "2026-01-01", "2026-06-30").map(dayOf)).toEqual([
      "2026-01-31",
      "2026-03-31",
      "2026-05-31",
    ]);
  });

  test("an end falls on its own day in its zone, late in the evening too", () => {
    for (const zone of [helsinki, newYork]) {
      const rule = ruleText(endingOn(weeklyOn("2026-11-02"), "2026-11-30", zone));
      const starts = startsBetween({ start: "2026-11-02T23:30", rule }, zone, "2026-01-01", "2028-01-01");
      expect(starts.at(-1)).toBe("2026-11-30T23:30");
      expect(starts).toHaveLength(5);
    }
  });
});

const anyDay = fc.integer({ min: 0, max: 3000 }).map((days) => plusDays("2024-01-01", days));
const anyStart = fc.tuple(anyDay, fc.integer({ min: 0, max: 95 })).map(([day, quarter]) => {
  const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
  return `${day}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
});
const anyShape: fc.Arbitrary<Partial<Rule>> = fc.oneof(
  fc.constant({}),
  fc.record({
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    every: fc.constant("WEEKLY" as const),
  }),
  fc.record({ lastDay: fc.constant(true), every: fc.constant("MONTHLY" as const) }),
  fc.record({
    nth: fc.record({ weekday: fc.integer({ min: 1, max: 7 }), which: fc.constantFrom(1, 2, 3, 4, -1) }),
    every: fc.constant("MONTHLY" as const),
  }),
);
const anyRule: fc.Arbitrary<Rule> = fc
  .tuple(
    fc.constantFrom("DAILY", "WEEKLY", "MONTHLY"),
    fc.integer({ min: 1, max: 5 }),
    anyShape,
    fc.oneof(
      fc.constant({}),
      fc.record({ count: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ until: anyDay.map((day) => `${day.replaceAll("-", "")}T120000Z`) }),
    ),
  )
  .map(
    ([every, interval, shape, end]) => ({ every, interval, weekdays: [], lastDay: false, ...shape, ...end }) as Rule,
  );

describe("CAL-6 against others", () => {
  test("expanding day by day equals expanding the whole", () => {
    fc.assert(
      fc.property(anyRule, anyStart, anyDay, fc.constantFrom(helsinki, newYork), (rule, start, from, zone) => {
        const repeats = { start, rule: ruleText(rule) };
        const days = Array.from({ length: 40 }, (_, i) => plusDays(from, i));
        const whole = startsBetween(repeats, zone, from, days.at(-1) as string);
        expect(days.flatMap((day) => startsBetween(repeats, zone, day, day))).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  test("another library occurs on the same days", () => {
    fc.assert(
      fc.property(anyRule, anyStart, anyDay, (rule, start, from) => {
        const text = ruleText(rule);
        const until = plusDays(from, 400);
        const other = rruleLibrary.rrulestr(`DTSTART:${start.replaceAll(/[-:]/g, "")}00Z\nRRULE:${text}`);
        const expected = other
          .between(new Date(`${from}T00:00Z`), new Date(`${until}T23:59Z`), true)
          .map((date) => date.toISOString().slice(0, 16));
        expect(startsBetween({ start, rule: text }, utc, from, until)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  test("years after it began it is found as quickly", () => {
    const daily = { start: "1990-01-01T08:00", rule: "FREQ=DAILY" };
    expect(startsBetween(daily, utc, "2090-01-01", "2090-01-03")).toHaveLength(3);
    expect(daysBetween("1990-01-01", "2090-01-01")).toBeGreaterThan(20_000);
  });

  test("weekdays are Monday to Sunday", () => expect(weekdays[0]).toBe("MO"));
});
