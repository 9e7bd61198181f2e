import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { writeIcs } from "./ics.ts";

const event = {
  uid: "0123456789abcdef0123456789abcdef-20261130T0900@alcove",
  from: Date.UTC(2026, 10, 30, 7),
  until: Date.UTC(2026, 10, 30, 7, 50),
  sequence: 2,
  summary: "Session",
};
const now = Date.UTC(2026, 10, 29, 12);

function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as never);
  return calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
}

describe("CAL-8 a calendar file", () => {
  test("is read by another library", () => {
    const [found] = read(writeIcs([event], now));
    expect(found?.uid).toBe(event.uid);
    expect(found?.summary).toBe("Session");
    expect(found?.sequence).toBe(2);
    expect(found?.startDate.toJSDate().getTime()).toBe(event.from);
    expect(found?.endDate.toJSDate().getTime()).toBe(event.until);
  });

  test("of nothing is a calendar all the same", () => expect(read(writeIcs([], now))).toEqual([]));

  test("no line is longer than 75 octets, no character is torn, and signs are escaped", () => {
    const summary = `Sitzung; \\ „Größe“, 日本語 👩‍👩‍👧 ${"x".repeat(200)}\nnext: line`;
    const text = writeIcs([{ ...event, summary }], now);
    for (const line of text.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(text).not.toContain("\uFFFD");
    expect(text.split("\r\n").join("")).not.toMatch(/[\r\n]/);
    expect(read(text)[0]?.summary).toBe(summary);
  });
});
