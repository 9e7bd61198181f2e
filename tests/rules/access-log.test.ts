/** Access logs (docs/spec, ACL) on real devices: what is written down, when, and who reads it. */

import type { Sitting } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, openStatus, passphrase, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

const minuteMs = 60_000;
let stage: Stage;
let ada: Device;
let ben: Device;
let pia: Device;
let chart = "";
let first = "";
let apart = "";

/** Ada owns the practice and the chart; Ben treats in it too; Pia is privacy officer, and came after the chart was begun. */
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  first = (await save(ada, chart, "progress")).note;
  apart = (await save(ada, chart, "apart", { kind: "psychotherapy" })).note;
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
  pia = await join(stage, ada, "Pia", "privacy-officer");
  must(await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "progress", right: "read" }));
  await all();
});
afterAll(() => stage.close());

const all = async () => {
  for (let i = 0; i < 2; i++) for (const { vault } of [ada, ben, pia]) await settle(vault);
};
const log = async ({ vault }: Device, of = chart): Promise<readonly Sitting[]> => (await vault.accessLog(of)).sittings;
/** "Ben viewed 2", newest first. */
const lines = async (device: Device): Promise<string[]> =>
  (await log(device)).flatMap(({ name, acts }) =>
    acts.map(
      ({ act, kind, all: whole, notes }) =>
        `${name} ${act}${kind === "psychotherapy" ? " apart" : ""} ${whole ? "all" : notes.length}`,
    ),
  );
const later = async (...devices: Device[]) => {
  for (const device of devices) device.clockAheadMs += 16 * minuteMs;
};

test("ACL-1 ACL-2 what is shown is in everybody's log who may read it; nobody waits for it or can give it up", async () => {
  expect(await lines(pia)).toEqual([]);
  await textsIn(ben, chart);
  must(await ben.vault.search({ words: "progress" }));
  must(await ben.vault.recordAccess({ chart, act: "exported", kind: "progress" }));
  must(await ben.vault.recordAccess({ chart, act: "printed", kind: "progress", note: first }));
  expect((await openStatus(ben.vault)).waiting, "no person waits for these").toBe(0);
  expect(await ben.vault.heldSaves()).toEqual([]);
  await all();
  const bens = ["Ben listed all", "Ben viewed 1", "Ben searched all", "Ben exported all", "Ben printed 1"];
  for (const device of [ada, ben, pia]) expect(await lines(device)).toEqual(bens);
  const [sitting] = await log(ada);
  expect(sitting).toMatchObject({ member: await memberOf(ada, "Ben"), device: "Ben's laptop" });
  expect(sitting?.acts[1]?.notes).toEqual([{ id: first, date: "2026-03-02", title: "Session" }]);
  const [pias] = await log(pia);
  expect(pias?.acts[1]?.notes, "Pia opens no note").toEqual([{ id: first }]);
  expect(await alarmsOf(pia)).toEqual([]);
  expect(
    await ben.vault.recordAccess({ chart, act: "printed", kind: "progress", note: "00".repeat(16) }),
  ).toMatchObject({ error: { code: "note-unknown" } });
});

test("ACL-3 within a quarter of an hour the same thing stands once, after it again; after twenty notes it says all", async () => {
  const { id: many } = must(await ada.vault.createChart({ name: "S. Client" }));
  const notes: string[] = [];
  for (let n = 0; n < 24; n++) notes.push((await save(ada, many, `note ${n}`)).note);
  await settle(ada.vault);
  const entries = async () =>
    (await log(ada, many)).map(({ acts }) => acts.map((one) => [one.act, one.all, one.notes.length]));
  const batches = async () => must(await ada.vault.verifyLedger()).envelopes;
  const before = await batches();
  for (let i = 0; i < 3; i++) for (const note of notes) must(await ada.vault.note(note));
  expect(await entries()).toEqual([[["viewed", true, 20]]]);
  await settle(ada.vault);
  expect((await batches()) - before, "twenty, and one for all").toBe(21);
  for (const note of notes) must(await ada.vault.history(note));
  await later(ada);
  must(await ada.vault.note(notes[0] ?? ""));
  expect(await entries()).toEqual([[["viewed", false, 1]], [["viewed", true, 20]]]);
  // A clock that was set back hides nothing.
  ada.clockAheadMs = 0;
  await settle(ada.vault);
  const seen = await batches();
  ada.clockAheadMs = -60 * minuteMs;
  must(await ada.vault.note(notes[0] ?? ""));
  await settle(ada.vault);
  expect((await batches()) - seen).toBe(1);
  ada.clockAheadMs = 0;
  // What was exported was seen.
  await later(ada);
  await later(ada);
  must(await ada.vault.recordAccess({ chart: many, act: "exported", kind: "progress" }));
  await textsIn(ada, many);
  expect((await entries())[0]).toEqual([["exported", true, 0]]);
});

test("ACL-2 it is on the disk before the words are shown: a device that dies right then has it, also offline", async () => {
  const { id: many } = must(await ada.vault.createChart({ name: "Q. Client" }));
  const notes: string[] = [];
  for (let n = 0; n < 12; n++) notes.push((await save(ada, many, `note ${n}`)).note);
  await settle(ada.vault);
  ada.network = "down";
  // Each is written down after the one before it, so that the last answer would come long before its entry.
  const answers = notes.map((note) => ada.vault.note(note));
  must(await (answers.at(-1) as (typeof answers)[number]));
  const dead = await stage.open({ copyOf: ada });
  await Promise.all(answers);
  must(await dead.vault.unlock(passphrase));
  expect((await log(dead, many))[0]?.acts[0]?.notes).toHaveLength(12);
  ada.network = "up";

  await later(ben);
  await all();
  ben.network = "down";
  const before = (await lines(ben)).length;
  must(await ben.vault.note(first));
  const copy = await stage.open({ copyOf: ben });
  must(await copy.vault.unlock("willow anchor cedar lantern mint"));
  expect((await lines(copy))[0]).toBe("Ben viewed 1");
  expect(await lines(copy)).toHaveLength(before + 1);
  ben.network = "up";
  await all();
  expect((await lines(pia))[0]).toBe("Ben viewed 1");
});

test("ACL-2 on a full disk words are shown all the same, nothing is exported, and the next look is written down", async () => {
  await later(ada);
  await all();
  ada.network = "down";
  const before = await lines(ada);
  const pages = Number(ada.disk.prepare("PRAGMA page_count").get()?.["page_count"]);
  ada.disk.exec(`PRAGMA max_page_count = ${pages}`);
  // Also where a small row would still have room.
  const ballast = ada.disk.prepare("INSERT INTO outbox (sealed, quiet) VALUES (zeroblob(?), 2)");
  for (const bytes of [4000, 400, 40, 4, 1])
    for (let isFull = false; !isFull; )
      try {
        ballast.run(bytes);
      } catch {
        isFull = true;
      }
  expect(must(await ada.vault.note(first)).current.body.text).toBe("progress");
  expect(await ada.vault.recordAccess({ chart, act: "exported", kind: "progress" })).toMatchObject({
    error: { code: "disk-full" },
  });
  expect(await lines(ada)).toEqual(before);
  ada.disk.exec("DELETE FROM outbox WHERE quiet = 2");
  ada.disk.exec("PRAGMA max_page_count = 1000000");
  must(await ada.vault.note(first));
  expect((await lines(ada)).length).toBe(before.length + 1);
  ada.network = "up";
  await all();
});

test("ACL-2 what its device can't send waits there unseen, is given up by nobody, and goes when it can", async () => {
  const dana = await join(stage, ada, "Dana", "clinician");
  const member = await memberOf(ada, "Dana");
  const { id: passing } = must(await ada.vault.createChart({ name: "P. Client" }));
  await save(ada, passing, "for a while");
  must(await ada.vault.shareChart({ chart: passing, member, kind: "progress", right: "read" }));
  await settle(ada.vault);
  await settle(dana.vault);
  dana.network = "down";
  await textsIn(dana, passing);
  must(await ada.vault.endAccess({ chart: passing, member, kind: "progress" }));
  await settle(ada.vault);
  dana.network = "up";
  for (let i = 0; i < 3; i++) must(await dana.vault.sync());
  expect(await openStatus(dana.vault)).toMatchObject({ waiting: 0, held: 0 });
  expect(await dana.vault.heldSaves()).toEqual([]);
  expect(await log(ada, passing)).toEqual([]);
  must(await ada.vault.shareChart({ chart: passing, member, kind: "progress", right: "read" }));
  for (let i = 0; i < 3; i++) for (const { vault } of [ada, dana]) await settle(vault);
  expect((await log(ada, passing)).map(({ name, acts }) => [name, acts.map(({ act }) => act)])).toEqual([
    ["Dana", ["listed", "viewed"]],
  ]);
});

test("ACL-6 the author's reading of psychotherapy notes is seen by them alone, that of others they let in by all", async () => {
  await later(ada, ben);
  const before = await lines(pia);
  must(await ada.vault.note(apart));
  await all();
  expect((await lines(ada))[0]).toBe("Ada Owner viewed apart 1");
  expect((await log(ada))[0]?.acts[0]?.notes, "no title of these").toEqual([{ id: apart, date: "2026-03-02" }]);
  expect(await lines(pia)).toEqual(before);
  expect((await lines(ben)).join()).not.toContain("apart");
  await later(ada);
  must(await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "psychotherapy", right: "read" }));
  await all();
  must(await ben.vault.note(apart));
  await all();
  for (const device of [ada, ben, pia]) expect(await lines(device)).toContain("Ben viewed apart 1");
});

test("ACL-5 of a guarded chart the log stays open: who read it, and no word of it", async () => {
  await later(ben);
  must(await ada.vault.guardChart({ chart, alias: "Alder" }));
  must(await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "progress", right: "read" }));
  await all();
  must(await ben.vault.openGuarded(chart));
  await textsIn(ben, chart);
  await ben.vault.closeGuarded();
  await all();
  const looked = async (device: Device) => {
    const newest = (await log(device)).find(({ name }) => name === "Ben");
    return newest?.acts.find(({ act, kind }) => act === "viewed" && kind === "progress")?.notes;
  };
  for (const device of [ben, pia]) expect(await looked(device), "closed here").toEqual([{ id: first }]);
  must(await ben.vault.openGuarded(chart));
  expect(await looked(ben)).toEqual([{ id: first, date: "2026-03-02", title: "Session" }]);
  await ben.vault.closeGuarded();
  must(await ada.vault.openGuarded(chart));
  must(await ada.vault.unguardChart(chart));
  await all();
});

test("ACL-4 rights follow the chart: who is let in later writes too, whose right ends has nothing left of it", async () => {
  const cleo = await join(stage, ada, "Cleo", "clinician");
  const member = await memberOf(ada, "Cleo");
  expect(await cleo.vault.accessLog(chart)).toEqual({ reads: false, sittings: [] });
  const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read", until }));
  await all();
  await settle(cleo.vault);
  await settle(cleo.vault);
  await textsIn(cleo, chart);
  await settle(cleo.vault);
  await all();
  expect((await lines(pia)).filter((line) => line.startsWith("Cleo"))).toEqual(["Cleo listed all", "Cleo viewed 1"]);
  expect((await cleo.vault.accessLog(chart)).reads).toBe(true);
  must(await ada.vault.endAccess({ chart, member, kind: "progress" }));
  await all();
  await settle(cleo.vault);
  expect(await cleo.vault.accessLog(chart)).toEqual({ reads: false, sittings: [] });
  // What was shown before is still in everybody's.
  expect(await lines(pia)).toContain("Cleo viewed 1");
  must(await ada.vault.giveRole({ member: await memberOf(ada, "Pia"), role: "front-desk" }));
  await all();
  expect(await pia.vault.accessLog(chart)).toEqual({ reads: false, sittings: [] });
  expect([await alarmsOf(ada), await alarmsOf(ben), await alarmsOf(cleo), await alarmsOf(pia)]).toEqual([
    [],
    [],
    [],
    [],
  ]);
});
