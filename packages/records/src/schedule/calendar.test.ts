import { describe, expect, test } from "vitest";
import {
  conflictOf,
  entriesBetween,
  isOutside,
  layDay,
  monthDays,
  type PlannedAppointment,
  type PlannedSeries,
  type Plan,
} from "./calendar.ts";
import { openZone, type Zone } from "./local-time.ts";
import type { Repeats } from "./rule.ts";

const helsinki = openZone("Europe/Helsinki") as Zone;
const newYork = openZone("America/New_York") as Zone;

const plan = (start: string, more: Partial<Plan> = {}): Plan => ({
  member: "anna",
  start,
  zone: "Europe/Helsinki",
  minutes: 50,
  ...more,
});
const weekly: PlannedSeries<Plan> = {
  id: "weekly",
  plan: { ...plan("2026-10-19T09:00"), rule: "FREQ=WEEKLY" } as Plan & Repeats,
};
const starts = (entries: readonly { start: string }[]) => entries.map(({ start }) => start);

describe("CAL-3 an appointment that stands for an occurrence", () => {
  const moved: PlannedAppointment<Plan> = {
    id: "moved",
    plan: plan("2026-10-27T15:00"),
    instead: { series: "weekly", occurrence: "2026-10-26T09:00" },
  };

  test("takes its place, also where it was moved to another week", () => {
    const all = entriesBetween([moved], [weekly], helsinki, "2026-10-19", "2026-11-02");
    expect(starts(all)).toEqual(["2026-10-19T09:00", "2026-10-27T15:00", "2026-11-02T09:00"]);
    expect(all[1]?.series?.id).toBe("weekly");
    expect(starts(entriesBetween([moved], [weekly], helsinki, "2026-10-26", "2026-10-26"))).toEqual([]);
    const far = { ...moved, plan: plan("2027-01-05T15:00") };
    expect(starts(entriesBetween([far], [weekly], helsinki, "2026-10-26", "2026-10-26"))).toEqual([]);
    expect(starts(entriesBetween([far], [], helsinki, "2027-01-05", "2027-01-05"))).toEqual(["2027-01-05T15:00"]);
  });

  test("in another calendar takes nobody's place", () => {
    const others = { ...moved, plan: plan("2026-10-27T15:00", { member: "ben" }) };
    const all = entriesBetween([others], [weekly], helsinki, "2026-10-26", "2026-10-27");
    expect(starts(all)).toEqual(["2026-10-26T09:00", "2026-10-27T15:00"]);
    expect(all[1]?.series).toBeUndefined();
  });

  test("that is none of its series stands by itself", () => {
    const astray = { ...moved, instead: { series: "weekly", occurrence: "2026-10-25T09:00" } };
    const all = entriesBetween([astray], [weekly], helsinki, "2026-10-26", "2026-10-27");
    expect(starts(all)).toEqual(["2026-10-26T09:00", "2026-10-27T15:00"]);
  });
});

test("CAL-5 who looks from elsewhere sees their own clock, on their own day", () => {
  const late: PlannedAppointment<Plan> = { id: "late", plan: plan("2026-11-30T02:00") };
  const [seen] = entriesBetween([late], [], newYork, "2026-11-29", "2026-11-29");
  expect(seen).toMatchObject({ start: "2026-11-29T19:00", end: "2026-11-29T19:50" });
  expect(entriesBetween([late], [], newYork, "2026-11-30", "2026-11-30")).toEqual([]);
});

test("what goes on past midnight is there on both days", () => {
  const night: PlannedAppointment<Plan> = { id: "night", plan: plan("2026-11-30T23:30", { minutes: 60 }) };
  for (const day of ["2026-11-30", "2026-12-01"])
    expect(entriesBetween([night], [], helsinki, day, day)).toHaveLength(1);
  expect(entriesBetween([night], [], helsinki, "2026-12-02", "2026-12-02")).toEqual([]);
});

test("a zone that is unknown here is left out, and nothing else with it", () => {
  const lost = { id: "lost", plan: plan("2026-11-30T09:00", { zone: "Mars/Olympus_Mons" }) };
  const lostSeries = { id: "lost-series", plan: { ...weekly.plan, zone: "Mars/Olympus_Mons" } };
  const all = entriesBetween([lost], [lostSeries, weekly], helsinki, "2026-11-30", "2026-11-30");
  expect(all.map(({ series }) => series?.id)).toEqual(["weekly"]);
});

describe("CAL-7 conflicts", () => {
  const span = (from: number, until: number, member = "anna", room?: string) => ({ from, until, member, room });
  test("of a member and of a room, and not where one ends as the other begins", () => {
    expect(conflictOf(span(0, 50), span(49, 99))).toBe("member");
    expect(conflictOf(span(0, 50), span(50, 100))).toBeUndefined();
    expect(conflictOf(span(0, 50, "anna", "green"), span(10, 20, "ben", "green"))).toBe("room");
    expect(conflictOf(span(0, 50, "anna", "green"), span(10, 20, "ben", "blue"))).toBeUndefined();
    expect(conflictOf(span(0, 50), span(10, 20, "ben"))).toBeUndefined();
  });

  test("with working hours, which may follow each other and end at midnight", () => {
    const hours = [
      { weekday: 1, from: "12:00", until: "16:00" },
      { weekday: 1, from: "09:00", until: "12:00" },
      { weekday: 2, from: "20:00", until: "24:00" },
    ];
    const outside = (start: string, minutes: number) => {
      const from = helsinki.instantOf(start);
      return isOutside({ from, until: from + minutes * 60_000 }, hours, helsinki);
    };
    expect(outside("2026-11-30T09:00", 50)).toBe(false);
    expect(outside("2026-11-30T11:30", 60)).toBe(false);
    expect(outside("2026-11-30T08:45", 50)).toBe(true);
    expect(outside("2026-11-30T15:30", 50)).toBe(true);
    expect(outside("2026-12-01T23:00", 60)).toBe(false);
    expect(outside("2026-12-01T23:30", 60)).toBe(true);
    expect(outside("2026-12-02T10:00", 50)).toBe(true);
    expect(isOutside({ from: 0, until: 1 }, [], helsinki)).toBe(false);
  });
});

describe("a day's column", () => {
  const at = (from: string, until: string) => ({ start: `2026-11-30T${from}`, end: `2026-11-30T${until}` });
  const lanes = (...entries: { start: string; end: string }[]) =>
    layDay(entries, "2026-11-30").map(({ lane, lanes: of }) => `${lane}/${of}`);

  test("what meets stands side by side, and what doesn't has the whole width", () => {
    expect(lanes(at("09:00", "10:00"), at("10:00", "11:00"))).toEqual(["0/1", "0/1"]);
    expect(lanes(at("09:00", "10:00"), at("09:30", "10:30"), at("10:00", "11:00"))).toEqual(["0/2", "1/2", "0/2"]);
    expect(lanes(at("09:00", "12:00"), at("09:00", "10:00"), at("09:30", "11:00"), at("14:00", "15:00"))).toEqual([
      "0/3",
      "1/3",
      "2/3",
      "0/1",
    ]);
  });

  test("nothing has no height, on the night the clock is set back neither", () => {
    expect(layDay([at("03:50", "03:40")], "2026-11-30")).toMatchObject([{ top: 230, bottom: 245 }]);
    const overnight = { start: "2026-11-29T23:00", end: "2026-11-30T01:00" };
    expect(layDay([overnight], "2026-11-30")).toMatchObject([{ top: 0, bottom: 60 }]);
    expect(layDay([overnight], "2026-11-29")).toMatchObject([{ top: 1380, bottom: 1440 }]);
  });
});

test("a month is whole weeks, from whichever day a week begins", () => {
  expect(monthDays("2026-02", 7)).toHaveLength(28);
  expect(monthDays("2026-02", 1)).toHaveLength(35);
  expect([monthDays("2026-11", 1)[0], monthDays("2026-11", 1).at(-1)]).toEqual(["2026-10-26", "2026-12-06"]);
});
