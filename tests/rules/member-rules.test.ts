/** The rules of docs/spec that take several members: joining, shared charts with their history, rights that end. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn, unlockedAgain } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let chart = "";

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "before Ben");
  await save(ada, chart, "for Ada alone", { kind: "psychotherapy" });
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
});
afterAll(() => stage.close());

const status = async (device: Device) => {
  const now = await device.vault.status();
  if (now.phase !== "open") throw new Error(now.phase);
  return now;
};
const share = (right: "read" | "read-write") => async () =>
  must(await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "progress", right }));

test("PAIR-10 PAIR-11 who joined is a member with names, the directory, and no chart", async () => {
  expect((await ada.vault.members()).map(({ name, role, isYou }) => ({ name, role, isYou }))).toEqual([
    { name: "Ada Owner", role: "owner", isYou: true },
    { name: "Ben", role: "clinician", isYou: false },
  ]);
  expect((await ben.vault.members()).map(({ name }) => name)).toEqual(["Ben", "Ada Owner"]);
  expect(await status(ben)).toMatchObject({ practiceName: "Quiet Room", memberName: "Ben", kitConfirmed: false });
  const [seen] = await ben.vault.charts();
  expect(seen).toMatchObject({ name: "R. Client", opens: false, writes: false, progressNotes: 0 });
  expect(await textsIn(ben, chart)).toEqual([]);
  expect([await alarmsOf(ada), await alarmsOf(ben)]).toEqual([[], []]);
  expect(
    (
      await ben.vault.saveNote({
        chart,
        kind: "progress",
        date: "2026-03-02",
        title: "",
        body: { text: "not mine to write" },
        basedOn: [],
      })
    ).ok,
  ).toBe(false);
});

test("LED-12 a chart that is shared opens with its history, and both write on", async () => {
  await share("read-write")();
  await settle(ben.vault);
  expect(await textsIn(ben, chart)).toEqual(["before Ben"]);
  expect((await ben.vault.charts())[0]).toMatchObject({ opens: true, writes: true, progressNotes: 1 });
  await save(ben, chart, "Ben was here");
  await settle(ben.vault);
  await settle(ada.vault);
  expect((await textsIn(ada, chart)).toSorted()).toEqual(["Ben was here", "before Ben", "for Ada alone"]);
  await save(ada, chart, "Ada answers");
  await settle(ada.vault);
  await settle(ben.vault);
  expect((await textsIn(ben, chart)).toSorted()).toEqual(["Ada answers", "Ben was here", "before Ben"]);
  expect([await alarmsOf(ada), await alarmsOf(ben)]).toEqual([[], []]);
});

test("a file in a shared chart opens for who may read it, and nobody adds one to a chart that is not theirs", async () => {
  const bytes = new TextEncoder().encode("a letter");
  const file = { chart, name: "letter.txt", mediaType: "text/plain", bytes };
  must(await ada.vault.attach(file));
  await settle(ada.vault);
  await share("read")();
  await settle(ben.vault);
  const [seen] = await ben.vault.attachments(chart);
  expect(new TextDecoder().decode(must(await ben.vault.readAttachment(seen?.id ?? "")).bytes)).toBe("a letter");
  expect(await ben.vault.attach({ ...file, name: "other.txt" })).toMatchObject({ error: { code: "not-entitled" } });
  await share("read-write")();
  await settle(ben.vault);
});

test("LED-12 a device that starts anew, without its snapshot, has the history again without a network", async () => {
  const again = await stage.open({ copyOf: ben });
  must(await again.vault.unlock("willow anchor cedar lantern mint"));
  expect((await textsIn(again, chart)).toSorted()).toEqual(["Ada answers", "Ben was here", "before Ben"]);
  await again.vault.close();
});

test("LED-13 each has psychotherapy notes of their own, and the other nothing of them", async () => {
  await save(ben, chart, "for Ben alone", { kind: "psychotherapy" });
  await settle(ben.vault);
  await settle(ada.vault);
  expect(await textsIn(ada, chart)).not.toContain("for Ben alone");
  expect(await textsIn(ben, chart)).not.toContain("for Ada alone");
  must(await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "psychotherapy", right: "read" }));
  await settle(ben.vault);
  expect(await textsIn(ben, chart)).toContain("for Ada alone");
  must(await ada.vault.endAccess({ chart, member: await memberOf(ada, "Ben"), kind: "psychotherapy" }));
  await settle(ben.vault);
  expect(await textsIn(ben, chart)).not.toContain("for Ada alone");
  expect(await textsIn(ben, chart)).toContain("for Ben alone");
  expect(must(await ben.vault.search({ words: "alone", kind: "psychotherapy" })).hits).toHaveLength(1);
  const again = await stage.open({ copyOf: ben });
  must(await again.vault.unlock("willow anchor cedar lantern mint"));
  expect(await textsIn(again, chart), "nor is it on the disk").not.toContain("for Ada alone");
  await again.vault.close();
});

test("OUT-4 OUT-5 what was written when the right ended is set aside, holds up nothing, and goes when the right is back", async () => {
  await share("read-write")();
  await settle(ben.vault);
  ben.network = "down";
  await save(ben, chart, "written on the train");
  must(await ada.vault.endAccess({ chart, member: await memberOf(ada, "Ben"), kind: "progress" }));
  ben.network = "up";
  must(await ben.vault.sync());
  must(await ben.vault.sync());
  const held = await ben.vault.heldSaves();
  expect(held.map(({ text }) => text)).toEqual(["written on the train"]);
  expect(await textsIn(ben, chart)).not.toContain("before Ben");
  await save(ben, chart, "goes on", { kind: "psychotherapy" }).catch(() => undefined);
  must(await ben.vault.createChart({ name: "S. Client" }));
  must(await ben.vault.sync());
  must(await ada.vault.sync());
  expect((await ada.vault.charts()).map(({ name }) => name)).toContain("S. Client");

  await share("read-write")();
  await settle(ben.vault);
  await settle(ada.vault);
  expect(await ben.vault.heldSaves()).toEqual([]);
  expect(await textsIn(ada, chart)).toContain("written on the train");
  expect(await textsIn(ben, chart)).toContain("before Ben");
  expect([await alarmsOf(ada), await alarmsOf(ben)]).toEqual([[], []]);
});

test("a save that is held goes when its person gives it up, here and for good; what is not held stays", async () => {
  await share("read-write")();
  await settle(ben.vault);
  const own = must(await ben.vault.createChart({ name: "T. Client" })).id;
  ben.network = "down";
  const { note: kept } = await save(ben, own, "waits for the network only");
  const { note: given } = await save(ben, chart, "to be given up");
  must(await ada.vault.endAccess({ chart, member: await memberOf(ada, "Ben"), kind: "progress" }));
  ben.network = "up";
  must(await ben.vault.sync());
  const [held] = await ben.vault.heldSaves();
  expect(held).toMatchObject({ text: "to be given up", waitsFor: "right" });
  ben.network = "down";
  const { note: later } = await save(ben, own, "not held");
  for (const sequence of Array.from({ length: 40 }, (_, i) => i)) {
    if (String(sequence) !== held?.id) await ben.vault.discardHeld(String(sequence));
  }
  await ben.vault.discardHeld(held?.id ?? "");
  expect(await ben.vault.heldSaves()).toEqual([]);
  expect(await textsIn(ben, chart)).not.toContain("to be given up");
  expect(await ben.vault.note(given)).toMatchObject({ ok: false, error: { code: "note-unknown" } });
  await ben.vault.lock("person");
  must(await ben.vault.unlock("willow anchor cedar lantern mint"));
  expect(await ben.vault.note(given)).toMatchObject({ ok: false, error: { code: "note-unknown" } });
  ben.network = "up";
  await settle(ben.vault);
  for (const one of [kept, later]) expect((await ben.vault.note(one)).ok).toBe(true);
  expect((await status(ben)).waiting).toBe(0);
  expect(await alarmsOf(ben)).toEqual([]);
  await share("read-write")();
  await settle(ben.vault);
  expect(await textsIn(ben, chart)).not.toContain("to be given up");
});

test("the last one who can open a chart's notes keeps the right", async () => {
  const { id } = must(await ada.vault.createChart({ name: "U. Client" }));
  await save(ada, id, "for nobody else");
  await save(ada, id, "for Ada alone", { kind: "psychotherapy" });
  await settle(ada.vault);
  const [member, other] = [await memberOf(ada, "Ada Owner"), await memberOf(ada, "Ben")];
  for (const kind of ["progress", "psychotherapy"] as const) {
    const ended = await ada.vault.endAccess({ chart: id, member, kind });
    expect(ended).toMatchObject({ ok: false, error: { code: "last-reader" } });
  }
  must(await ada.vault.shareChart({ chart: id, member: other, kind: "progress", right: "read" }));
  must(await ada.vault.endAccess({ chart: id, member, kind: "progress" }));
});

test("nobody is removed unnoticed with charts that only they can open", async () => {
  const dora = await join(stage, ada, "Dora", "clinician");
  const { id } = must(await dora.vault.createChart({ name: "V. Client" }));
  await save(dora, id, "by Dora, for now to Dora");
  await settle(dora.vault);
  await settle(ada.vault);
  const member = await memberOf(ada, "Dora");
  const refused = await ada.vault.removeMember({ member, keepsCharts: true });
  expect(refused).toMatchObject({ ok: false, error: { code: "last-reader", facts: { charts: 1 } } });
  const owner = await memberOf(dora, "Ada Owner");
  must(await dora.vault.shareChart({ chart: id, member: owner, kind: "progress", right: "read-write" }));
  await settle(ada.vault);
  must(await ada.vault.removeMember({ member, keepsCharts: true }));
  expect(await textsIn(ada, id)).toEqual(["by Dora, for now to Dora"]);
});

test("OUT-5 a save that was set aside stays when the ones after it arrive with their answer lost, and its right comes back", async () => {
  ben.network = "down";
  await save(ben, chart, "set aside in between");
  must(await ada.vault.endAccess({ chart, member: await memberOf(ada, "Ben"), kind: "progress" }));
  ben.network = "up";
  must(await ben.vault.sync());
  must(await ben.vault.sync());
  expect((await ben.vault.heldSaves()).map(({ text }) => text)).toEqual(["set aside in between"]);
  ben.network = "answer-lost";
  must(await ben.vault.createChart({ name: "T. Client" }));
  await expect.poll(async () => (await status(ben)).connection.state).toBe("offline");
  ben.network = "down";
  await share("read-write")();
  ben.network = "up";
  await settle(ben.vault);
  await settle(ada.vault);
  expect(await textsIn(ada, chart)).toContain("set aside in between");
});

test("EX-01 a member who was removed signs in no more, and nothing written afterwards is sealed to them", async () => {
  const cleo = await join(stage, ada, "Cleo", "supervisor");
  must(await ada.vault.shareChart({ chart, member: await memberOf(ada, "Cleo"), kind: "progress", right: "read" }));
  await settle(cleo.vault);
  expect(await textsIn(cleo, chart)).toContain("before Ben");
  must(await ada.vault.removeMember({ member: await memberOf(ada, "Cleo") }));
  await save(ada, chart, "after Cleo");
  await settle(ada.vault);
  await settle(ben.vault);
  expect(await textsIn(ben, chart)).toContain("after Cleo");
  expect((await ada.vault.members()).map(({ name }) => name)).not.toContain("Cleo");
  expect((await cleo.vault.sync()).ok).toBe(false);
  await unlockedAgain(cleo, "willow anchor cedar lantern mint");
  const refused = await cleo.vault.sync();
  expect(refused).toMatchObject({ ok: false, error: { code: "device-revoked" } });
  expect(await textsIn(cleo, chart)).toContain("before Ben");
  expect(await textsIn(cleo, chart)).not.toContain("after Cleo");
});

test("the last owner can't leave, and a clinician brings nobody in", async () => {
  const owner = await memberOf(ada, "Ada Owner");
  expect(await ada.vault.removeMember({ member: owner })).toMatchObject({ ok: false, error: { code: "last-owner" } });
  expect(await ada.vault.giveRole({ member: owner, role: "clinician" })).toMatchObject({
    error: { code: "last-owner" },
  });
  expect(await ben.vault.inviteMember({ role: "clinician" })).toMatchObject({ error: { code: "not-entitled" } });
  expect(await ben.vault.removeMember({ member: owner })).toMatchObject({ ok: false });
});

test("an auditor who becomes something else has the names from then on, and finds the charts that are shared with them", async () => {
  const gus = await join(stage, ada, "Gus", "auditor");
  const { id } = must(await ada.vault.createChart({ name: "W. Client" }));
  await save(ada, id, "for Gus as well");
  await settle(ada.vault);
  must(await gus.vault.sync());
  expect(await gus.vault.charts()).toEqual([]);
  const member = (await gus.vault.members()).find(({ isYou }) => isYou)?.id ?? "";
  must(await ada.vault.giveRole({ member, role: "front-desk" }));
  must(await ada.vault.shareChart({ chart: id, member, kind: "progress", right: "read" }));
  await settle(gus.vault);
  expect((await gus.vault.charts()).map(({ name }) => name)).toContain("W. Client");
  expect(await textsIn(gus, id)).toEqual(["for Gus as well"]);
});

test("another's device is revoked by who manages members; one that is out already stays so, whoever says it again", async () => {
  const devices = await ada.vault.devices();
  const [own, others] = [
    devices.find(({ thisDevice }) => thisDevice),
    devices.find((one) => !one.thisDevice && !one.revoked),
  ];
  const request = (device: string | undefined, reason: "retired" | "lost") => ({ device: device ?? "", reason });
  expect(await ben.vault.revokeDevice(request(own?.id, "lost"))).toMatchObject({ error: { code: "not-entitled" } });
  const before = must(await ada.vault.verifyLedger()).statements;
  for (const reason of ["retired", "lost"] as const) must(await ada.vault.revokeDevice(request(others?.id, reason)));
  expect(must(await ada.vault.verifyLedger()).statements).toBe(before + 1);
});
