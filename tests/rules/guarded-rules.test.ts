/** Guarded charts on real devices and a real server (docs/spec, GRD-3 to GRD-8): guarding, opening, closing, crisis card. */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join as pathOf } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, passphrase, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let chart = "";
let other = "";

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  other = must(await ada.vault.createChart({ name: "Somebody else" })).id;
  await save(ada, chart, "before the guard");
  await save(ada, other, "an ordinary note");
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
  must(
    await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "progress", right: "read-write" }),
  );
  await settle(ben.vault);
});
afterAll(() => stage.close());

const codeOf = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "ok" : outcome.error?.code;
async function relock(device: Device, words = passphrase): Promise<void> {
  await device.vault.lock("person");
  must(await device.vault.unlock(words));
}
const benWords = "willow anchor cedar lantern mint";
const shownOf = async ({ vault }: Device) => (await vault.charts()).find(({ id }) => id === chart);
const notes = async (device: Device) => (await textsIn(device, chart)).toSorted();

test("GRD-3 guarding takes the chart out of every device's lists, and whoever guards opens it on record", async () => {
  expect(await notes(ben)).toEqual(["before the guard"]);
  must(await ada.vault.guardChart({ chart, alias: "The lighthouse" }));
  expect(await notes(ada)).toEqual(["before the guard"]);
  await settle(ada.vault);
  await settle(ben.vault);
  expect(await shownOf(ben)).toMatchObject({ name: "The lighthouse", guarded: "closed", progressNotes: 0 });
  expect(await notes(ben)).toEqual([]);
  expect(await textsIn(ada, other)).toEqual(["an ordinary note"]);
  const seen = await ada.vault.guard(chart);
  expect(seen).toMatchObject({
    isOpen: true,
    clientName: "R. Client",
    readers: 2,
    mayEnd: "alone",
    hasCrisisCard: false,
  });
  expect(seen?.openings.map(({ name }) => name)).toEqual(["Ada Owner"]);
  expect([await alarmsOf(ada), await alarmsOf(ben)]).toEqual([[], []]);
});

test("GRD-4 a reader opens it with the server, and the opening stands in everybody's chart", async () => {
  must(await ben.vault.openGuarded(chart));
  expect(await notes(ben)).toEqual(["before the guard"]);
  expect(await ben.vault.guard(chart)).toMatchObject({ isOpen: true, clientName: "R. Client" });
  await save(ben, chart, "Ben, while it is open");
  await settle(ben.vault);
  await settle(ada.vault);
  expect(await notes(ada)).toEqual(["Ben, while it is open", "before the guard"]);
  expect((await ada.vault.guard(chart))?.openings.map(({ name }) => name)).toEqual(["Ben", "Ada Owner"]);
  expect([await alarmsOf(ada), await alarmsOf(ben)]).toEqual([[], []]);
});

test("GRD-5 closing and locking forget it; it is in no search, and opens again with all that came meanwhile", async () => {
  await ben.vault.closeGuarded();
  expect(await notes(ben)).toEqual([]);
  await relock(ada);
  expect(await shownOf(ada)).toMatchObject({ guarded: "closed", progressNotes: 0 });
  expect(await ada.vault.guard(chart)).not.toHaveProperty("clientName");
  must(await ben.vault.openGuarded(chart));
  await save(ben, chart, "while Ada's was closed");
  await settle(ben.vault);
  await settle(ada.vault);
  const hits = must(await ada.vault.search({ words: "guard" }));
  expect(hits.total).toBe(0);
  must(await ada.vault.openGuarded(chart));
  expect(await notes(ada)).toEqual(["Ben, while it is open", "before the guard", "while Ada's was closed"]);
  expect(must(await ada.vault.search({ words: "guard" })).total, "not while it is open either").toBe(0);
  expect([await alarmsOf(ada), await alarmsOf(ben)]).toEqual([[], []]);
});

test("GRD-6 without the server it stays closed, and says so", async () => {
  await relock(ada);
  ada.network = "down";
  expect(codeOf(await ada.vault.openGuarded(chart))).toBe("guard-offline");
  const saved = await ada.vault.saveNote({
    chart,
    kind: "progress",
    date: "2026-03-02",
    title: "",
    body: { text: "into a closed chart" },
    basedOn: [],
  });
  expect(codeOf(saved)).toBe("guard-closed");
  ada.network = "up";
  must(await ada.vault.openGuarded(chart));
});

test("GRD-5 what was saved and had not left when it was closed waits, and goes out when it is opened again", async () => {
  ada.network = "down";
  await save(ada, chart, "written on the train");
  await relock(ada);
  ada.network = "up";
  await settle(ada.vault);
  expect(await shownOf(ada)).toMatchObject({ guarded: "closed" });
  expect(await ada.vault.heldSaves(), "not shown while it is closed").toEqual([]);
  must(await ada.vault.openGuarded(chart));
  expect(await notes(ada)).toContain("written on the train");
  await settle(ada.vault);
  must(await ben.vault.openGuarded(chart));
  await settle(ben.vault);
  expect(await notes(ben)).toContain("written on the train");
});

test("GRD-7 when a right ends the key changes with the next opening, and the one who left gets no part of it", async () => {
  const [member] = [await memberOf(ada, "Ben")];
  must(await ada.vault.endAccess({ chart, member, kind: "progress" }));
  await settle(ada.vault);
  await settle(ben.vault);
  await save(ada, chart, "after Ben");
  await settle(ada.vault);
  expect(await notes(ada)).toContain("after Ben");
  expect(codeOf(await ben.vault.openGuarded(chart))).toBe("not-entitled");
  expect(await alarmsOf(ada)).toEqual([]);
  await relock(ada);
  must(await ada.vault.openGuarded(chart));
  expect(await notes(ada)).toContain("after Ben");
});

test("GRD-4 LED-12 who is given it later opens it with its history, once somebody has tapped", async () => {
  const member = await memberOf(ada, "Ben");
  await ada.vault.closeGuarded();
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
  await settle(ada.vault);
  await settle(ben.vault);
  expect(await notes(ben)).toEqual([]);
  must(await ben.vault.openGuarded(chart));
  expect(await notes(ben)).toContain("after Ben");
  expect(await notes(ben)).toContain("before the guard");
  await relock(ben, benWords);
  must(await ben.vault.openGuarded(chart));
  await save(ben, chart, "Ben again");
  await settle(ben.vault);
  must(await ada.vault.openGuarded(chart));
  expect(await notes(ada)).toContain("Ben again");
  expect([await alarmsOf(ada), await alarmsOf(ben)]).toEqual([[], []]);
});

test("GRD-8 the crisis card opens offline by passphrase and reason, and is recorded before it is shown", async () => {
  const card = { safetyPlan: "Call the night line", contacts: "Sister 555", medication: "none" };
  must(await ada.vault.saveCrisisCard({ chart, ...card }));
  await settle(ada.vault);
  await settle(ada.vault);
  await settle(ben.vault);
  await relock(ben, benWords);
  ben.network = "down";
  expect(codeOf(await ben.vault.crisisCard(chart)), "not without step-up").toBe("guard-closed");
  const ask = { chart, passphrase: benWords, reason: "Client called from the bridge" };
  expect(codeOf(await ben.vault.openCrisisCard({ ...ask, passphrase }))).toBe("passphrase-wrong");
  expect(codeOf(await ben.vault.openCrisisCard({ ...ask, reason: " " }))).toBe("reason-empty");
  expect((await ben.vault.guard(chart))?.crisisOpenings).toEqual([]);
  expect(must(await ben.vault.openCrisisCard(ask))).toEqual(card);
  expect((await ben.vault.guard(chart))?.crisisOpenings).toHaveLength(1);
  ben.network = "up";
  await settle(ben.vault);
  await settle(ada.vault);
  expect((await ada.vault.guard(chart))?.crisisOpenings).toMatchObject([
    { name: "Ben", reason: "Client called from the bridge" },
  ]);
});

test("GRD-9 psychotherapy notes of a guarded chart are guarded before the first of them", async () => {
  await save(ada, chart, "for Ada alone", { kind: "psychotherapy" });
  await settle(ada.vault);
  expect(await notes(ada)).toContain("for Ada alone");
  await relock(ada);
  expect(await notes(ada)).toEqual([]);
  must(await ada.vault.openGuarded(chart));
  expect(await notes(ada)).toContain("for Ada alone");
  expect(await alarmsOf(ada)).toEqual([]);
});

test("GRD-3 SD-01 no word of it lies on a device's disk, open or closed", async () => {
  await ada.vault.lock("person");
  const files = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const path = pathOf(folder, name);
      return statSync(path).isDirectory() ? files(path) : [path];
    });
  for (const path of files(ada.folder)) {
    const bytes = readFileSync(path);
    for (const word of ["before the guard", "after Ben", "The lighthouse", "night line"])
      expect(bytes.includes(word), `${word} in ${path}`).toBe(false);
  }
  must(await ada.vault.unlock(passphrase));
});

test("GRD-10 ending the guard brings chart and name back to all who read it", async () => {
  expect(codeOf(await ada.vault.unguardChart(chart))).toBe("guard-closed");
  must(await ada.vault.openGuarded(chart));
  must(await ada.vault.unguardChart(chart));
  await settle(ada.vault);
  await settle(ben.vault);
  expect(await shownOf(ada)).toMatchObject({ name: "R. Client" });
  expect(await shownOf(ada)).not.toHaveProperty("guarded");
  expect(await notes(ada)).toContain("before the guard");
  expect(await notes(ben)).toContain("before the guard");
  expect(codeOf(await ada.vault.openGuarded(chart))).toBe("guard-absent");
  await relock(ada);
  expect(await notes(ada)).toContain("for Ada alone");
  expect([await alarmsOf(ada), await alarmsOf(ben)]).toEqual([[], []]);
});
