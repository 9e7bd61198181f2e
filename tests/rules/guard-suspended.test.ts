/** A reader whose account is suspended when a guard is set is given no part of its key (docs/spec, GRD-3). Found by a year of `tests/simulation`. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, openStatus, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, pair, textsIn } from "./people.ts";

const benWords = "willow anchor cedar lantern mint";
let stage: Stage;
let ada: Device;
let ben: Device;
let chart = "";

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
});
afterAll(() => stage.close());

const shownOf = async ({ vault }: Device) => (await vault.charts()).find(({ id }) => id === chart);

test("a reader whose tablet was stolen is suspended, and still shows what they had", async () => {
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "before the guard");
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read" }));
  await settle(ben.vault);
  const tablet = await stage.open();
  expect(await pair(ben, tablet, benWords)).toBe("done");
  await settle(ben.vault);
  await settle(ada.vault);
  must(await ada.vault.revokeDevice({ device: (await openStatus(tablet.vault)).deviceId, reason: "stolen" }));
  await settle(ben.vault);
  expect((await openStatus(ben.vault)).suspended).toBe(true);
  expect(await textsIn(ben, chart)).toEqual(["before the guard"]);
  expect(must(await ben.vault.search({ words: "guard" })).total).toBe(1);
});

test("GRD-3 their device forgets the keys of before and what its lists hold, like every other reader's", async () => {
  must(await ada.vault.guardChart({ chart }));
  await ada.vault.closeGuarded();
  await settle(ben.vault);
  expect(await shownOf(ben)).toMatchObject({ guarded: "closed", progressNotes: 0 });
  expect(must(await ben.vault.search({ words: "guard" })).total).toBe(0);
  expect(await ben.vault.openGuarded(chart)).toMatchObject({ error: { code: "guard-waits-for-key" } });
  expect(await alarmsOf(ben)).toEqual([]);
});

test("GRD-10 when the guard ends they still have no key, and get all of it with new keys of their own", async () => {
  must(await ada.vault.openGuarded(chart));
  must(await ada.vault.unguardChart(chart));
  await settle(ada.vault);
  await settle(ben.vault);
  expect(await textsIn(ben, chart)).toEqual([]);
  await ben.vault.lock("person");
  must(await ben.vault.unlock(benWords));
  expect(await textsIn(ben, chart)).toEqual([]);
  const next = "orbit copper meadow violin harbor";
  must(await ben.vault.rekey({ reason: "stolen", now: benWords, next }));
  for (const { vault } of [ben, ada, ben, ada, ben]) await settle(vault);
  expect(await textsIn(ben, chart)).toEqual(["before the guard"]);
  expect([await alarmsOf(ada), await alarmsOf(ben)]).toEqual([[], []]);
});
