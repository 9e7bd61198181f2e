/** Whose right's last day is past guards nothing (docs/spec, GRD, ROS-31). Found by a year of `tests/simulation`. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, must, save, settle, type Stage } from "./devices.ts";
import { memberOf, setStageOfTwo } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
beforeAll(async () => {
  ({ stage, ada, ben } = await setStageOfTwo());
});
afterAll(() => stage.close());

test("ROS-31 who would be given no key of the guarded epoch is refused, and the chart stays as it was", async () => {
  const chart = must(await ada.vault.createChart({ name: "R. Client" })).id;
  await save(ada, chart, "a word");
  await settle(ada.vault);
  const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write", until }));
  for (const { vault } of [ada, ben, ada]) await settle(vault);
  ben.clockAheadMs = 3 * 86_400_000;
  expect(await ben.vault.guardChart({ chart })).toMatchObject({ error: { code: "not-entitled" } });
  await settle(ada.vault);
  expect(await ada.vault.guard(chart)).toBeUndefined();
  ben.clockAheadMs = 0;
  must(await ben.vault.guardChart({ chart }));
});
