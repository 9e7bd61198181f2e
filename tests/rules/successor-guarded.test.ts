/** What an author's own cards open of guarded psychotherapy notes, on real devices (SUC-5, SUC-7, KEY-20). */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecoveryCardText } from "@alcove/vault";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

let stage: Stage;
let cleo: Device;
let sam: Device;
let chart = "";
let cards: readonly RecoveryCardText[] = [];
const settleAll = async (...devices: Device[]) => {
  for (const { vault } of [...devices, ...devices]) await settle(vault);
};

beforeAll(async () => {
  stage = await setStage();
  const ada = await stage.open();
  await found(stage, ada);
  cleo = await join(stage, ada, "Cleo", "clinician");
  sam = await join(stage, ada, "Sam", "clinician");
  chart = must(await cleo.vault.createChart({ name: "R. Client" })).id;
  await save(cleo, chart, "a progress note");
  await save(cleo, chart, "before the guard", { kind: "psychotherapy" });
  await settleAll(cleo, ada, sam);
  must(await cleo.vault.guardChart({ chart, alias: "The lighthouse" }));
  await save(cleo, chart, "under the guard", { kind: "psychotherapy" });
  await settleAll(cleo, sam);
});
afterAll(() => stage.close());

test("SUC-7 while the chart is closed its key waits, and goes to the cards when it is next opened", async () => {
  await cleo.vault.closeGuarded();
  cards = must(await cleo.vault.makeSuccessorCards({ needed: 2, cards: 3, successor: await memberOf(cleo, "Sam") }));
  await settle(cleo.vault);
  expect((await cleo.vault.succession())?.set).toMatchObject({ delivered: 0, waiting: 1 });
  must(await cleo.vault.openGuarded(chart));
  await settle(cleo.vault);
  expect((await cleo.vault.succession())?.set).toMatchObject({ delivered: 1, waiting: 0 });
  await settleAll(sam, cleo);
});

test("SUC-5 with enough cards the successor opens them, on record like every reader", async () => {
  await cleo.vault.lock("person");
  must(await sam.vault.useSuccessorCards(cards.slice(0, 2).map(({ text }) => text)));
  await settle(sam.vault);
  expect(await textsIn(sam, chart)).toEqual([]);
  must(await sam.vault.openGuarded(chart));
  expect((await textsIn(sam, chart)).toSorted()).toEqual(["before the guard", "under the guard"]);
  expect(await alarmsOf(sam)).toEqual([]);
});

test("GRD-4 a chart of which one part waits for its key is not asked for at all, and no opening is on record", async () => {
  must(await cleo.vault.unlock("willow anchor cedar lantern mint"));
  const other = must(await cleo.vault.createChart({ name: "S. Client" })).id;
  await save(cleo, other, "a progress note");
  await save(cleo, other, "before the guard", { kind: "psychotherapy" });
  const member = await memberOf(cleo, "Sam");
  must(await cleo.vault.shareChart({ chart: other, member, kind: "progress", right: "read" }));
  must(await cleo.vault.guardChart({ chart: other }));
  await settleAll(cleo, sam);
  await cleo.vault.closeGuarded();
  const made = must(await cleo.vault.makeSuccessorCards({ needed: 2, cards: 3, successor: member }));
  await settleAll(cleo, sam);
  must(await sam.vault.useSuccessorCards(made.slice(0, 2).map(({ text }) => text)));
  await settle(sam.vault);
  expect(await sam.vault.openGuarded(other)).toMatchObject({ error: { code: "guard-waits-for-key" } });
  await settleAll(cleo, sam);
  expect((await cleo.vault.guard(other))?.openings.map(({ name }) => name)).not.toContain("Sam");
  must(await cleo.vault.openGuarded(other));
  await settleAll(cleo, sam);
  must(await sam.vault.openGuarded(other));
  expect((await textsIn(sam, other)).toSorted()).toEqual(["a progress note", "before the guard"]);
  expect(await alarmsOf(sam)).toEqual([]);
});
