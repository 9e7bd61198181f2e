import type { Bytes } from "@alcove/bytes";
import { describe, expect, test } from "vitest";
import { encodeRevision, parseRevision, type RevisionOf } from "../revision.ts";

const id = (byte: number) => new Uint8Array(16).fill(byte) as Bytes;
const appointment: RevisionOf<"appointment"> = {
  type: "appointment",
  revision: id(1),
  writtenAt: 1,
  member: id(2),
  chart: id(3),
  title: "",
  kind: "session",
  start: "2026-11-30T09:00",
  zone: "America/Argentina/Buenos_Aires",
  minutes: 50,
  room: id(4),
  video: false,
  note: "",
  attendance: "expected",
};
const reads = (changes: object) => parseRevision(encodeRevision({ ...appointment, ...changes })) !== undefined;

describe("what an appointment may say", () => {
  test("what is written reads back", () => {
    expect(parseRevision(encodeRevision(appointment))).toEqual(appointment);
    expect(reads({ instead: { series: id(5), occurrence: "2026-11-30T09:00" } })).toBe(true);
    expect(reads({ chart: undefined, title: "Team" })).toBe(true);
  });

  test("CAL-2 it is cancelled with who and whether late, and not otherwise", () => {
    const cancelled = { by: "client", late: true, reason: "ill" };
    expect(reads({ attendance: "cancelled", cancelled })).toBe(true);
    expect(reads({ attendance: "cancelled" })).toBe(false);
    expect(reads({ attendance: "came", cancelled })).toBe(false);
    expect(reads({ attendance: "cancelled", cancelled: { ...cancelled, by: "somebody" } })).toBe(false);
  });

  test("CAL-1 one that is about a chart has no title", () => {
    expect(reads({ title: "Jane Roe" })).toBe(false);
    const series: RevisionOf<"series"> = {
      type: "series",
      revision: id(1),
      writtenAt: 1,
      member: id(2),
      title: "Team",
      kind: "other",
      start: "2026-11-30T09:00",
      zone: "Europe/Helsinki",
      minutes: 60,
      video: true,
      note: "",
      rule: "FREQ=WEEKLY",
    };
    expect(parseRevision(encodeRevision(series))).toEqual(series);
    expect(parseRevision(encodeRevision({ ...series, chart: id(3) }))).toBeUndefined();
  });

  test.each([
    { start: "2026-02-30T09:00" },
    { start: "2026-11-30T24:00" },
    { start: "2026-11-30 09:00" },
    { start: "1969-12-31T09:00" },
    { start: "2200-01-01T09:00" },
    { start: "2026-11-30T09:00Z" },
    { zone: "" },
    { zone: "Europe/Helsinki\r\nX" },
    { minutes: 0 },
    { minutes: 1441 },
    { attendance: "maybe" },
    { more: 1 },
  ])("%j is none", (changes) => expect(reads(changes)).toBe(false));

  test("working hours are of days and minutes that there are", () => {
    const hours = (from: string, until: string, weekday = 1) =>
      parseRevision(
        encodeRevision({
          type: "working-hours",
          revision: id(1),
          writtenAt: 1,
          member: id(2),
          zone: "Europe/Helsinki",
          hours: [{ weekday, from, until }],
        }),
      ) !== undefined;
    expect(hours("09:00", "24:00")).toBe(true);
    expect(hours("9:00", "17:00")).toBe(false);
    expect(hours("09:00", "24:30")).toBe(false);
    expect(hours("09:00", "17:00", 0)).toBe(false);
  });
});
