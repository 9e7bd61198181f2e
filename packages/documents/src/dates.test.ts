import { describe, expect, test } from "vitest";
import { dateIn, dateOfNote, dateOrderOf, dayOfHeading, datesOfColumn } from "./dates.ts";

describe("dates", () => {
  test("that can be read in one way only are read", () => {
    const same = [
      "2024-03-25",
      "2024-3-25",
      "2024_03_25 session",
      "20240325",
      "IMG_20240325_101500",
      "2024.03.25",
      "25.03.2024",
      "25/3/2024",
      "03-25-2024",
      "25 March 2024",
      "25th Mar 2024",
      "March 25, 2024",
      "Mar. 25th 2024",
      "2024-03-25T10:15:00Z",
      "25 March 2024 (2024-03-25)",
    ];
    for (const text of same) expect(dateIn(text), text).toBe("2024-03-25");
    expect(dateIn("05/05/2024")).toBe("2024-05-05");
    expect(dateIn("29.02.2024")).toBe("2024-02-29");
  });

  test("that can be read in two ways, or not at all, are none", () => {
    const none = [
      "03/04/2024",
      "3.4.24",
      "3/25/24",
      "2024",
      "March 2024",
      "2024-13-05",
      "2023-02-29",
      "31.04.2024",
      "99999999",
      "2024032512",
      "from 2024-03-01 to 2024-03-08",
      "0999-01-02",
      "phone 555-12-34567",
    ];
    for (const text of none) expect(dateIn(text), text).toBeUndefined();
  });

  test("one clear date settles a doubtful one that can mean the same", () => {
    expect(dateIn("2024-03-04 (03/04/2024)")).toBe("2024-03-04");
    expect(dateIn("2024-03-05 (03/04/2024)")).toBeUndefined();
  });

  test("a day of birth is never the day of a note", () => {
    expect(dateIn("Jane Doe DOB 1980-01-02")).toBeUndefined();
    expect(dateIn("Jane Doe (born 1980-01-02) 2024-03-25")).toBe("2024-03-25");
    expect(dateOfNote("note", "Date of birth: 1980-01-02\nDate of service: 2024-03-25")).toBe("2024-03-25");
  });

  test("the title, a labelled line or a line of its own near the top says the day", () => {
    expect(dateOfNote("2024-03-25 Jane", "She was born on 1980-01-02.")).toBe("2024-03-25");
    for (const line of [
      "Date: 25 March 2024",
      "**Session date:** 2024-03-25",
      "DOS: 25/03/2024",
      "# 2024-03-25",
      "Monday, 25 March 2024",
    ]) {
      expect(dateOfNote("note", `Jane Doe\r\n${line}\r\nText`), line).toBe("2024-03-25");
    }
  });

  test("a heading that calls itself a note's says its day where nothing else does", () => {
    for (const line of [
      "Progress 12 April 2024",
      "# Session 5, Tom Berg, 2024-04-12",
      "12.04.2024 (12 Apr 2024) Notes",
    ])
      expect(dateOfNote("april", `${line}\nShe came.`), line).toBe("2024-04-12");
    for (const line of [
      "Tom Berg 12 April 2024",
      "Progress since 12 April 2024",
      "Session notes of a client whom I last saw in the clinic on 12 April 2024",
    ]) {
      expect(dateOfNote("april", `${line}\nShe came.`), line).toBeUndefined();
      expect(dayOfHeading(line), line).toEqual({ day: "2024-04-12", isSure: false });
    }
    expect(dateOfNote("april", "Progress 03/04/2024")).toBeUndefined();
    expect(dateOfNote("april", "Progress 12 April 2024\nDate: 2024-04-13")).toBe("2024-04-13");
    expect(dayOfHeading("Progress 12 April 2024\nSession 13 April 2024")).toBeUndefined();
    expect(dayOfHeading("Jane Doe, born 12 April 1980")).toBeUndefined();
  });

  test("a date in running text, far down, or against the title says nothing", () => {
    expect(dateOfNote("note", "We meet again on 2024-03-25.")).toBeUndefined();
    expect(dateOfNote("note", `${"line\n".repeat(20)}Date: 2024-03-25`)).toBeUndefined();
    expect(dateOfNote("2024-03-26", "Date: 2024-03-25")).toBeUndefined();
  });

  test("a column is written in one way: its clear dates settle its doubtful ones", () => {
    expect(datesOfColumn(["03/04/2024", "25/03/2024", ""])).toEqual(["2024-04-03", "2024-03-25", undefined]);
    expect(datesOfColumn(["03/04/2024 10:00", "03/25/2024"])).toEqual(["2024-03-04", "2024-03-25"]);
    expect(datesOfColumn(["03/04/2024", "05/05/2024"])).toEqual([undefined, "2024-05-05"]);
    expect(datesOfColumn(["03/04/2024", "25/03/2024", "03/25/2024"])).toEqual([undefined, "2024-03-25", "2024-03-25"]);
  });

  test("one clear date says how those written with it are to be read, unless another says the opposite", () => {
    expect(dateOrderOf(["07-02-2024 session 26", "21-02-2024 session 27"])).toBe("day first");
    expect(dateOrderOf(["07-02-2024", "02.21.2024 (3/4/2024)"])).toBe("month first");
    expect(dateOrderOf(["07-02-2024", "21-02-2024", "02-21-2024"])).toBeUndefined();
    expect(dateOrderOf(["07-02-2024", "05-05-2024", "2024-02-21", "31-02-2024", "45-02-2024"])).toBeUndefined();
  });

  test("the order of the titles beside it settles a title, and never goes against the file's own words", () => {
    const title = "07-02-2024 session 26";
    expect(dateOfNote(title, "text")).toBeUndefined();
    expect(dateOfNote(title, "text", "day first")).toBe("2024-02-07");
    expect(dateOfNote(title, "text", "month first")).toBe("2024-07-02");
    expect(dateOfNote(title, "Date: 07/02/2024", "day first")).toBe("2024-02-07");
    expect(dateOfNote(title, "Date: 2 July 2024", "day first")).toBe("2024-07-02");
    expect(dateOfNote(title, "Date: 9 July 2024", "day first")).toBeUndefined();
    expect(dateOfNote("02-21-2024", "text", "day first")).toBe("2024-02-21");
    expect(dateOfNote("from 07-02-2024 to 08-02-2024", "text", "day first")).toBeUndefined();
    expect(dateOfNote("session 26", "Date: 07/02/2024", "day first")).toBeUndefined();
  });

  test("a long line of almost-dates is read in no time", () => {
    const start = performance.now();
    dateOfNote("1-".repeat(100_000), `${"2024-03-".repeat(100_000)}\n${" ".repeat(100_000)}date`);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
