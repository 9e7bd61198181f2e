import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LocalTime, openZone, plusDays, plusMinutes, weekdayOf, type Zone } from "./local-time.ts";

const zone = (name: string): Zone => openZone(name) as Zone;
const utcOf = (name: string, time: LocalTime) => new Date(zone(name).instantOf(time)).toISOString().slice(0, 16);

describe("CAL-5 what a wall clock's time means", () => {
  // From the tz database 2025b: Europe/Helsinki and America/New_York as the EU and the US set them, Adelaide and Lord Howe with half hours.
  test.each([
    ["Europe/Helsinki", "2026-03-28T09:00", "2026-03-28T07:00"],
    ["Europe/Helsinki", "2026-03-29T09:00", "2026-03-29T06:00"],
    ["Europe/Helsinki", "2026-10-25T09:00", "2026-10-25T07:00"],
    ["America/New_York", "2026-03-07T09:00", "2026-03-07T14:00"],
    ["America/New_York", "2026-03-08T09:00", "2026-03-08T13:00"],
    ["America/New_York", "2026-11-01T09:00", "2026-11-01T14:00"],
    ["Australia/Adelaide", "2026-04-04T09:00", "2026-04-03T22:30"],
    ["Australia/Adelaide", "2026-04-05T09:00", "2026-04-04T23:30"],
    ["Asia/Kolkata", "2026-07-01T09:00", "2026-07-01T03:30"],
    ["Pacific/Apia", "2011-12-29T09:00", "2011-12-29T19:00"],
    ["Pacific/Apia", "2011-12-31T09:00", "2011-12-30T19:00"],
    ["America/Phoenix", "2026-07-01T09:00", "2026-07-01T16:00"],
  ])("%s %s", (name, time, utc) => {
    expect(utcOf(name, time)).toBe(utc);
    expect(zone(name).localOf(Date.parse(`${utc}Z`))).toBe(time);
  });

  test.each([
    // Leapt over: as if the clock had not changed yet.
    ["Europe/Helsinki", "2026-03-29T03:30", "2026-03-29T01:30", "2026-03-29T04:30"],
    ["America/New_York", "2026-03-08T02:30", "2026-03-08T07:30", "2026-03-08T03:30"],
    ["Australia/Adelaide", "2026-10-04T02:15", "2026-10-03T16:45", "2026-10-04T03:15"],
    ["Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-03T15:40", "2026-10-04T02:40"],
    // Shown twice: the first.
    ["Europe/Helsinki", "2026-10-25T03:30", "2026-10-25T00:30", "2026-10-25T03:30"],
    ["America/New_York", "2026-11-01T01:30", "2026-11-01T05:30", "2026-11-01T01:30"],
    ["Australia/Adelaide", "2026-04-05T02:30", "2026-04-04T16:00", "2026-04-05T02:30"],
    ["Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45", "2026-04-05T01:45"],
  ])("%s %s, which is shown twice or not at all", (name, time, utc, shown) => {
    expect(utcOf(name, time)).toBe(utc);
    expect(zone(name).localOf(zone(name).instantOf(time))).toBe(shown);
  });

  test("a zone that no one knows is none", () => {
    expect(openZone("Mars/Olympus_Mons")).toBeUndefined();
    for (const name of ["", "+03:00", "UTC\r\nX", "a".repeat(65)]) expect(openZone(name)).toBeUndefined();
  });

  const names = [
    "Europe/Helsinki",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    "UTC",
  ];
  test("CAL-5 an instant, shown and read again, is itself or the first of the two that are shown so", () => {
    const minutes = fc.integer({ min: Date.UTC(1970, 0) / 60_000, max: Date.UTC(2060, 0) / 60_000 });
    fc.assert(
      fc.property(fc.constantFrom(...names), minutes, (name, minute) => {
        const here = zone(name);
        const instant = minute * 60_000;
        const again = here.instantOf(here.localOf(instant));
        expect(again).toBeLessThanOrEqual(instant);
        expect(here.localOf(again)).toBe(here.localOf(instant));
      }),
      { numRuns: 500 },
    );
  });
});

test("days and minutes are counted as if no clock ever changed", () => {
  expect(plusDays("2026-03-28", 1)).toBe("2026-03-29");
  expect(plusDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(plusMinutes("2026-12-31T23:30", 45)).toBe("2027-01-01T00:15");
  expect(weekdayOf("2026-11-29")).toBe(7);
  expect(weekdayOf("2026-11-30")).toBe(1);
});
