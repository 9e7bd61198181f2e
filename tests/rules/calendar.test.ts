/** The calendar on real devices over a real server: planned, moved, attended, called off, shared (docs/spec, CAL). */

import type { CalendarEntry, Plan } from "@alcove/vault";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf } from "./people.ts";

const zone = "America/New_York";
const dayMs = 86_400_000;
let stage: Stage;
let ada: Device;
let cleo: Device;
let fran: Device;
let dan: Device;
let cleoId: string;
let chart: string;

const settleAll = async (...devices: Device[]) => {
  for (const { vault } of [...devices, ...devices]) await settle(vault);
};
const plan = (start: string, more: Partial<Plan> = {}): Plan => ({
  member: cleoId,
  title: "Team",
  kind: "session",
  start,
  zone,
  minutes: 50,
  video: false,
  note: "",
  ...more,
});
async function entries({ vault }: Device, from: string, until = from): Promise<readonly CalendarEntry[]> {
  return must(await vault.calendar({ from, until, zone })).entries;
}
const begins = async (device: Device, from: string, until = from) =>
  (await entries(device, from, until)).map((one) => one.begins);

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  cleo = await join(stage, ada, "Cleo", "clinician");
  fran = await join(stage, ada, "Fran", "front-desk");
  dan = await join(stage, ada, "Dan", "clinician");
  cleoId = await memberOf(cleo, "Cleo");
  chart = must(await cleo.vault.createChart({ name: "J. Roe" })).id;
  await save(cleo, chart, "a first session");
  await settleAll(cleo, ada, fran, dan);
});
afterAll(() => stage.close());

describe("one's own calendar", () => {
  test("CAL-2 planned, moved, attended and called off; what was entered by mistake is not shown", async () => {
    const ref = must(await cleo.vault.planAppointment({ plan: plan("2027-01-04T09:00", { chart, title: "" }) }));
    expect(await entries(cleo, "2027-01-04")).toMatchObject([
      { ref, begins: "2027-01-04T09:00", ends: "2027-01-04T09:50", attendance: "expected", mayChange: true },
    ]);
    must(await cleo.vault.planAppointment({ ref, plan: plan("2027-01-05T10:00", { chart, title: "" }) }));
    expect(await begins(cleo, "2027-01-04", "2027-01-05")).toEqual(["2027-01-05T10:00"]);
    must(await cleo.vault.markAppointment({ ref, attendance: "late" }));
    expect(await entries(cleo, "2027-01-05")).toMatchObject([{ attendance: "late", plan: { chart } }]);
    const cancelled = { by: "client", late: true, reason: "ill" } as const;
    expect(await cleo.vault.markAppointment({ ref, attendance: "cancelled" })).toMatchObject({
      error: { code: "appointment-unfit" },
    });
    must(await cleo.vault.markAppointment({ ref, attendance: "cancelled", cancelled }));
    expect(await entries(cleo, "2027-01-05")).toMatchObject([{ attendance: "cancelled", cancelled }]);
    // Moving it says nothing about what became of it.
    must(await cleo.vault.planAppointment({ ref, plan: plan("2027-01-05T11:00", { chart, title: "" }) }));
    expect(await entries(cleo, "2027-01-05")).toMatchObject([{ attendance: "cancelled", cancelled }]);
    must(
      await cleo.vault.markAppointment({ ref, attendance: "cancelled", cancelled: { ...cancelled, by: "mistake" } }),
    );
    expect(await begins(cleo, "2027-01-05")).toEqual([]);
  });

  test.each([
    ["appointment-unfit", { start: "2027-02-30T09:00" }],
    ["appointment-unfit", { zone: "Mars/Olympus_Mons" }],
    ["appointment-unfit", { minutes: 4 }],
    ["chart-unknown", { chart: "00".repeat(16) }],
    ["member-unknown", { member: "00".repeat(16) }],
  ])("%s: %j", async (code, changes) => {
    const request = { plan: plan("2027-01-04T09:00", changes) };
    expect(await cleo.vault.planAppointment(request)).toMatchObject({ error: { code } });
    expect(await cleo.vault.meets(request)).toMatchObject({ error: { code } });
  });

  test("CAL-6 a series begins on a day on which its rule occurs, or not at all", async () => {
    const monday = plan("2027-02-01T09:00");
    for (const rule of ["FREQ=WEEKLY;BYDAY=TU", "FREQ=SECONDLY", "FREQ=MONTHLY;BYMONTHDAY=-1"])
      expect(await cleo.vault.planAppointment({ plan: monday, rule })).toMatchObject({
        error: { code: "appointment-unfit" },
      });
    expect(await begins(cleo, "2027-02-01", "2027-02-28")).toEqual([]);
  });
});

describe("CAL-3 CAL-4 a series", () => {
  const weekly = "FREQ=WEEKLY;BYDAY=MO";
  const mondays = ["2027-03-01", "2027-03-08", "2027-03-15", "2027-03-22", "2027-03-29"] as const;
  const march = ["2027-03-01", "2027-03-31"] as const;
  let series: string;

  test("CAL-5 stays at its hour over the change of clocks", async () => {
    const ref = must(await cleo.vault.planAppointment({ plan: plan("2027-03-01T09:00"), rule: weekly }));
    if (!("series" in ref)) throw new Error("a series");
    series = ref.series;
    const all = await entries(cleo, ...march);
    expect(all.map((one) => one.begins)).toEqual(mondays.map((day) => `${day}T09:00`));
    // The clocks go forward on 14 March 2027.
    const [, before, after] = all.map(({ from }) => from);
    expect(((after as number) - (before as number)) / 3_600_000).toBe(7 * 24 - 1);
  });

  test("one of them is moved, one attended, and the others stay", async () => {
    const second = { series, occurrence: "2027-03-08T09:00" };
    must(await cleo.vault.planAppointment({ ref: second, scope: "one", plan: plan("2027-03-09T14:00") }));
    must(await cleo.vault.markAppointment({ ref: { series, occurrence: "2027-03-01T09:00" }, attendance: "came" }));
    const all = await entries(cleo, ...march);
    expect(all.map(({ begins, attendance }) => `${begins} ${attendance}`)).toEqual([
      "2027-03-01T09:00 came",
      "2027-03-09T14:00 expected",
      "2027-03-15T09:00 expected",
      "2027-03-22T09:00 expected",
      "2027-03-29T09:00 expected",
    ]);
    expect(all[1]?.ref).toEqual(second);
    must(await cleo.vault.markAppointment({ ref: second, attendance: "no-show" }));
    expect(await begins(cleo, "2027-03-08")).toEqual([]);
    expect(await entries(cleo, "2027-03-09")).toMatchObject([{ attendance: "no-show" }]);
  });

  test("this and those after it move to another day and hour; what was said of one of them goes along", async () => {
    const off = { by: "practice", late: false, reason: "holiday" } as const;
    const ref = { series, occurrence: "2027-03-22T09:00" };
    must(await cleo.vault.markAppointment({ ref, attendance: "cancelled", cancelled: off }));
    const third = { series, occurrence: "2027-03-15T09:00" };
    const next = must(
      await cleo.vault.planAppointment({ ref: third, scope: "following", plan: plan("2027-03-16T11:00") }),
    );
    const all = await entries(cleo, ...march);
    expect(all.map(({ begins, attendance }) => `${begins} ${attendance}`)).toEqual([
      "2027-03-01T09:00 came",
      "2027-03-09T14:00 no-show",
      "2027-03-16T11:00 expected",
      "2027-03-23T11:00 cancelled",
      "2027-03-30T11:00 expected",
    ]);
    expect(all.at(-1)?.rule).toBe("FREQ=WEEKLY;BYDAY=TU");
    expect(all.at(-1)?.ref).toMatchObject({ series: "series" in next ? next.series : "" });
  });

  test("all of them: those that are still to come, with how many there are left", async () => {
    const begun = await cleo.vault.planAppointment({ plan: plan("2027-04-05T09:00"), rule: "FREQ=WEEKLY;COUNT=4" });
    const ref = must(begun);
    cleo.clockAheadMs = Date.parse("2027-04-14T12:00Z") - Date.now();
    must(await cleo.vault.planAppointment({ ref, scope: "all", plan: plan("2027-04-05T10:00") }));
    cleo.clockAheadMs = 0;
    expect(await begins(cleo, "2027-04-01", "2027-06-30")).toEqual(
      expect.arrayContaining(["2027-04-05T09:00", "2027-04-12T09:00", "2027-04-19T10:00", "2027-04-26T10:00"]),
    );
    expect((await begins(cleo, "2027-04-05", "2027-06-30")).filter((at) => !at.endsWith("11:00"))).toHaveLength(4);
  });

  test("ends with this one", async () => {
    const [tuesday] = await entries(cleo, "2027-05-04");
    if (!tuesday || !("series" in tuesday.ref)) throw new Error("an occurrence");
    must(await cleo.vault.endSeries(tuesday.ref));
    expect(await begins(cleo, "2027-05-01", "2028-05-01")).toEqual([]);
    expect(await begins(cleo, "2027-04-27")).toEqual(["2027-04-27T11:00"]);
    expect(await cleo.vault.endSeries(tuesday.ref)).toMatchObject({ error: { code: "appointment-unknown" } });
  });

  test("there and back again nothing that was said of one is lost", async () => {
    const ref = must(await cleo.vault.planAppointment({ plan: plan("2027-09-06T09:00"), rule: weekly }));
    const id = "series" in ref ? ref.series : "";
    const off = { by: "practice", late: false, reason: "holiday" } as const;
    const holiday = { series: id, occurrence: "2027-09-13T09:00" };
    must(await cleo.vault.markAppointment({ ref: holiday, attendance: "cancelled", cancelled: off }));
    const move = async (from: string, to: string) =>
      must(
        await cleo.vault.planAppointment({
          ref: { series: id, occurrence: from },
          scope: "following",
          plan: { start: to },
        }),
      );
    await move("2027-09-06T09:00", "2027-09-06T10:00");
    await move("2027-09-06T10:00", "2027-09-06T09:00");
    const all = await entries(cleo, "2027-09-06", "2027-09-20");
    expect(all.map(({ begins, attendance, conflict }) => `${begins} ${attendance} ${conflict}`)).toEqual([
      "2027-09-06T09:00 expected false",
      "2027-09-13T09:00 cancelled false",
      "2027-09-20T09:00 expected false",
    ]);
    must(await cleo.vault.endSeries({ series: id, occurrence: "2027-09-06T09:00" }));
    expect(await begins(cleo, "2027-09-01", "2027-12-31")).toEqual([]);
  });

  test("CAL-3 what two devices say of one occurrence are revisions of one record, and shown as a conflict", async () => {
    const ref = must(await cleo.vault.planAppointment({ plan: plan("2027-06-07T09:00"), rule: weekly }));
    must(await cleo.vault.shareSchedule({ member: await memberOf(cleo, "Dan"), writes: true }));
    await settleAll(cleo, dan);
    for (const device of [cleo, dan]) device.network = "down";
    must(await cleo.vault.markAppointment({ ref, attendance: "came" }));
    must(await dan.vault.markAppointment({ ref, attendance: "no-show" }));
    for (const device of [cleo, dan]) device.network = "up";
    await settleAll(cleo, dan);
    const [here, there] = [await entries(cleo, "2027-06-07"), await entries(dan, "2027-06-07")];
    expect(here).toMatchObject([{ conflict: true }]);
    expect(there.map(({ attendance }) => attendance)).toEqual(here.map(({ attendance }) => attendance));
    must(await cleo.vault.markAppointment({ ref, attendance: "came" }));
    await settleAll(cleo, dan);
    expect(await entries(dan, "2027-06-07")).toMatchObject([{ conflict: false, attendance: "came" }]);
    must(await cleo.vault.endScheduleAccess(await memberOf(cleo, "Dan")));
    must(await cleo.vault.endSeries({ series: "series" in ref ? ref.series : "", occurrence: "2027-06-14T09:00" }));
    await settleAll(cleo, dan);
  });
});

describe("CAL-7 what a plan meets", () => {
  test("is said before it is saved: the member, the room, the hours", async () => {
    must(await ada.vault.saveRoom({ name: "Green room", closed: false }));
    await settleAll(ada, cleo);
    const [room] = must(await cleo.vault.calendar({ from: "2027-07-01", until: "2027-07-01", zone })).rooms;
    const hours = [{ weekday: 4, from: "09:00", until: "17:00" }];
    must(await cleo.vault.saveWorkingHours({ member: cleoId, zone, hours }));
    const ref = must(
      await cleo.vault.planAppointment({ plan: plan("2027-07-01T09:00", { chart, title: "", room: room?.id ?? "" }) }),
    );
    const meets = async (start: string, more: object = {}) =>
      must(await cleo.vault.meets({ plan: plan(start), ...more }));
    expect(await meets("2027-07-01T09:30")).toEqual([{ with: "member", begins: "2027-07-01T09:00", name: "J. Roe" }]);
    expect(await meets("2027-07-01T09:50")).toEqual([]);
    expect(await meets("2027-07-01T09:30", { ref })).toEqual([]);
    expect(await meets("2027-07-01T16:30")).toEqual([{ with: "hours", begins: "2027-07-01T16:30", name: "" }]);
    // A series is looked at for a year.
    expect(await meets("2027-06-24T09:30", { rule: "FREQ=WEEKLY" })).toEqual([
      { with: "member", begins: "2027-07-01T09:00", name: "J. Roe" },
    ]);
    must(
      await cleo.vault.markAppointment({
        ref,
        attendance: "cancelled",
        cancelled: { by: "client", late: false, reason: "" },
      }),
    );
    expect(await meets("2027-07-01T09:30")).toEqual([]);
    expect(
      await cleo.vault.saveWorkingHours({
        member: cleoId,
        zone,
        hours: [{ weekday: 8, from: "09:00", until: "17:00" }],
      }),
    ).toMatchObject({ error: { code: "appointment-unfit" } });
  });
});

describe("CAL-9 who else opens it", () => {
  test("nobody, until its author lets them in; a front desk then plans in it", async () => {
    must(await cleo.vault.planAppointment({ plan: plan("2027-08-02T09:00", { chart, title: "" }) }));
    await settleAll(cleo, fran, ada);
    for (const device of [fran, ada]) expect(await entries(device, "2027-08-02")).toEqual([]);
    const seen = must(await fran.vault.calendar({ from: "2027-08-02", until: "2027-08-02", zone }));
    expect(seen.calendars.map(({ name }) => name)).toEqual(["Fran"]);
    expect(await fran.vault.planAppointment({ plan: plan("2027-08-02T11:00") })).toMatchObject({
      error: { code: "not-entitled" },
    });
    must(await cleo.vault.shareSchedule({ member: await memberOf(cleo, "Fran"), writes: true }));
    await settleAll(cleo, fran);
    expect(await entries(fran, "2027-08-02")).toMatchObject([{ plan: { chart, title: "" }, mayChange: true }]);
    must(await fran.vault.planAppointment({ plan: plan("2027-08-02T11:00", { chart, title: "" }) }));
    await settleAll(fran, cleo, ada);
    expect(await begins(cleo, "2027-08-02")).toEqual(["2027-08-02T09:00", "2027-08-02T11:00"]);
    expect(await entries(ada, "2027-08-02")).toEqual([]);
    expect(await cleo.vault.scheduleAccess()).toEqual([
      { member: await memberOf(cleo, "Fran"), name: "Fran", writes: true, numbers: 0 },
    ]);
    // Everybody sees who sees it.
    const has = (await ada.vault.rights()).find(({ othersCalendars }) => othersCalendars.length > 0);
    expect(has).toMatchObject({ member: await memberOf(ada, "Fran"), othersCalendars: [{ author: cleoId }] });
    // What she plans for herself goes into her own calendar, which she lets others into as anybody does.
    const fransId = await memberOf(fran, "Fran");
    must(await fran.vault.planAppointment({ plan: plan("2027-08-03T08:00", { member: fransId, title: "Desk" }) }));
    await settleAll(fran, cleo);
    expect(await begins(fran, "2027-08-03")).toEqual(["2027-08-03T08:00"]);
    expect(await begins(cleo, "2027-08-03")).toEqual([]);
    must(await fran.vault.shareSchedule({ member: cleoId, writes: false }));
    await settleAll(fran, cleo);
    expect(await entries(cleo, "2027-08-03")).toMatchObject([{ plan: { member: fransId }, mayChange: false }]);
    // A file for other programs is of one's own calendar.
    const file = must(await fran.vault.calendarFile({ from: "2027-08-02", until: "2027-08-03", zone }));
    expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    // Nothing of the chart comes with it.
    expect(await fran.vault.notes(chart)).toEqual([]);
    expect((await fran.vault.charts()).find(({ id }) => id === chart)).toMatchObject({ opens: false });
  });

  test("a delegate for a sick day sees and changes the calendar until that day, and nothing else", async () => {
    const today = new Date().toISOString().slice(0, 10);
    must(await cleo.vault.shareSchedule({ member: await memberOf(cleo, "Dan"), writes: true, until: today }));
    await settleAll(cleo, dan);
    expect(await begins(dan, "2027-08-02")).toHaveLength(2);
    const [first] = await entries(dan, "2027-08-02");
    if (!first) throw new Error("an appointment");
    const cancelled = { by: "practice", late: false, reason: "ill" } as const;
    must(await dan.vault.markAppointment({ ref: first.ref, attendance: "cancelled", cancelled }));
    expect((await dan.vault.charts()).find(({ id }) => id === chart)).toMatchObject({ opens: false });
    await settleAll(dan, cleo);
    expect(await entries(cleo, "2027-08-02")).toMatchObject([{ attendance: "cancelled" }, {}]);
    cleo.clockAheadMs = 2 * dayMs;
    await settleAll(cleo, dan);
    cleo.clockAheadMs = 0;
    expect(await entries(dan, "2027-08-02")).toEqual([]);
    expect((await cleo.vault.scheduleAccess()).map(({ name }) => name)).toEqual(["Fran"]);
  });

  test("nobody raises an alarm over it", async () => {
    for (const device of [ada, cleo, fran, dan]) expect(await alarmsOf(device)).toEqual([]);
  });
});

test("CAL-8 the file for other programs says when, and nothing else", async () => {
  const text = must(await cleo.vault.calendarFile({ from: "2027-08-01", until: "2027-08-31", zone }));
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  expect(text).toContain("DTSTART:20270802T150000Z");
  expect(text).not.toMatch(/Roe|Team|ill|Green/);
  expect(text.match(/^SUMMARY:.*$/gm)).toEqual(["SUMMARY:Session\r".trim()]);
});
