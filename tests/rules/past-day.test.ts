/** Rights that last until a day (docs/spec, LOG-7 and after): whoever's day is past, by their own clock, makes no key. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, openStatus, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, joinAt, memberOf, textsIn } from "./people.ts";

const dayMs = 86_400_000;
let stage: Stage;
let ada: Device;
let ben: Device;
let chart = "";

/** Ada owns the practice. Ben, whose clock is forty days ahead, has her chart and her own notes until tomorrow. */
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "progress");
  await save(ada, chart, "psychotherapy", { kind: "psychotherapy" });
  await settle(ada.vault);
  ben = await stage.open({ clockAheadMs: 40 * dayMs });
  await joinAt(ada, ben, "Ben", "clinician");
  const member = await memberOf(ada, "Ben");
  const until = new Date(Date.now() + dayMs).toISOString().slice(0, 10);
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write", until }));
  must(await ada.vault.shareChart({ chart, member, kind: "psychotherapy", right: "read", until }));
  await settle(ada.vault);
  await settle(ben.vault);
});
afterAll(() => stage.close());

test("LOG-7 OUT-5 they rotate nothing that became stale, and what they write there waits with its words", async () => {
  expect((await textsIn(ben, chart)).sort()).toEqual(["progress", "psychotherapy"]);
  const { deviceId } = await openStatus(ada.vault);
  const second = await stage.open();
  await joinAt(ada, second, "Cleo", "owner");
  // Ada is suspended by that: of her own notes Ben alone is left to make a key, to himself.
  must(await second.vault.revokeDevice({ device: deviceId, reason: "stolen" }));
  await settle(second.vault);
  must(await ben.vault.sync());
  // Longer than a device waits for the one whose turn it is.
  ben.clockAheadMs += 31_000;
  must(await ben.vault.sync());
  await save(ben, chart, "after my day");
  must(await ben.vault.sync());
  expect((await openStatus(ben.vault)).held).toBe(1);
  const [held] = await ben.vault.heldSaves();
  expect([held?.waitsFor, held?.text]).toEqual(["key", "after my day"]);
  const { problems } = must(await ben.vault.verifyLedger());
  expect(problems).toEqual([]);
  expect(await alarmsOf(ben)).toEqual([]);
});

test("LOG-7 ROS-31 an owner's device whose clock is wrong does not shut its own person out", async () => {
  const other = await setStage();
  try {
    const laptop = await other.open();
    const practice = await found(other, laptop);
    await save(laptop, practice.chart, "progress");
    await settle(laptop.vault);
    const ahead = await other.open({ clockAheadMs: 40 * dayMs });
    await joinAt(laptop, ahead, "Dora", "owner");
    const member = await memberOf(laptop, "Dora");
    const until = new Date(Date.now() + dayMs).toISOString().slice(0, 10);
    must(
      await laptop.vault.shareChart({ chart: practice.chart, member, kind: "progress", right: "read-write", until }),
    );
    for (const { vault } of [laptop, ahead, laptop, ahead]) await settle(vault);
    expect(await textsIn(ahead, practice.chart)).toEqual(["progress"]);
    const names = (await laptop.vault.chartAccess(practice.chart)).map(({ name }) => name);
    expect(names).toContain("Dora");
  } finally {
    await other.close();
  }
});
