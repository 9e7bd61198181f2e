/** Own cards used more than once, and by whom it is ended (docs/spec, SUC). Found by a year of `tests/simulation`. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecoveryCardText } from "@alcove/vault";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, textsIn } from "./people.ts";

let stage: Stage;
let ada: Device;
let sam: Device;
let chart = "";
let practices: readonly RecoveryCardText[] = [];

const two = (cards: readonly RecoveryCardText[]) => cards.slice(0, 2).map(({ text }) => text);
async function settleAll(...devices: Device[]): Promise<void> {
  for (const { vault } of [...devices, ...devices]) await settle(vault);
}
async function usedBySam(): Promise<void> {
  const cards = must(await ada.vault.makeSuccessorCards({ needed: 2, cards: 2 }));
  await settleAll(ada, sam);
  must(await sam.vault.useSuccessorCards(two(cards)));
  await settleAll(sam, ada);
  expect(await textsIn(sam, chart)).toEqual(["in her own words"]);
}

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  sam = await join(stage, ada, "Sam", "clinician");
  practices = must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 2 }));
  chart = must(await ada.vault.createChart({ name: "R. Client" })).id;
  await save(ada, chart, "in her own words", { kind: "psychotherapy" });
});
afterAll(() => stage.close());

test("SUC-5 ROS-10 who used two sets of one author loses all of it by one word", async () => {
  await usedBySam();
  await usedBySam();
  must(await ada.vault.endSuccession());
  await settleAll(ada, sam);
  expect(await textsIn(sam, chart)).toEqual([]);
  expect(await ada.vault.endSuccession()).toMatchObject({ error: { code: "recovery-set-missing" } });
});

test("SUC-2 who was given the account by the practice's cards is shown what was opened, and has nothing of it to end", async () => {
  await usedBySam();
  const executor = await stage.open();
  const asked = { reason: "absent", passphrase: "willow anchor cedar lantern mint", deviceName: "executor's" } as const;
  must(await executor.vault.recoverByCards({ ...asked, cards: two(practices) }));
  must(await executor.vault.confirmFreshness());
  await settleAll(executor, sam);
  const uses = (await executor.vault.succession())?.uses;
  expect(uses?.map(({ charts, isYours }) => ({ charts, isYours }))).toContainEqual({ charts: 1, isYours: false });
  expect(uses?.some(({ isYours }) => isYours)).toBe(false);
  expect(await executor.vault.endSuccession()).toMatchObject({ error: { code: "recovery-set-missing" } });
  await settleAll(executor, sam);
  expect(await textsIn(sam, chart)).toEqual(["in her own words"]);
  for (const device of [executor, sam]) expect(await alarmsOf(device)).toEqual([]);
});
