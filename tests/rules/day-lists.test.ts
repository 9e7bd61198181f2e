/** Whom to call on a day, and who may know it (docs/spec, ENQ and CAL-9). */

import type { PersonWords } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let fay: Device;
const zone = "Europe/Berlin";
const dayMs = 86_400_000;
const dayAfter = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  fay = await join(stage, ada, "Fay", "front-desk");
});
afterAll(() => stage.close());

async function allFollow(): Promise<void> {
  for (let i = 0; i < 3; i++) for (const { vault } of [ada, ben, fay]) await settle(vault);
}
const person = (name: string): PersonWords => ({
  ...{ name, called: "", roles: ["client"], relation: "", note: "Never say why." },
  reach: [
    { by: "phone", at: "555 0142", label: "", leave: "nothing" },
    { by: "email", at: "p@quiet.example", label: "", leave: "anything" },
  ],
});
async function planned(name: string, day: string): Promise<string> {
  const { id: chart } = must(await ada.vault.createChart({ name }));
  await save(ada, chart, "About the heron.");
  must(await ada.vault.savePerson({ chart, basedOn: [], ...person(name) }));
  const plan = { kind: "session", zone, minutes: 50, video: false, note: "", title: "" } as const;
  const member = await memberOf(ada, "Ada Owner");
  must(await ada.vault.planAppointment({ plan: { ...plan, member, chart, start: `${day}T10:00` } }));
  await settle(ada.vault);
  return chart;
}
const listOf = async ({ vault }: Device, day: string) => must(await vault.dayList({ day, zone }));
const numbersIn = async (device: Device, day: string) =>
  (await listOf(device, day)).map(({ name, people }) => [name, people.map(({ reach }) => reach.map(({ at }) => at))]);

test("CAL-9 ENQ-4 for some days somebody has the calendar and its numbers, and no note; all of it ends at once", async () => {
  const [day, later] = [dayAfter(1), dayAfter(9)];
  const chart = await planned("Priya Raman", day);
  const other = await planned("Tomasz Berg", later);
  for (const [device, name] of [
    [ben, "Ben"],
    [fay, "Fay"],
  ] as const) {
    const member = await memberOf(ada, name);
    must(await ada.vault.shareSchedule({ member, writes: true, until: dayAfter(3), numbers: { zone } }));
    await allFollow();
    expect(await numbersIn(device, day)).toEqual([["Priya Raman", [["555 0142"]]]]);
    expect(await numbersIn(device, later), "what is planned after these days").toEqual([["Tomasz Berg", []]]);
    expect((await device.vault.administrative(chart))?.mayWrite, "to read alone").toBe(false);
    const passedOn = await device.vault.shareChart({
      ...{ chart, member: await memberOf(ada, "Fay"), kind: "administrative", right: "read" },
    });
    expect(!passedOn.ok && passedOn.error.code, "nobody passes it on").toBe("not-entitled");
    expect(await device.vault.notes(chart)).toEqual([]);
    for (const one of await device.vault.charts())
      if (one.id === chart || one.id === other) expect(one.opens).toBe(false);
    expect(await device.vault.administrative(other)).toBeUndefined();
    expect((await ada.vault.scheduleAccess()).find((one) => one.member === member)).toMatchObject({
      until: dayAfter(3),
      numbers: 1,
    });
    must(await ada.vault.endScheduleAccess(member));
    await allFollow();
    expect((await ada.vault.chartAccess(chart)).map((one) => one.name)).toEqual(["Ada Owner"]);
    must(await ada.vault.savePerson({ chart, basedOn: [], ...person(`New after ${name}`), reach: [] }));
    await allFollow();
    expect(JSON.stringify(await device.vault.administrative(chart)) ?? "").not.toContain(`New after ${name}`);
  }
});

test("CAL-9 with numbers only for some days, and never with people and numbers alone for longer", async () => {
  const member = await memberOf(ada, "Ben");
  for (const until of [{}, { until: dayAfter(40) }, { until: dayAfter(-1) }]) {
    const refused = await ada.vault.shareSchedule({ member, writes: true, ...until, numbers: { zone } });
    expect(!refused.ok && refused.error.code).toBe("request-malformed");
  }
});

test("CAL-9 of an enquiry with a first appointment notes are begun before somebody else has its number: they are not theirs to begin", async () => {
  const day = dayAfter(1);
  const words = { called: "", form: "individual", asked: dayAfter(-3), asks: "", heard: "" } as const;
  const { id: chart } = must(await ada.vault.beginEnquiry({ name: "Noor Haas", reach: person("").reach, ...words }));
  const plan = { kind: "first", zone, minutes: 50, video: false, note: "", title: "", start: `${day}T16:00` } as const;
  must(await ada.vault.planAppointment({ plan: { ...plan, chart, member: await memberOf(ada, "Ada Owner") } }));
  await settle(ada.vault);
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareSchedule({ member, writes: true, until: dayAfter(2), numbers: { zone } }));
  await allFollow();
  expect(await numbersIn(ben, day)).toContainEqual(["Noor Haas", [["555 0142"]]]);
  const row = (await ben.vault.charts()).find(({ id }) => id === chart);
  expect([row?.opens, row?.writes]).toEqual([false, false]);
  must(await ada.vault.endScheduleAccess(member));
});

test("ENQ-5 ACL-8 a tick says that they were called, and what was looked at or printed stands in the chart's log", async () => {
  const day = dayAfter(2);
  const chart = await planned("Ines Sato", day);
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareSchedule({ member, writes: true, until: dayAfter(3), numbers: { zone } }));
  await allFollow();
  const [row] = await listOf(ben, day);
  if (!row) throw new Error("it is planned");
  const { ref, attendance } = row.entry;
  must(await ben.vault.markAppointment({ ref, attendance, called: true }));
  must(await ben.vault.dayList({ day, zone, paper: true }));
  await allFollow();
  expect((await listOf(ada, day)).map(({ entry }) => entry.called)).toEqual([true]);
  const cancelled = { by: "practice", late: false, reason: "ill" } as const;
  must(await ada.vault.markAppointment({ ref, attendance: "cancelled", cancelled }));
  expect((await listOf(ada, day)).map(({ entry }) => [entry.called, entry.attendance])).toEqual([[true, "cancelled"]]);
  const acts = async () =>
    (await ada.vault.accessLog(chart)).sittings.flatMap(({ name, acts: all }) =>
      all.filter(({ act }) => act.startsWith("numbers")).map(({ act }) => `${name} ${act}`),
    );
  expect(await acts(), "an owner's look at her own clients is none").toEqual(["Ben numbers", "Ben numbers-printed"]);
  must(await ada.vault.dayList({ day, zone, paper: true }));
  await allFollow();
  expect(await acts()).toContain("Ada Owner numbers-printed");
  must(await ada.vault.endScheduleAccess(member));
});

test("ENQ-5 a day list is there without a network, and has no notes of people, addresses or reasons in it", async () => {
  const day = dayAfter(4);
  await planned("Marion Keller", day);
  ada.network = "down";
  const list = await listOf(ada, day);
  expect(list).toMatchObject([{ name: "Marion Keller", whose: "Ada Owner", opens: true }]);
  for (const word of ["Never say why", "p@quiet.example", "heron"]) expect(JSON.stringify(list)).not.toContain(word);
  ada.network = "up";
  const unfit = await ada.vault.dayList({ day: "2026-02-30", zone });
  expect(!unfit.ok && unfit.error.code).toBe("appointment-unfit");
});

test("CAL-9 the days past, the right has ended by itself", async () => {
  const day = dayAfter(1);
  const chart = await planned("Otto Lind", day);
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareSchedule({ member, writes: true, until: dayAfter(2), numbers: { zone } }));
  await allFollow();
  expect((await ben.vault.administrative(chart))?.people.length).toBe(1);
  for (const device of [ada, ben]) device.clockAheadMs = 4 * dayMs;
  await allFollow();
  expect((await ada.vault.chartAccess(chart)).map(({ name }) => name)).toEqual(["Ada Owner"]);
  expect(await ada.vault.scheduleAccess()).toEqual([]);
});
