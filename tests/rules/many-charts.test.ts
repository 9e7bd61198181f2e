/** More charts at once than one append has room for: saves, keys that go out, and new keys after somebody has left (OUT-2, OUT-4). */

import { limits } from "@alcove/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, openStatus, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf } from "./people.ts";

const count = limits.entriesPerAppend + 10;
/** With the one that the practice begins with. */
const all = count + 1;
let stage: Stage;
let ada: Device;
let cy: Device;
const charts: string[] = [];

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  cy = await join(stage, ada, "Cy", "clinician");
});
afterAll(() => stage.close());

async function writeEverywhere(): Promise<void> {
  ada.network = "down";
  for (const chart of charts) await save(ada, chart, "Written without the network.");
  ada.network = "up";
  await settle(ada.vault);
}

test("OUT-4 saves that wait for more charts than an append has entries all reach the ledger", async () => {
  ada.network = "down";
  for (let n = 0; n < count; n++) charts.push(must(await ada.vault.createChart({ name: `Client ${n}` })).id);
  await writeEverywhere();
  expect((await openStatus(ada.vault)).waiting).toBe(0);
});

test("what is written while keys go out reaches the ledger before the rest of them", async () => {
  const [from, to] = [await memberOf(ada, "Ada Owner"), await memberOf(ada, "Cy")];
  expect(must(await ada.vault.passCharts({ member: from, to, which: "all" }))).toMatchObject({
    passed: all,
    left: 0,
  });
  const waiting = async () =>
    (await ada.vault.leaving(from))?.others.find(({ member }) => member === to)?.waitForKey ?? 0;
  const moment = () => new Promise((go) => setTimeout(go, 1));
  while ((await waiting()) === all) await moment();
  const { note } = await save(ada, charts[0] ?? "", "Between two sessions.");
  while (must(await ada.vault.note(note)).head.kept.server === undefined) await moment();
  // Of the fifty that one sync sends a few at most.
  expect(await waiting()).toBeGreaterThan(all - 50);
  while ((await waiting()) > 0) must(await ada.vault.sync());
  await settle(cy.vault);
  expect((await cy.vault.charts()).filter(({ id, opens }) => opens && charts.includes(id))).toHaveLength(count);
});

test("OUT-2 after somebody has left, saves to more charts than that get new keys first", async () => {
  must(await ada.vault.removeMember({ member: await memberOf(ada, "Cy") }));
  await writeEverywhere();
  expect((await openStatus(ada.vault)).waiting).toBe(0);
  expect(await alarmsOf(ada)).toEqual([]);
});
