/** What this device has not seen yet: somebody else began the chart's notes. Nobody begins them a second time. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let cleo: Device;

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  cleo = await join(stage, ada, "Cleo", "clinician");
});
afterAll(() => stage.close());

test("ROS-21 who would share a chart that another has begun meanwhile is told that it is not theirs, and begins nothing", async () => {
  const { id: chart } = must(await ada.vault.createChart({ name: "T. Client" }));
  await settle(ada.vault);
  for (const { vault } of [ben, cleo]) must(await vault.sync());
  ben.network = "down";
  await save(cleo, chart, "Cleo's first");
  await settle(cleo.vault);
  ben.network = "up";
  const request = { chart, member: await memberOf(ben, "Ada Owner"), kind: "progress", right: "read" } as const;
  expect(await ben.vault.shareChart(request)).toMatchObject({ error: { code: "not-entitled" } });
  // Of the care team now, by the right: the roster would let a second compartment stand.
  const { id: other } = must(await ada.vault.createChart({ name: "U. Client" }));
  await settle(ada.vault);
  for (const { vault } of [ben, cleo]) must(await vault.sync());
  ben.network = "down";
  await save(cleo, other, "Cleo's first");
  await settle(cleo.vault);
  must(
    await cleo.vault.shareChart({
      chart: other,
      member: await memberOf(cleo, "Ben"),
      kind: "progress",
      right: "read-write",
    }),
  );
  ben.network = "up";
  const statements = async () => must(await cleo.vault.verifyLedger()).statements;
  await settle(cleo.vault);
  const before = await statements();
  must(await ben.vault.shareChart({ ...request, chart: other }));
  await settle(cleo.vault);
  // And another for the chart's access log (ACL-4).
  expect(await statements(), "one entitlement, no second compartment").toBe(before + 2);
  expect([await alarmsOf(ben), await alarmsOf(cleo)]).toEqual([[], []]);
});
