/** Openings that a colleague lets through, on real devices and a real server (docs/spec, GRD-15 to GRD-19). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, passphrase, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let anna: Device;
let carl: Device;
let chart = "";
let kit = "";
/** What everybody who joins unlocks with. */
const annasWords = "willow anchor cedar lantern mint";
const everybody = () => [ada, ben, anna, carl];

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart, kit } = await found(stage, ada));
  await save(ada, chart, "before the guard");
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
  anna = await join(stage, ada, "Anna", "clinician");
  carl = await join(stage, ada, "Carl", "front-desk");
  const request = { chart, member: await memberOf(ada, "Ben"), kind: "progress", right: "read-write" } as const;
  must(await ada.vault.shareChart(request));
  must(await ada.vault.guardChart({ chart, alias: "The lighthouse" }));
  await allSettled();
}, 60_000);
afterAll(() => stage.close());

async function allSettled(): Promise<void> {
  for (const { vault } of everybody()) await settle(vault);
}
const codeOf = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "ok" : outcome.error?.code;
const choose = async (...names: readonly string[]) =>
  ada.vault.chooseReleasers({ chart, members: await Promise.all(names.map((name) => memberOf(ada, name))) });
const notes = async (device: Device) => (await textsIn(device, chart)).toSorted();
const alarms = async () => (await Promise.all(everybody().map(alarmsOf))).flat();
/** The only one who is asked for by this device's member. */
async function requestAt({ vault }: Device) {
  await settle(vault);
  const [request, ...more] = await vault.releaseRequests();
  expect(more).toEqual([]);
  return request;
}
async function relock(device: Device, words = passphrase): Promise<void> {
  await device.vault.lock("person");
  must(await device.vault.unlock(words));
  await settle(device.vault);
}

test("GRD-15 who lets in is chosen in the open chart, reads nothing of it, and is no reader of it", async () => {
  expect(codeOf(await choose("Ben"))).toBe("releaser-reads");
  expect(codeOf(await choose("Ada Owner"))).toBe("releaser-reads");
  await ada.vault.closeGuarded();
  expect(codeOf(await choose("Anna"))).toBe("guard-closed");
  must(await ada.vault.openGuarded(chart));
  must(await choose("Anna", "Carl"));
  expect(await notes(ada), "goes on being open").toEqual(["before the guard"]);
  await save(ada, chart, "since Anna lets in");
  await allSettled();
  const guard = await ada.vault.guard(chart);
  expect(guard?.releasers.map(({ name }) => name)).toEqual(["Anna", "Carl"]);
  const lines = await ada.vault.chartAccess(chart);
  expect(lines.filter(({ releases }) => releases).map(({ name, reads, writes }) => [name, reads, writes])).toEqual([
    ["Anna", false, false],
    ["Carl", false, false],
  ]);
  expect((await ada.vault.rights()).map(({ letsInto }) => letsInto)).toEqual([0, 0, 1, 1]);
  expect(codeOf(await anna.vault.openGuarded(chart))).toBe("not-entitled");
  expect(await notes(anna)).toEqual([]);
  expect(await alarms()).toEqual([]);
});

test("GRD-18 who opens it waits until one of them lets them in, by a tap and on record", async () => {
  expect(must(await ben.vault.openGuarded(chart))).toBe("waits");
  expect(await notes(ben)).toEqual([]);
  expect((await ben.vault.guard(chart))?.waits).toEqual({ at: expect.any(Number) });
  await settle(ben.vault);
  const asked = await requestAt(anna);
  expect(asked).toMatchObject({ name: "Ben", chart, chartName: "The lighthouse" });
  expect(await requestAt(carl)).toMatchObject({ name: "Ben" });
  expect(await requestAt(ada), "who reads it lets nobody in").toBeUndefined();
  must(await anna.vault.letIn(asked?.id ?? ""));
  expect(await requestAt(carl)).toBeUndefined();
  expect(codeOf(await carl.vault.letIn(asked?.id ?? ""))).toBe("release-over");
  await settle(ben.vault);
  expect(await notes(ben)).toEqual(["before the guard", "since Anna lets in"]);
  expect(await ben.vault.guard(chart)).not.toHaveProperty("waits");
  await save(ben, chart, "Ben, let in");
  await allSettled();
  const [newest] = (await ada.vault.guard(chart))?.openings ?? [];
  expect(newest).toMatchObject({ name: "Ben", letIn: { name: "Anna" } });
  expect(await notes(ada)).toContain("Ben, let in");
  expect(await alarms()).toEqual([]);
});

test("GRD-18 GRD-5 who no longer waits is not let in, and what comes for them opens nothing", async () => {
  await ben.vault.closeGuarded();
  must(await ben.vault.openGuarded(chart));
  await ben.vault.closeGuarded();
  const asked = await requestAt(anna);
  must(await anna.vault.letIn(asked?.id ?? ""));
  await settle(ben.vault);
  expect(await notes(ben)).toEqual([]);
  must(await ben.vault.openGuarded(chart));
  must(await ben.vault.openGuarded(chart));
  const again = await requestAt(anna);
  must(await anna.vault.letIn(again?.id ?? ""));
  await settle(ben.vault);
  expect(await notes(ben)).toContain("Ben, let in");
  expect(await alarms()).toEqual([]);
});

test("GRD-18 a device that was locked meanwhile waits no more", async () => {
  must(await ben.vault.openGuarded(chart));
  await relock(ben, annasWords);
  const asked = await requestAt(anna);
  must(await anna.vault.letIn(asked?.id ?? ""));
  await settle(ben.vault);
  expect(await notes(ben)).toEqual([]);
  expect(await alarms()).toEqual([]);
});

test("GRD-18 after an hour nobody is asked any more", async () => {
  must(await ben.vault.openGuarded(chart));
  await settle(ben.vault);
  await settle(anna.vault);
  const [asked] = await anna.vault.releaseRequests();
  anna.clockAheadMs = 3_700_000;
  expect(await anna.vault.releaseRequests()).toEqual([]);
  expect(codeOf(await anna.vault.letIn(asked?.id ?? ""))).toBe("release-over");
  anna.clockAheadMs = 0;
  ben.clockAheadMs = 3_700_000;
  await settle(ben.vault);
  expect(await ben.vault.guard(chart)).not.toHaveProperty("waits");
  ben.clockAheadMs = 0;
});

test("GRD-15 one who lets in no more opens nothing to anybody, and the key changes with it", async () => {
  expect(await notes(ada)).toContain("Ben, let in");
  must(await choose("Carl"));
  await allSettled();
  must(await ben.vault.openGuarded(chart));
  await settle(ben.vault);
  expect(await requestAt(anna)).toBeUndefined();
  const asked = await requestAt(carl);
  must(await carl.vault.letIn(asked?.id ?? ""));
  await settle(ben.vault);
  expect(await notes(ben)).toContain("before the guard");
  expect(await alarms()).toEqual([]);
});

test("GRD-15 a clinician changes it with an owner only, once there is somebody", async () => {
  const member = await memberOf(ben, "Anna");
  expect(await ben.vault.guard(chart)).toMatchObject({ isOpen: true, mayChoose: "with-owner" });
  expect(codeOf(await ben.vault.chooseReleasers({ chart, members: [member] }))).toBe("second-owner-needed");
});

test("GRD-15 who lets in becomes a reader, and a reader lets in, each after the other right has ended", async () => {
  const request = { chart, member: await memberOf(ada, "Carl"), kind: "progress", right: "read" } as const;
  expect(codeOf(await ada.vault.shareChart(request))).toBe("releaser-reads");
  must(await choose("Anna"));
  must(await ada.vault.shareChart(request));
  await allSettled();
  must(await carl.vault.openGuarded(chart));
  must(await anna.vault.letIn((await requestAt(anna))?.id ?? ""));
  await settle(carl.vault);
  expect(await notes(carl)).toContain("before the guard");
  must(await ada.vault.endAccess(request));
  must(await choose("Anna", "Carl"));
  await allSettled();
  expect(await notes(carl)).toEqual([]);
  must(await ben.vault.openGuarded(chart));
  must(await carl.vault.letIn((await requestAt(carl))?.id ?? ""));
  await settle(ben.vault);
  expect(await notes(ben)).toContain("before the guard");
  expect(await alarms()).toEqual([]);
});

test("GRD-20 LEA-7 who alone lets others in is not removed by the way, and everybody sees that before", async () => {
  must(await choose("Carl"));
  await allSettled();
  const letsInto = async ({ vault }: Device) => (await vault.leaving(await memberOf(ada, "Carl")))?.letsInto;
  const line = { chart, chartName: "The lighthouse", choosers: ["Ada Owner", "Ben"] };
  for (const device of everybody()) expect(await letsInto(device)).toEqual([{ ...line, alone: true }]);
  const removed = await ada.vault.removeMember({ member: await memberOf(ada, "Carl"), keepsCharts: true });
  expect(removed.ok ? removed : removed.error).toEqual({ code: "releaser-last", facts: { charts: 1 } });
  must(await choose("Anna", "Carl"));
  expect(await letsInto(ada)).toEqual([{ ...line, alone: false }]);
  expect((await ada.vault.leaving(await memberOf(ada, "Ada Owner")))?.letsInto).toEqual([]);
});

test("GRD-15 GRD-9 psychotherapy notes that are begun there are opened by the same people", async () => {
  await save(ada, chart, "for Ada alone", { kind: "psychotherapy" });
  await settle(ada.vault);
  expect(await notes(ada)).toContain("for Ada alone");
  await allSettled();
  await relock(ada);
  expect(must(await ada.vault.openGuarded(chart))).toBe("waits");
  await settle(ada.vault);
  const asked = await requestAt(anna);
  must(await anna.vault.letIn(asked?.id ?? ""));
  await settle(ada.vault);
  expect(await notes(ada)).toContain("for Ada alone");
  expect(await notes(ada)).toContain("before the guard");
  expect(await alarms()).toEqual([]);
});

test("GRD-18 ROS-14 who lets in and replaced their keys goes on with the part that they were given before", async () => {
  must(await anna.vault.rekey({ reason: "exposed", now: annasWords, next: "pebble harvest violin cactus ember" }));
  await allSettled();
  await ada.vault.closeGuarded();
  must(await ben.vault.openGuarded(chart));
  must(await anna.vault.letIn((await requestAt(anna))?.id ?? ""));
  await settle(ben.vault);
  expect(await notes(ben)).toContain("before the guard");
  await allSettled();
  await ben.vault.closeGuarded();
  must(await ben.vault.openGuarded(chart));
  must(await anna.vault.letIn((await requestAt(anna))?.id ?? ""));
  await settle(ben.vault);
  expect(await notes(ben), "and with the next one").toContain("before the guard");
  await ben.vault.closeGuarded();
  must(await ada.vault.openGuarded(chart));
  must(await anna.vault.letIn((await requestAt(anna))?.id ?? ""));
  await settle(ada.vault);
  expect(await alarms()).toEqual([]);
});

test("TWO-7 GRD-15 a clinician proposes who lets in and an owner signs; one who does so now stays until the key has changed", async () => {
  const bens = must(await ben.vault.createChart({ name: "Ben's" })).id;
  await save(ben, bens, "of Ben's");
  must(await ben.vault.guardChart({ chart: bens }));
  const [annaId, carlId] = [await memberOf(ben, "Anna"), await memberOf(ben, "Carl")];
  must(await ben.vault.chooseReleasers({ chart: bens, members: [annaId] }));
  await allSettled();
  const ask = (...members: readonly string[]) => ben.vault.propose({ kind: "releasers", chart: bens, members });
  expect(codeOf(await ask(annaId)), "as it is").toBe("second-owner-unneeded");
  expect(codeOf(await ask(carlId)), "nobody could let in until the key has changed").toBe("releaser-last");
  expect(codeOf(await ask()), "nor the server").toBe("releaser-last");
  expect(codeOf(await anna.vault.propose({ kind: "releasers", chart: bens, members: [carlId] }))).toBe("not-entitled");
  must(await ask(annaId, carlId));
  await allSettled();
  const [proposal] = await ada.vault.proposals();
  expect(proposal).toMatchObject({
    byName: "Ben",
    acts: [{ kind: "releaser", name: "Carl", lets: true, chart: bens }],
  });
  must(await ada.vault.answerProposal({ proposal: proposal?.id ?? "", answer: "sign" }));
  await allSettled();
  expect((await ben.vault.guard(bens))?.releasers.map(({ name }) => name)).toEqual(["Anna", "Carl"]);
  await ben.vault.closeGuarded();
  must(await ben.vault.openGuarded(bens));
  await settle(ben.vault);
  const ofBens = async ({ vault }: Device) => {
    await settle(vault);
    return (await vault.releaseRequests()).find((one) => one.chart === bens);
  };
  if ((await ben.vault.guard(bens))?.waits) must(await anna.vault.letIn((await ofBens(anna))?.id ?? ""));
  await settle(ben.vault);
  await save(ben, bens, "under the next key");
  await allSettled();
  await ben.vault.closeGuarded();
  must(await ben.vault.openGuarded(bens));
  must(await carl.vault.letIn((await ofBens(carl))?.id ?? ""));
  await settle(ben.vault);
  expect(await textsIn(ben, bens)).toContain("under the next key");
  await ben.vault.closeGuarded();
  expect(await alarms()).toEqual([]);
});

test("GRD-18 nobody is let in by a device that nobody has vouched for", async () => {
  const bens = must(await ben.vault.createChart({ name: "Ben's" })).id;
  await save(ben, bens, "of Ben's");
  must(await ben.vault.guardChart({ chart: bens }));
  const [owner] = (await ben.vault.members()).filter(({ role }) => role === "owner");
  must(await ben.vault.chooseReleasers({ chart: bens, members: [owner?.id ?? ""] }));
  await settle(ben.vault);
  await ben.vault.closeGuarded();
  must(await ben.vault.openGuarded(bens));
  await settle(ben.vault);
  // Whoever syncs vouches for a device that is new.
  for (const device of everybody()) device.network = "down";
  const phone = await stage.open();
  must(await phone.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "phone" }));
  await phone.vault.sync();
  const [request] = await phone.vault.releaseRequests();
  expect(request, "it is told all the same").toMatchObject({ name: "Ben", chart: bens });
  expect(codeOf(await phone.vault.letIn(request?.id ?? ""))).toBe("device-provisional");
  for (const device of everybody()) device.network = "up";
  await settle(ada.vault);
  await settle(phone.vault);
  must(await phone.vault.letIn(request?.id ?? ""));
  await settle(ben.vault);
  expect(await textsIn(ben, bens)).toEqual(["of Ben's"]);
  await ben.vault.closeGuarded();
  expect(await alarms()).toEqual([]);
});

test("GRD-15 nobody chosen: the server gives the part again, and ending the guard ends who let in", async () => {
  must(await choose());
  await allSettled();
  expect(must(await ben.vault.openGuarded(chart))).toBe("open");
  must(await choose("Anna"));
  must(await ada.vault.unguardChart(chart));
  await allSettled();
  expect((await ada.vault.chartAccess(chart)).filter(({ releases }) => releases)).toEqual([]);
  expect(await notes(ben)).toContain("before the guard");
  expect(await alarms()).toEqual([]);
});

test("LEA-7 of who has left it is said which charts stay shut, and they are none of those that they could read", async () => {
  const quiet = must(await ada.vault.createChart({ name: "Q. Client" })).id;
  await save(ada, quiet, "inside");
  await settle(ada.vault);
  must(await ada.vault.guardChart({ chart: quiet }));
  const carls = await memberOf(ada, "Carl");
  must(await ada.vault.chooseReleasers({ chart: quiet, members: [carls] }));
  await allSettled();
  const ofQuiet = async () => (await ada.vault.leaving(carls))?.letsInto.find((one) => one.chart === quiet);
  expect(await ofQuiet()).toMatchObject({ alone: true, choosers: ["Ada Owner"] });
  must(await ada.vault.removeMember({ member: carls }));
  await settle(ada.vault);
  expect(await ofQuiet()).toMatchObject({ alone: true });
  const left = await ada.vault.leaving(carls);
  expect(left?.charts).toEqual({ all: 0, alone: 0 });
  expect(left?.newKeys.all, "what they let into waits for a new key all the same (LEA-4)").toBeGreaterThan(0);
});

test("GRD-15 ROS-17 who only reads a chart chooses nobody, and is offered no choice", async () => {
  const read = must(await ada.vault.createChart({ name: "O. Client" })).id;
  await save(ada, read, "before the guard");
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart: read, member, kind: "progress", right: "read" }));
  must(await ada.vault.guardChart({ chart: read }));
  for (const { vault } of [ada, ben, ada]) await settle(vault);
  expect(must(await ben.vault.openGuarded(read))).toBe("open");
  expect(await ben.vault.guard(read)).toMatchObject({ isOpen: true, mayChoose: "no", mayEnd: "with-owner" });
  const members = [await memberOf(ben, "Anna")];
  expect(codeOf(await ben.vault.chooseReleasers({ chart: read, members }))).toBe("not-entitled");
  expect(codeOf(await ben.vault.propose({ kind: "releasers", chart: read, members }))).toBe("not-entitled");
});
