/** Who asks for treatment, before there is a note of them (docs/spec, ENQ). */

import type { BeginEnquiry } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, openStatus, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf, pair } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let cleo: Device;
let fay: Device;
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  cleo = await join(stage, ada, "Cleo", "clinician");
  fay = await join(stage, ada, "Fay", "front-desk");
});
afterAll(() => stage.close());

const asked = (name: string, more: Partial<BeginEnquiry> = {}): BeginEnquiry => ({
  name,
  called: "",
  reach: [{ by: "phone", at: "555 0142", label: "", leave: "nothing" }],
  form: "individual",
  asked: "2026-03-02",
  asks: "sleep, evenings only",
  heard: "Dr. Osei",
  ...more,
});
async function allFollow(): Promise<void> {
  for (let i = 0; i < 3; i++) for (const { vault } of [ada, ben, cleo, fay]) await settle(vault);
}
const begun = async (device: Device, name: string): Promise<string> => {
  const { id } = must(await device.vault.beginEnquiry(asked(name)));
  await settle(device.vault);
  await allFollow();
  return id;
};
const sees = async ({ vault }: Device, chart: string) =>
  (await vault.administrative(chart))?.people.map(({ name }) => name) ?? [];
const statusIn = async ({ vault }: Device, chart: string) => (await vault.administrative(chart))?.faceSheet?.status;
const since = "2026-04-01";

test("ENQ-1 an enquiry is people and numbers alone, for who wrote it down; a front desk writes one without a network", async () => {
  fay.network = "down";
  const { id: chart } = must(await fay.vault.beginEnquiry(asked("P. Raman")));
  const sheet = (await fay.vault.enquiries())[0]?.sheet;
  if (!sheet) throw new Error("it is there");
  const called = { ...sheet, enquiry: { ...sheet.enquiry, called: ["2026-03-05"], next: "Call again on Monday." } };
  must(await fay.vault.saveFaceSheet({ chart, ...called, status: "waiting" }));
  fay.network = "up";
  await allFollow();
  expect(await fay.vault.enquiries()).toMatchObject([
    {
      chart,
      name: "P. Raman",
      mayWrite: true,
      mayGive: true,
      sheet: {
        status: "waiting",
        enquiry: { asked: "2026-03-02", called: ["2026-03-05"], asks: "sleep, evenings only" },
      },
      people: [{ name: "P. Raman", reach: [{ at: "555 0142", leave: "nothing" }] }],
    },
  ]);
  const row = (await fay.vault.charts()).find(({ id }) => id === chart);
  expect([row?.opens, row?.writes], "no note of it is a front desk's").toEqual([false, false]);
  for (const device of [ada, ben, cleo]) {
    expect(await device.vault.enquiries()).toEqual([]);
    expect(await sees(device, chart)).toEqual([]);
  }
  for (const [words, code] of [
    [asked(" "), "name-empty"],
    [asked("Q.", { asked: "2026-02-30" }), "day-unfit"],
  ] as const) {
    const refused = await fay.vault.beginEnquiry(words);
    expect(!refused.ok && refused.error.code).toBe(code);
  }
});

test("ENQ-2 a front desk gives it to a clinician, who writes the first note; the front desk reads none, and an owner nothing", async () => {
  const chart = await begun(fay, "Q. Osei");
  must(await fay.vault.takeOn({ chart, member: await memberOf(fay, "Ben"), since }));
  await allFollow();
  expect(await sees(ben, chart)).toEqual(["Q. Osei"]);
  expect([await statusIn(ben, chart), await statusIn(fay, chart)]).toEqual(["active", "active"]);
  expect(await fay.vault.enquiries()).not.toContainEqual(expect.objectContaining({ chart }));
  await save(ben, chart, "About the heron.");
  await allFollow();
  expect((await ben.vault.notes(chart)).length).toBe(1);
  expect(await fay.vault.notes(chart)).toEqual([]);
  expect(await sees(fay, chart), "they work with the number on").toEqual(["Q. Osei"]);
  expect(await sees(ada, chart)).toEqual([]);
  const again = await fay.vault.takeOn({ chart, member: await memberOf(fay, "Cleo"), since });
  expect(!again.ok && again.error.code, "notes are given by who treats").toBe("not-entitled");
});

test("ENQ-2 a clinician who gives one to another has it no more; taken on oneself it stays", async () => {
  const chart = await begun(ben, "R. Client");
  must(await ben.vault.takeOn({ chart, member: await memberOf(ben, "Cleo"), since }));
  await allFollow();
  expect(await sees(cleo, chart)).toEqual(["R. Client"]);
  must(await cleo.vault.savePerson({ chart, basedOn: [], ...person, name: "A sister" }));
  await allFollow();
  expect(await sees(ben, chart)).not.toContain("A sister");
  expect((await cleo.vault.chartAccess(chart)).map(({ name }) => name)).toEqual(["Cleo"]);
  await save(cleo, chart, "First.");
  const own = await begun(ben, "S. Client");
  must(await ben.vault.takeOn({ chart: own, member: await memberOf(ben, "Ben"), since }));
  await allFollow();
  expect([await statusIn(ben, own), await sees(cleo, own)]).toEqual(["active", []]);
  await save(ben, own, "First.");
  await allFollow();
  expect((await ben.vault.notes(own)).length).toBe(1);
});

test("ENQ-2 nobody takes on who sees no clients, and without a network nothing is given", async () => {
  const chart = await begun(fay, "T. Client");
  const toDesk = await fay.vault.takeOn({ chart, member: await memberOf(fay, "Fay"), since });
  expect(!toDesk.ok && toDesk.error.code).toBe("member-unknown");
  fay.network = "down";
  const offline = await fay.vault.takeOn({ chart, member: await memberOf(fay, "Ben"), since });
  expect(offline.ok).toBe(false);
  fay.network = "up";
  expect(await statusIn(fay, chart)).toBe("enquiry");
  for (const name of ["Ben", "Cleo"]) {
    const other = await ben.vault.takeOn({ chart, member: await memberOf(ben, name), since });
    expect(!other.ok && other.error.code, "what is not open is not taken, nor given").toBe("not-entitled");
  }
});

test("ENQ-2 ROS-36 given to the wrong clinician, a front desk gives it once more and takes it from nobody; that clinician gives it on", async () => {
  const chart = await begun(fay, "V. Client");
  must(await fay.vault.takeOn({ chart, member: await memberOf(fay, "Ben"), since }));
  await allFollow();
  // Whoever was cut off after the first half taps again.
  must(await fay.vault.takeOn({ chart, member: await memberOf(fay, "Ben"), since }));
  const ends = { chart, member: await memberOf(fay, "Ben"), kind: "administrative" } as const;
  expect(await fay.vault.endAccess(ends)).toMatchObject({ error: { code: "not-entitled" } });
  must(await fay.vault.takeOn({ chart, member: await memberOf(fay, "Cleo"), since }));
  await allFollow();
  expect([await sees(ben, chart), await sees(cleo, chart)]).toEqual([["V. Client"], ["V. Client"]]);
  must(await ben.vault.takeOn({ chart, member: await memberOf(ben, "Cleo"), since }));
  await allFollow();
  must(await cleo.vault.savePerson({ chart, basedOn: [], ...person, name: "A sister" }));
  await allFollow();
  expect(await sees(ben, chart)).not.toContain("A sister");
  await save(cleo, chart, "First.");
  await allFollow();
  expect((await cleo.vault.chartAccess(chart)).map(({ name }) => name)).toEqual(["Cleo", "Fay"]);
});

test("ENQ-3 what was asked stays with the chart, and one that was not taken on says why it is kept", async () => {
  const chart = await begun(ada, "U. Client");
  const sheet = (await ada.vault.administrative(chart))?.faceSheet;
  if (!sheet?.enquiry) throw new Error("it is there");
  const { enquiry, ...rest } = sheet;
  must(await ada.vault.saveFaceSheet({ chart, ...rest, status: "paused" }));
  expect((await ada.vault.administrative(chart))?.faceSheet?.enquiry, "a save without it").toEqual(enquiry);
  const basedOn = (await ada.vault.administrative(chart))?.faceSheet?.basedOn ?? [];
  const keep = "No place until autumn; kept until 2026-12-31.";
  must(
    await ada.vault.saveFaceSheet({ chart, ...rest, basedOn, status: "not-taken-on", enquiry: { ...enquiry, keep } }),
  );
  expect(await ada.vault.enquiries()).toMatchObject([{ sheet: { status: "not-taken-on", enquiry: { keep } } }]);
  const unfit = { ...enquiry, called: ["2026-02-31"] };
  const refused = await ada.vault.saveFaceSheet({ chart, ...rest, basedOn, enquiry: unfit });
  expect(!refused.ok && refused.error.code).toBe("day-unfit");
});

const person = { called: "", roles: [], relation: "", reach: [], note: "" } as const;

// The last: from then on Cleo is suspended.
test("ENQ-2 given to somebody whose device is out of their hands it stays with who gives it: nobody else would open it", async () => {
  const chart = await begun(ben, "V. Client");
  const phone = await stage.open();
  expect(await pair(cleo, phone, "willow anchor cedar lantern mint")).toBe("done");
  await settle(cleo.vault);
  await allFollow();
  must(await ada.vault.revokeDevice({ device: (await openStatus(phone.vault)).deviceId, reason: "stolen" }));
  await allFollow();
  const given = await ben.vault.takeOn({ chart, member: await memberOf(ben, "Cleo"), since });
  expect(!given.ok && given.error.code).toBe("last-reader");
  await allFollow();
  expect([await sees(ben, chart), await sees(cleo, chart)]).toEqual([["V. Client"], []]);
});
