/**
 * What is asked and given in an emergency, with a member who has the directory's key and a patched app, and a reader who gives to
 * somebody else under another's request (HS-02, HS-21, IN-01; EMG-1 to EMG-5, ROS-33).
 */

import { asId, type Bytes, type ChartId, type CompartmentId, fromHex } from "@alcove/bytes";
import type { Revision } from "@alcove/records";
import type { EmergencyView } from "@alcove/vault";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { revisionFor } from "../../packages/vault/src/features/notes.ts";
import { accountFrom, craftStatement } from "./layer/craft-entries.ts";
import { alarmsOf, enrolByKit, must, passphrase, settled, writeNote } from "./layer/devices.ts";
import { deviceIdOf, join, type Member } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { type Thief, withThief } from "./layer/thief.ts";
import { contentsOf, findLeaks } from "./leak-scan.ts";

const stage = setPractice();
/** With a patched app. */
let mal: Member;
let id = "";

beforeAll(async () => {
  mal = await join(stage.layer, stage.ada.vault, "Mal", "clinician");
  await everybodySettles();
});
beforeEach(async () => {
  ({ id } = must(
    await stage.fay.vault.askInEmergency({ chart: stage.ada.chart, wants: "notes", reason: "Fay’s reason" }),
  ));
  await everybodySettles();
});
afterAll(() => mal?.device.remove());

async function everybodySettles(): Promise<void> {
  const { ada, ben, fay } = stage;
  for (const vault of [fay.vault, ada.vault, ben.vault, mal.vault, ada.vault, fay.vault]) await settled(vault);
}
async function seenBy({ vault }: Pick<Member, "vault">): Promise<EmergencyView | undefined> {
  await settled(vault);
  return (await vault.emergencies()).find((one) => one.id === id);
}
const recordOf = (hex: string): Bytes => fromHex(hex) as Bytes;

/** As this thief's device, in the directory. */
async function write(thief: Thief, revision: Revision, record: Bytes, over = true): Promise<void> {
  const parents = over ? thief.fold.standing(record) : [];
  await thief.keep([revisionFor({ kind: "directory", chart: null }, record, revision, parents)]);
  must(await thief.sync.run());
}

test("HS-02 IN-01 EMG-1 EMG-3 who can't give it says no in vain, and nobody asks in another's name or with other words", async () => {
  const before = await seenBy(stage.ben);
  expect(before).toMatchObject({ name: "Fay", reason: "Fay’s reason", became: "waits", mayAnswer: true });
  await withThief(mal.device, async (thief) => {
    must(await thief.sync.run());
    const stamp = () => ({ type: "emergency" as const, revision: thief.crypto.random(16), writtenAt: 1 });
    const asks = { chart: recordOf(stage.ada.chart), wants: "notes" as const, reason: "Mal’s words" };
    await write(thief, { ...stamp(), asks: null }, recordOf(id));
    expect(await seenBy(stage.ben), "no").toEqual(before);
    await write(thief, { ...stamp(), asks }, recordOf(id));
    expect(await seenBy(stage.ben), "over it").toEqual(before);
    await write(thief, { ...stamp(), revision: new Uint8Array(16), asks }, recordOf(id), false);
    expect(await seenBy(stage.ben), "beside it").toEqual(before);
  });
  expect(must(await stage.ben.vault.giveInEmergency({ emergency: id, ...(await oneNote()) }))).toBeUndefined();
  await everybodySettles();
  expect(must(await stage.fay.vault.givenInEmergency(id)).notes).toHaveLength(1);
  expect((await mal.vault.emergencies()).filter((one) => one.id === id)).toEqual([]);
  expect(await mal.vault.givenInEmergency(id)).toMatchObject({ ok: false });
  expect([await alarmsOf(stage.ada.vault), await alarmsOf(stage.fay.vault)]).toEqual([[], []]);
});

const oneNote = async () => {
  const [note] = await stage.ben.vault.notes(stage.ada.chart);
  return { notes: [note?.id ?? ""], card: false };
};

test("HS-02 EMG-4 what a reader gives to somebody else under another's request is not taken for an answer to it", async () => {
  const chart = asId<ChartId>(recordOf(stage.ada.chart));
  await withThief(stage.ben.device, async (thief) => {
    must(await thief.sync.run());
    const place = asId<CompartmentId>(recordOf(id));
    const give = await craftStatement(thief, [["emergency.give", place, chart, accountFrom(mal.id), 40_000]]);
    must(await thief.sync.over((session) => thief.sync.send(session, [give])));
  });
  const seen = await seenBy(stage.fay);
  expect(seen, "and is told to ask again").toMatchObject({ became: "barred", mayRead: false });
  expect(await seenBy(stage.ben)).toMatchObject({ became: "barred", mayAnswer: false });
  expect(await seenBy({ vault: stage.ada.vault })).not.toHaveProperty("given");
  const [line] = await stage.ada.vault.activity({ chart: stage.ada.chart });
  expect(
    line?.acts.map(({ says }) => says),
    "and everybody sees to whom",
  ).toEqual([expect.stringContaining("gave Mal words from the chart of")]);
});

test("HS-21 EMG-4 words that somebody lays elsewhere are not shown as given", async () => {
  await withThief(mal.device, async (thief) => {
    must(await thief.sync.run());
    const note = {
      note: thief.crypto.random(16),
      by: recordOf(stage.ben.id),
      date: "2026-03-02",
      title: "",
      text: "Mal’s",
    };
    const common = { revision: thief.crypto.random(16), writtenAt: 1, emergency: recordOf(id), notes: [note] };
    // Listed before whatever an honest app lays down.
    await write(thief, { type: "given", ...common }, new Uint8Array(16));
  });
  expect(await seenBy(stage.fay)).toMatchObject({ became: "waits", mayRead: false });
  must(await stage.ben.vault.giveInEmergency({ emergency: id, ...(await oneNote()) }));
  await everybodySettles();
  const { notes } = must(await stage.fay.vault.givenInEmergency(id));
  expect(notes.map(({ text }) => text)).toEqual(["by Ada, before anybody joined"]);
});

test("DT-01 SD-01 reason and words stand nowhere at the server, nor on locked devices of who asked and who gave", async () => {
  const { ada, ben, fay, layer } = stage;
  const canaries = [
    { name: "reason", words: "she stands on the viaduct" },
    { name: "given", words: "calls her brother Tobias first" },
  ];
  const [reason, text] = canaries.map(({ words }) => words) as [string, string];
  const { note } = await writeNote(ben.vault, ada.chart, text);
  await everybodySettles();
  const asked = must(await fay.vault.askInEmergency({ chart: ada.chart, wants: "notes", reason }));
  await everybodySettles();
  must(await ben.vault.giveInEmergency({ emergency: asked.id, notes: [note], card: false }));
  await everybodySettles();
  expect(must(await fay.vault.givenInEmergency(asked.id)).notes).toMatchObject([{ text }]);
  for (const { vault } of [fay, ben]) await vault.lock("person");
  for (const folder of [fay.device.folder, ben.device.folder, layer.server.folder])
    expect(findLeaks(contentsOf(folder), canaries)).toEqual([]);
  for (const { vault } of [fay, ben]) must(await vault.unlock(passphrase));
});

test("HS-02 EMG-1 who is suspended asks nobody any more, and neither does a device that was taken out", async () => {
  const { ada, ben, fay } = stage;
  const { id: chart } = must(await ben.vault.createChart({ name: "Ben's own" }));
  await writeNote(ben.vault, chart, "for Ben alone");
  await settled(ben.vault);
  must(await ada.vault.giveRole({ member: ben.id, role: "owner" }));
  const tablet = await enrolByKit(ada);
  await everybodySettles();
  const asked = must(await ada.vault.askInEmergency({ chart, wants: "notes", reason: "Ada’s reason" }));
  await everybodySettles();
  const seen = async () => (await ben.vault.emergencies()).filter(({ became }) => became === "waits");
  expect((await seen()).map((one) => one.id)).toEqual(expect.arrayContaining([asked.id, id]));
  must(await ben.vault.revokeDevice({ device: await deviceIdOf(tablet.vault), reason: "stolen" }));
  expect((await seen()).map((one) => one.id)).not.toContain(asked.id);
  const [still] = (await ben.vault.emergencies()).filter((one) => one.id === asked.id);
  expect(still, "what was asked is shown all the same").toMatchObject({ became: "over", reason: "Ada’s reason" });
  expect((await seen()).map((one) => one.id)).toContain(id);
  must(await fay.vault.revokeDevice({ device: await deviceIdOf(fay.vault), reason: "lost" }));
  await settled(ben.vault);
  expect((await seen()).map((one) => one.id)).not.toContain(id);
  expect(await ben.vault.giveInEmergency({ emergency: id, ...(await oneNote()) })).toMatchObject({
    error: { code: "emergency-over" },
  });
  await tablet.remove();
});
