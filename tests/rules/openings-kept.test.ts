/** Openings of guarded charts on the device of who answers for the practice (GRD-12), once they read the chart no more. Found by a year of `tests/simulation`. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, must, save, settle, type Stage } from "./devices.ts";
import { alarmsOf, memberOf, setStageOfTwo } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
beforeAll(async () => {
  ({ stage, ada, ben } = await setStageOfTwo());
});
afterAll(() => stage.close());

async function settleBoth(): Promise<void> {
  for (const { vault } of [ben, ada, ben, ada]) await settle(vault);
}

test("GRD-12 an owner whose right in a guarded chart ends keeps the openings that were sent to them, and the ledger verifies", async () => {
  const chart = must(await ben.vault.createChart({ name: "R. Client" })).id;
  await save(ben, chart, "a word");
  await settle(ben.vault);
  const request = { chart, member: await memberOf(ben, "Ada Owner"), kind: "progress" } as const;
  must(await ben.vault.shareChart({ ...request, right: "read" }));
  must(await ben.vault.guardChart({ chart }));
  must(await ben.vault.closeGuarded().then(() => ben.vault.openGuarded(chart)));
  await settleBoth();
  const verified = async () => must(await ada.vault.verifyLedger()).problems;
  expect(await verified()).toEqual([]);
  must(await ben.vault.endAccess(request));
  await settleBoth();
  expect(await verified()).toEqual([]);
  expect(await alarmsOf(ada)).toEqual([]);
});
