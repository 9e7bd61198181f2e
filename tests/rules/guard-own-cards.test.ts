/** Guarded notes of an author whose account recovery cards gave on, read again by the author's own cards: nobody's to guard or let go (ROS-26, ROS-28, SUC-2). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, textsIn } from "./people.ts";

let stage: Stage;
let fresh: Device;
let chart = "";

beforeAll(async () => {
  stage = await setStage();
  const ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "a progress note");
  await save(ada, chart, "of before the cards", { kind: "psychotherapy" });
  const practices = must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  const own = must(await ada.vault.makeSuccessorCards({ needed: 2, cards: 3 }));
  await settle(ada.vault);
  must(await ada.vault.guardChart({ chart, alias: "The lighthouse" }));
  await settle(ada.vault);
  await ada.vault.lock("person");
  fresh = await stage.open();
  const two = (cards: readonly { readonly text: string }[]) => cards.slice(0, 2).map(({ text }) => text);
  const asked = { reason: "locked-out", passphrase: "willow anchor cedar lantern mint", deviceName: "new" } as const;
  must(await fresh.vault.recoverByCards({ ...asked, cards: two(practices) }));
  must(await fresh.vault.confirmFreshness());
  await settle(fresh.vault);
  must(await fresh.vault.useSuccessorCards(two(own)));
  await settle(fresh.vault);
});
afterAll(() => stage.close());

const shown = async () => (await fresh.vault.charts()).find(({ id }) => id === chart);
const notes = async () => (await textsIn(fresh, chart)).toSorted();
const both = ["a progress note", "of before the cards"];

test("ROS-29 SUC-2 who reads them by their own cards ends the chart's guard, and theirs stays", async () => {
  must(await fresh.vault.openGuarded(chart));
  expect(await notes()).toEqual(both);
  must(await fresh.vault.unguardChart(chart));
  await settle(fresh.vault);
  expect(await shown()).not.toHaveProperty("guarded");
  expect(await notes()).toEqual(["a progress note"]);
  expect(await alarmsOf(fresh)).toEqual([]);
});

test("ROS-28 SUC-2 guarded again the chart opens with them, as it did", async () => {
  must(await fresh.vault.guardChart({ chart, alias: "The lighthouse" }));
  expect(await shown()).toMatchObject({ guarded: "open" });
  expect(await notes()).toEqual(both);
  await fresh.vault.closeGuarded();
  must(await fresh.vault.openGuarded(chart));
  expect(await notes()).toEqual(both);
  expect(await alarmsOf(fresh)).toEqual([]);
});

test("ROS-34 ROS-26 whoever reads them so destroys neither them alone nor with the chart: they stay closed", async () => {
  expect(await fresh.vault.destroyApart({ chart })).toMatchObject({ error: { code: "not-entitled" } });
  const plan = await fresh.vault.chartDestruction(chart);
  expect(plan).toMatchObject({ othersNotes: [] });
  expect(plan?.stays).toContain("closed");
});
