/** What recovery cards open of a guarded chart, on real devices (GRD-14, KEY-20, ROS-26). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, openStatus, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, textsIn } from "./people.ts";

const words = "willow anchor cedar lantern mint";
let stage: Stage;
let fresh: Device;
let chart = "";

beforeAll(async () => {
  stage = await setStage();
  const ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "before the guard");
  const cards = must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  await settle(ada.vault);
  must(await ada.vault.guardChart({ chart, alias: "The lighthouse" }));
  await save(ada, chart, "under the guard");
  await save(ada, chart, "nobody else's", { kind: "psychotherapy" });
  must(await ada.vault.saveCrisisCard({ chart, safetyPlan: "Call", contacts: "Sister", medication: "" }));
  await settle(ada.vault);
  await ada.vault.lock("person");
  fresh = await stage.open();
  const [first, second] = cards.map(({ text }) => text);
  const asked = { reason: "locked-out", passphrase: words, deviceName: "new laptop" } as const;
  must(await fresh.vault.recoverByCards({ ...asked, cards: [first ?? "", second ?? ""] }));
});
afterAll(() => stage.close());

const notes = async () => (await textsIn(fresh, chart)).toSorted();
const shown = async () => (await fresh.vault.charts()).find(({ id }) => id === chart);
const openings = async () => (await fresh.vault.guard(chart))?.openings.length;

test("GRD-14 cards give its key to who uses them, and the chart stays guarded and closed", async () => {
  expect((await openStatus(fresh.vault)).provisional).toBeDefined();
  expect(await shown()).toMatchObject({ name: "The lighthouse", guarded: "closed", progressNotes: 0 });
  expect(await fresh.vault.guard(chart)).not.toHaveProperty("clientName");
  expect(await notes()).toEqual([]);
  expect(must(await fresh.vault.search({ words: "guard" })).total, "its words are in no index").toBe(0);
  must(await fresh.vault.confirmFreshness());
  await settle(fresh.vault);
  expect(await fresh.vault.recovery()).toMatchObject({ waiting: 0 });
  expect(await shown()).toMatchObject({ guarded: "closed" });
  expect(await notes()).toEqual([]);
});

test("GRD-14 ROS-26 it opens with the server, on record, with all that was there but psychotherapy notes", async () => {
  const before = await openings();
  must(await fresh.vault.openGuarded(chart));
  expect(await notes()).toEqual(["before the guard", "under the guard"]);
  expect(await fresh.vault.guard(chart)).toMatchObject({ isOpen: true, clientName: "R. Client", hasCrisisCard: true });
  expect(await openings()).toBe((before ?? 0) + 1);
  await save(fresh, chart, "after the cards");
  await settle(fresh.vault);
  await fresh.vault.lock("person");
  must(await fresh.vault.unlock(words));
  await settle(fresh.vault);
  expect(await notes()).toEqual([]);
  must(await fresh.vault.openGuarded(chart));
  expect(await notes()).toEqual(["after the cards", "before the guard", "under the guard"]);
  const card = must(await fresh.vault.crisisCard(chart));
  expect(card?.contacts).toBe("Sister");
  expect(await alarmsOf(fresh)).toEqual([]);
});

test("GRD-14 new cards get the key of a closed chart when it is next opened, and the view says that it waits for that", async () => {
  await fresh.vault.lock("person");
  must(await fresh.vault.unlock(words));
  await settle(fresh.vault);
  must(await fresh.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  await settle(fresh.vault);
  expect(await fresh.vault.recovery()).toMatchObject({ waiting: 1, waitForOpening: 1 });
  must(await fresh.vault.openGuarded(chart));
  await settle(fresh.vault);
  expect(await fresh.vault.recovery()).toMatchObject({ waiting: 0 });
  expect(await fresh.vault.recovery()).not.toHaveProperty("waitForOpening");
});

test("GRD-10 ROS-26 once its guard is ended the chart opens for good, though notes that nobody can let go are guarded in it still", async () => {
  must(await fresh.vault.openGuarded(chart));
  must(await fresh.vault.unguardChart(chart));
  await settle(fresh.vault);
  const isOpenForGood = async () => {
    expect(await shown()).toMatchObject({ name: "R. Client", closedApart: true });
    expect(await shown()).not.toHaveProperty("guarded");
    expect(await fresh.vault.guard(chart)).toBeUndefined();
    expect(await notes()).toEqual(["after the cards", "before the guard", "under the guard"]);
  };
  await isOpenForGood();
  await fresh.vault.lock("person");
  must(await fresh.vault.unlock(words));
  await settle(fresh.vault);
  await isOpenForGood();
  await save(fresh, chart, "apart, begun anew", { kind: "psychotherapy" });
  await settle(fresh.vault);
  expect(await notes()).toContain("apart, begun anew");
  // And it is guarded again like any other.
  must(await fresh.vault.guardChart({ chart, alias: "The lighthouse" }));
  await fresh.vault.closeGuarded();
  expect(await shown()).toMatchObject({ name: "The lighthouse", guarded: "closed" });
  expect(await alarmsOf(fresh)).toEqual([]);
});
