/** What was done to people, keys and rights, as a device shows it from the roster's statements. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, enrolByKit, found, must, openStatus, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let chart = "";
let kit = "";
const until = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart, kit } = await found(stage, ada));
  await save(ada, chart, "first");
  await settle(ada.vault);
  await save(ada, chart, "apart", { kind: "psychotherapy" });
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
  // What follows in the chart's access log stands before the next act.
  await settle(ada.vault);
  must(await ada.vault.shareChart({ chart, member, kind: "psychotherapy", right: "read", until }));
  await settle(ben.vault);
  const { id } = must(await ben.vault.createChart({ name: "B. Other" }));
  await save(ben, id, "his own");
  await settle(ben.vault);
  must(await ada.vault.endAccess({ chart, member, kind: "psychotherapy" }));
  must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  must(await ada.vault.revokeDevice({ device: (await openStatus(ben.vault)).deviceId, reason: "lost" }));
  await settle(ada.vault);
});
afterAll(() => stage.close());

const said = async (device: Device, request: Parameters<Device["vault"]["activity"]>[0] = {}) =>
  (await device.vault.activity(request)).flatMap(({ byName, acts }) => acts.map(({ says }) => `${byName} ${says}`));

test("every statement stands there, newest first, with who made it and on which device", async () => {
  expect(await said(ada)).toEqual([
    "Ada Owner took out Ben's laptop of Ben: lost",
    "Ada Owner made 3 recovery cards, of which 2 open the practice",
    "Ada Owner closed psychotherapy notes of R. Client to Ben",
    "Ben began the progress notes of B. Other",
    "Ben began the access log of B. Other",
    "Ada Owner let Ben read psychotherapy notes of R. Client",
    "Ada Owner let Ben see the access log of R. Client, where their own looks are written down too",
    "Ada Owner let Ben read and write the progress notes of R. Client",
    "Ada Owner let Ben read and write the names and contacts",
    "Ada Owner brought in Ben as clinician",
    "Ada Owner began psychotherapy notes of R. Client",
    "Ada Owner began the progress notes of R. Client",
    "Ada Owner began the access log of R. Client",
    "Ada Owner began the names and contacts",
    "Ada Owner founded the practice",
  ]);
  const [newest] = await ada.vault.activity({});
  expect(newest).toMatchObject({ device: { name: "laptop" }, day: new Date().toISOString().slice(0, 10) });
  const given = (await ada.vault.activity({})).flatMap(({ acts }) => acts.filter(({ kind }) => kind === "given"));
  expect(given.map((act) => ("until" in act ? act.until : undefined))).toContain(until);
});

test("about one chart, about or by one member, and onwards from an index", async () => {
  expect(await said(ada, { chart })).toEqual([
    "Ada Owner closed psychotherapy notes of R. Client to Ben",
    "Ada Owner let Ben read psychotherapy notes of R. Client",
    "Ada Owner let Ben see the access log of R. Client, where their own looks are written down too",
    "Ada Owner let Ben read and write the progress notes of R. Client",
    "Ada Owner began psychotherapy notes of R. Client",
    "Ada Owner began the progress notes of R. Client",
    "Ada Owner began the access log of R. Client",
  ]);
  const ofBen = await said(ada, { member: await memberOf(ada, "Ben") });
  expect(ofBen).toContain("Ben began the progress notes of B. Other");
  expect(ofBen).toContain("Ada Owner took out Ben's laptop of Ben: lost");
  expect(ofBen).not.toContain("Ada Owner made 3 recovery cards, of which 2 open the practice");
  const all = await ada.vault.activity({});
  const before = all[2]?.index ?? 0;
  expect(await ada.vault.activity({ before })).toEqual(all.slice(3));
});

test("what nobody should miss, on other devices than the one that did it, for thirty days", async () => {
  const shown = async ({ vault }: Device) =>
    (await vault.lately()).flatMap(({ byName, acts }) => acts.map(({ says }) => `${byName} ${says}`));
  expect(await shown(ada), "her own device did it").toEqual([]);
  const second = await stage.open();
  await enrolByKit(kit, ada, second);
  const [lost, added] = [
    "Ada Owner took out Ben's laptop of Ben: lost",
    "Ada Owner added phone, with an Emergency Kit",
  ];
  expect(await shown(second)).toEqual([lost]);
  expect(await shown(ada)).toEqual([added]);
  ada.clockAheadMs = 29 * 86_400_000;
  must(await ada.vault.sync());
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.giveRole({ member, role: "supervisor" }));
  expect(await shown(ada)).toEqual([added]);
  ada.clockAheadMs = 31 * 86_400_000;
  must(await ada.vault.giveRole({ member, role: "clinician" }));
  expect(await shown(ada)).toEqual([]);
});

test("a locked device says nothing", async () => {
  await ada.vault.lock("person");
  expect(await ada.vault.activity({})).toEqual([]);
});
