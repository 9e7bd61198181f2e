/** An owner who alone lets a colleague into their chart loses every device and comes back by cards (GRD-14, GRD-20, LOG-10). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";
import { keepsSpentCards } from "./spent-cards.ts";

const words = "willow anchor cedar lantern mint";
let stage: Stage;
let ben: Device;
let fresh: Device;
let chart = "";

beforeAll(async () => {
  stage = await setStage();
  const ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  const cards = must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  ({ id: chart } = must(await ben.vault.createChart({ name: "B. Client" })));
  await save(ben, chart, "before the guard");
  await settle(ben.vault);
  must(await ben.vault.guardChart({ chart, alias: "The lighthouse" }));
  must(await ben.vault.openGuarded(chart));
  must(await ben.vault.chooseReleasers({ chart, members: [await memberOf(ben, "Ada Owner")] }));
  await save(ben, chart, "since Ada lets in");
  await settle(ben.vault);
  await settle(ada.vault);
  await ben.vault.closeGuarded();
  fresh = await stage.open();
  const asked = { reason: "locked-out", passphrase: words, deviceName: "new laptop" } as const;
  must(await fresh.vault.recoverByCards({ ...asked, cards: cards.slice(0, 2).map(({ text }) => text) }));
}, 60_000);
afterAll(() => stage.close());

test("LOG-10 no other cards are made before what these opened is rotated: theirs alone may sign that", async () => {
  const again = () => fresh.vault.makeRecoveryCards({ needed: 2, cards: 3 });
  expect(await again(), "a device that nobody has vouched for rotates nothing").toMatchObject({
    error: { code: "cards-at-work" },
  });
  must(await fresh.vault.confirmFreshness());
  must(await again());
});

test("GRD-20 LOG-10 with the cards the key is made anew, so that they let in again; and they read nothing", async () => {
  await settle(fresh.vault);
  await settle(ben.vault);
  expect(must(await ben.vault.openGuarded(chart))).toBe("waits");
  await settle(ben.vault);
  await settle(fresh.vault);
  const [request] = await fresh.vault.releaseRequests();
  expect(request).toMatchObject({ name: "Ben", chartName: "The lighthouse" });
  must(await fresh.vault.letIn(request?.id ?? ""));
  await settle(ben.vault);
  expect((await textsIn(ben, chart)).toSorted()).toEqual(["before the guard", "since Ada lets in"]);
  await save(ben, chart, "after the cards");
  await settle(ben.vault);
  await settle(fresh.vault);
  expect(await textsIn(fresh, chart)).toEqual([]);
  expect(keepsSpentCards(fresh)).toBe(false);
  for (const device of [fresh, ben]) {
    expect(must(await device.vault.verifyLedger()).problems).toEqual([]);
    expect(await alarmsOf(device)).toEqual([]);
  }
});
