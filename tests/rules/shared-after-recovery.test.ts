/** After recovery cards an author begins their psychotherapy notes of a chart anew (docs/spec, ROS-26). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { found, must, passphrase, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf, textsIn } from "./people.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

test("ROS-26 who shares them then gives the new ones, and nothing of those of before", async () => {
  const ada = await stage.open();
  const { chart } = await found(stage, ada);
  await save(ada, chart, "of before", { kind: "psychotherapy" });
  await settle(ada.vault);
  const ben = await join(stage, ada, "Ben", "clinician");
  const cards = must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  await settle(ada.vault);
  const fresh = await stage.open();
  const request = { cards: cards.slice(0, 2).map(({ text }) => text), reason: "locked-out", passphrase } as const;
  must(await fresh.vault.recoverByCards({ ...request, deviceName: "fresh" }));
  must(await fresh.vault.confirmFreshness());
  await settle(fresh.vault);

  const member = await memberOf(fresh, "Ben");
  must(await fresh.vault.shareChart({ chart, member, kind: "psychotherapy", right: "read" }));
  await save(fresh, chart, "of after", { kind: "psychotherapy" });
  await settle(fresh.vault);
  await settle(ben.vault);
  expect(await textsIn(ben, chart)).toEqual(["of after"]);
  expect(await textsIn(fresh, chart)).toEqual(["of after"]);
  for (const device of [fresh, ben]) {
    expect(await alarmsOf(device)).toEqual([]);
    expect(must(await device.vault.verifyLedger()).problems).toEqual([]);
  }
});
