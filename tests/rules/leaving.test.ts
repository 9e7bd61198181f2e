/** Somebody leaves a practice, on real devices: what they pass on, what they decide, what gets a new key, what they could have read (LEA-1 to LEA-5). */

import type { CouldHaveRead, LeavingView } from "@alcove/vault";
import { readDocument } from "@alcove/documents";
import { openNodeStore } from "@alcove/store-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { type Device, found, must, passphrase, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let cy: Device;
let bensId = "";
let cysId = "";
/** Of Cy's, taken out before Ben goes. */
let tablet = "";
const charts: string[] = [];

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  cy = await join(stage, ada, "Cy", "clinician");
  [bensId, cysId] = [await memberOf(ada, "Ben"), await memberOf(ada, "Cy")];
  for (let n = 0; n < 12; n++) {
    const { id } = must(await ben.vault.createChart({ name: `Client ${n}` }));
    charts.push(id);
    await save(ben, id, `What client ${n} said.`);
  }
  for (const chart of charts.slice(0, 3)) await save(ben, chart, "Mine alone.", { kind: "psychotherapy" });
  await all();
  const second = await stage.open();
  const { text: kit } = must(await cy.vault.kit());
  must(await second.vault.enrolByKit({ kit, passphrase: passphraseOf(cy), totp: "", deviceName: "tablet" }));
  await settle(second.vault);
  tablet = (await second.vault.devices()).find(({ thisDevice }) => thisDevice)?.id ?? "";
  await all();
  // One that Ada opens already.
  must(
    await ben.vault.shareChart({
      chart: charts[11] ?? "",
      member: await memberOf(ben, "Ada Owner"),
      kind: "progress",
      right: "read",
    }),
  );
  await all();
});
afterAll(() => stage.close());

/** Everybody is up to date. */
async function all(): Promise<void> {
  for (const device of [ada, ben, cy, ada, ben, cy])
    if ((await device.vault.status()).phase === "open") await device.vault.sync();
}
async function view({ vault }: Device, member = bensId): Promise<LeavingView> {
  const seen = await vault.leaving(member);
  if (!seen) throw new Error("was never a member");
  return seen;
}
const report = async ({ vault }: Device, about: { member: string } | { device: string }): Promise<CouldHaveRead> =>
  must(await vault.couldHaveRead(about)).report;
const code = async (outcome: Promise<{ ok: boolean; error?: { code: string } }>) => {
  const ended = await outcome;
  return ended.ok ? "done" : ended.error?.code;
};

test("LEA-1 who leaves says so, and who manages members says it of others; the last owner can't, nobody else may", async () => {
  expect(await code(cy.vault.beginLeaving(bensId))).toBe("not-entitled");
  expect(await code(ada.vault.beginLeaving(await memberOf(ada, "Ada Owner")))).toBe("last-owner");
  expect(await ada.vault.leavings()).toEqual([]);
  must(await ada.vault.beginLeaving(bensId));
  await all();
  expect(await ben.vault.leavings()).toEqual([{ member: bensId, name: "Ben", isYou: true, isGone: false }]);
  must(await ada.vault.endLeaving(bensId));
  await all();
  expect(await ben.vault.leavings()).toEqual([]);
  must(await ben.vault.beginLeaving(bensId));
  await all();
  expect((await view(ada)).begun).toMatchObject({ byName: "Ben" });
  expect(await code(ben.vault.beginLeaving(bensId)), "said already").toBe("done");
});

test("LEA-2 charts that nobody else opens are passed on in one statement, and their keys follow, also after a lock", async () => {
  expect((await view(ada)).charts).toEqual({ all: 12, alone: 11 });
  expect(await code(cy.vault.passCharts({ member: bensId, to: cysId, which: "alone" }))).toBe("not-entitled");
  const before = must(await ben.vault.verifyLedger()).statements;
  expect(must(await ben.vault.passCharts({ member: bensId, to: cysId, which: "alone" }))).toEqual({
    passed: 11,
    left: 0,
  });
  await ben.vault.lock("person");
  must(await ada.vault.sync());
  const passed = (await view(ada)).others.find(({ member }) => member === cysId);
  expect(passed?.charts).toBe(11);
  must(await ben.vault.unlock(passphraseOf(ben)));
  await all();
  await all();
  // And one more for the charts' access logs (ACL-4).
  expect(must(await ben.vault.verifyLedger()).statements).toBe(before + 2);
  expect((await view(ben)).others).toEqual([
    { member: cysId, name: "Cy", charts: 11, waitForKey: 0 },
    { member: await memberOf(ada, "Ada Owner"), name: "Ada Owner", charts: 1, waitForKey: 0 },
  ]);
  expect((await view(ben)).charts).toEqual({ all: 12, alone: 0 });
  for (const [n, chart] of charts.slice(0, 11).entries())
    expect(await textsIn(cy, chart)).toEqual([`What client ${n} said.`]);
  await save(cy, charts[4] ?? "", "Cy goes on.");
  await all();
  expect(must(await ben.vault.passCharts({ member: bensId, to: cysId, which: "alone" }))).toEqual({
    passed: 0,
    left: 0,
  });
  expect(must(await ben.vault.passCharts({ member: bensId, to: cysId, which: "all" }))).toEqual({ passed: 1, left: 0 });
  await all();
});

test("ACL-1 he looks at a chart once more, and takes its notes along", async () => {
  await textsIn(ben, charts[4] ?? "");
  must(await ben.vault.recordAccess({ chart: charts[4] ?? "", act: "exported", kind: "progress" }));
  await all();
});

test("LEA-3 psychotherapy notes are decided chart by chart by their author alone, and everybody sees what is left", async () => {
  const [first = "", second = "", third = ""] = charts;
  const undecided = async (device: Device) =>
    (await view(device)).psychotherapy.filter(({ decided }) => !decided).map(({ chartName }) => chartName);
  expect(await undecided(ada)).toEqual(["Client 0", "Client 1", "Client 2"]);
  expect(await code(ada.vault.decideApart({ chart: first, as: "closed" }))).toBe("not-entitled");
  expect(await code(ben.vault.decideApart({ chart: charts[5] ?? "", as: "closed" })), "has none").toBe("not-entitled");
  must(await ben.vault.decideApart({ chart: first, as: "closed" }));
  must(await ben.vault.decideApart({ chart: second, as: "exported" }));
  must(await ben.vault.shareChart({ chart: third, member: cysId, kind: "psychotherapy", right: "read" }));
  await all();
  expect((await view(ada)).psychotherapy.map(({ decided, readers }) => [decided, readers])).toEqual([
    ["closed", []],
    ["exported", []],
    ["handed-over", ["Cy"]],
  ]);
  must(await ben.vault.decideApart({ chart: second }));
  await all();
  expect(await undecided(ada)).toEqual(["Client 1"]);
  // Who manages members says that they leave once more: nothing of what the author decided changes.
  must(await ada.vault.endLeaving(bensId));
  must(await ada.vault.beginLeaving(bensId));
  await all();
  expect(await undecided(cy)).toEqual(["Client 1"]);
  must(await ben.vault.decideApart({ chart: second, as: "exported" }));
  await all();
});

test("LEA-4 after they have left, what they could open gets a new key each; who follows it sees what still waits", async () => {
  must(await cy.vault.revokeDevice({ device: tablet, reason: "retired" }));
  must(await ada.vault.removeMember({ member: bensId, keepsCharts: true }));
  await ada.vault.sync();
  const gone = await view(ada);
  expect(gone).toMatchObject({ isGone: true, name: "Ben", charts: { all: 12, alone: 0 } });
  // Twelve charts with their access logs, the directory, and the psychotherapy notes that somebody was let into; Ada follows three.
  expect(gone.newKeys).toMatchObject({ all: 26, elsewhere: 23 });
  const cys = async () => {
    must(await cy.vault.sync());
    return (await view(cy)).newKeys;
  };
  // Ada's device has the same right to the directory: whose turn it is not waits for thirty seconds.
  for (let n = 0; n < 60 && (await cys()).waiting > 0; n++) await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await cys()).toEqual({ all: 26, waiting: 0, elsewhere: 0 });
  await save(cy, charts[0] ?? "", "Not for Ben.");
  await settle(cy.vault);
  expect((await cy.vault.leavings()).map(({ name, isGone }) => [name, isGone])).toEqual([["Ben", true]]);
  expect([await alarmsOf(ada), await alarmsOf(cy)]).toEqual([[], []]);
}, 120_000);

test("LEA-5 the report names each right and key, by whose act and from when to when, and says what nobody knows", async () => {
  const said = await report(cy, { member: bensId });
  expect(said.member).toMatchObject({ name: "Ben", left: { byName: "Ada Owner" } });
  const chart = said.compartments.find(({ chartName, kind }) => chartName === "Client 4" && kind === "clinical");
  expect(chart).toMatchObject({
    kind: "clinical",
    rights: [{ right: "read-write", begun: { byName: "Ben" }, ended: { byName: "Ada Owner" } }],
    key: { given: { byName: "Ben" }, epochs: [1], guarded: false },
    viewed: { times: 1, first: expect.any(Number), exported: true, printed: false },
  });
  // What he did with his own psychotherapy notes he alone can say; Ada reads the log of one chart.
  const viewedBy = async (device: Device) =>
    (await report(device, { member: bensId })).compartments.map(({ kind, viewed }) => `${kind} ${typeof viewed}`);
  expect((await viewedBy(cy)).filter((line) => line === "psychotherapy string")).toHaveLength(2);
  expect((await viewedBy(ada)).filter((line) => line === "clinical object")).toHaveLength(1);
  expect((await viewedBy(ada)).filter((line) => line === "clinical string")).toHaveLength(11);
  const key = chart?.key;
  const ended = chart?.rights[0]?.ended?.index ?? 0;
  expect(typeof key === "object" && (key.opensUntil ?? 0) > ended, "up to the new key, and no further").toBe(true);
  expect(
    said.compartments.filter(({ key: one }) => one === "unseen").map(({ kind }) => kind),
    "notes of his alone",
  ).toEqual(["psychotherapy", "psychotherapy"]);
  expect((await report(ada, { member: bensId })).compartments.filter(({ key: one }) => one === "unseen")).toHaveLength(
    25,
  );
  // Ben's is the server's word; who answers for the practice is told, and Cy is not.
  const [bens] = (await report(ada, { member: bensId })).devices;
  expect(bens?.served?.to).toBeGreaterThan(0);
  expect(said.devices[0]?.served).toBeUndefined();
  expect(said.devices).toMatchObject([
    { name: "Ben's laptop", ended: { why: "removed" }, saw: { day: expect.stringMatching(/^\d{4}-/) } },
  ]);
  expect(said.notKnown.join()).toContain("Take it that whatever could be read was read.");
  expect(await code(cy.vault.couldHaveRead({ member: "00".repeat(16) }))).toBe("member-unknown");
  const { pdf } = must(await cy.vault.couldHaveRead({ member: bensId }));
  const read = await readDocument({ path: "report.pdf", bytes: pdf });
  const words = read.ok ? read.notes.map(({ text }) => text).join("\n") : JSON.stringify(read);
  for (const says of ["What Ben could have read", "Client 4: progress notes", "What is not known"])
    expect(words).toContain(says);
});

test("LEA-5 of one device: what was given before it was taken out, and nothing after", async () => {
  const whole = await report(cy, { member: cysId });
  const ofTablet = await report(cy, { device: tablet });
  expect(ofTablet).toMatchObject({ member: { name: "Cy" }, device: tablet, devices: [{ ended: { why: "retired" } }] });
  const keyOf = (said: CouldHaveRead) =>
    said.compartments.find(({ chartName, kind }) => chartName === "Client 4" && kind === "clinical")?.key;
  expect(keyOf(whole)).toMatchObject({ epochs: [1, 2] });
  expect(keyOf(ofTablet)).toMatchObject({ epochs: [1], given: { byName: "Ben" } });
  expect(await code(cy.vault.couldHaveRead({ device: "00".repeat(16) }))).toBe("device-unknown");
});

test("LEA-5 a device whose ledger was changed on its disk makes no report", async () => {
  const { folder } = cy;
  await cy.vault.close();
  const store = openNodeStore(folder);
  const disk = openDisk(store.disk);
  const [row] = disk.leaves.from(0);
  const bytes = row?.bytes ?? new Uint8Array();
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  store.disk.prepare("UPDATE leaves SET bytes = ? WHERE start = 0").run(bytes);
  store.close();
  const again = await stage.open({ copyOf: cy });
  must(await again.vault.unlock(passphraseOf(cy)));
  expect(await code(again.vault.couldHaveRead({ member: bensId }))).toBe("store-damaged");
});

const passphraseOf = (device: Device) => (device === ada ? passphrase : "willow anchor cedar lantern mint");
