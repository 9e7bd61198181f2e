/** Rights that last until a day end on the day after, without anybody's tap (docs/spec, ROS-31). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf, textsIn } from "./people.ts";

const dayMs = 86_400_000;
let stage: Stage;
let ada: Device;
let ben: Device;
let cleo: Device;
let chart = "";

const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
const readersAt = async ({ vault }: Device) =>
  (await vault.chartAccess(chart)).filter(({ reads }) => reads).map(({ name, kind }) => `${name} ${kind}`);

/** Ada owns the practice. Ben, a clinician, has her chart for good and gave it to Cleo, supervised, for three days; Ada hers too. */
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "progress");
  await save(ada, chart, "psychotherapy", { kind: "psychotherapy" });
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
  cleo = await join(stage, ada, "Cleo", "supervisor");
  const of = { chart, kind: "progress", right: "read" } as const;
  must(await ada.vault.shareChart({ ...of, member: await memberOf(ada, "Ben"), right: "read-write" }));
  await settle(ben.vault);
  must(await ben.vault.shareChart({ ...of, member: await memberOf(ben, "Cleo"), until: inDays(3) }));
  await settle(ada.vault);
  must(
    await ada.vault.shareChart({
      ...of,
      kind: "psychotherapy",
      member: await memberOf(ada, "Cleo"),
      until: inDays(3),
    }),
  );
  await settle(cleo.vault);
});
afterAll(() => stage.close());

test("ROS-31 on the last day itself they read, and nobody ends it", async () => {
  for (const each of [ada, ben, cleo]) {
    each.clockAheadMs = 3 * dayMs;
    must(await each.vault.sync());
  }
  expect(await textsIn(cleo, chart)).toHaveLength(2);
  expect(await readersAt(ada)).toContain("Cleo progress");
});

test("ROS-31 on the day after whoever may ends what they may end, and of psychotherapy notes that is their author", async () => {
  cleo.clockAheadMs = 4 * dayMs;
  must(await cleo.vault.sync());
  expect(await textsIn(cleo, chart), "by their own clock they end nothing").toHaveLength(2);
  ben.clockAheadMs = 4 * dayMs;
  must(await ben.vault.sync());
  await settle(ada.vault);
  expect((await readersAt(ada)).filter((line) => line.startsWith("Cleo"))).toEqual(["Cleo psychotherapy"]);
  await settle(cleo.vault);
  expect(await textsIn(cleo, chart)).toEqual(["psychotherapy"]);
  ada.clockAheadMs = 4 * dayMs;
  must(await ada.vault.sync());
  await settle(cleo.vault);
  expect(await textsIn(cleo, chart)).toEqual([]);
  // Once: what is said is not said again. What became stale by it has its next key by then.
  must(await ada.vault.sync());
  const { size } = must(await ada.vault.verifyLedger());
  must(await ada.vault.sync());
  expect(must(await ada.vault.verifyLedger()).size).toBe(size);
  expect(must(await cleo.vault.verifyLedger()).problems).toEqual([]);
});

test("ROS-31 a right that is the last by which somebody can read stays", async () => {
  const dan = await join(stage, ada, "Dan", "clinician");
  const { id } = must(await dan.vault.createChart({ name: "S. Client" }));
  await save(dan, id, "his own");
  await settle(dan.vault);
  await settle(ada.vault);
  must(
    await dan.vault.shareChart({
      chart: id,
      member: await memberOf(dan, "Ben"),
      kind: "progress",
      right: "read",
      until: inDays(5),
    }),
  );
  await settle(ben.vault);
  must(await ada.vault.removeMember({ member: await memberOf(ada, "Dan") }));
  ada.clockAheadMs = 9 * dayMs;
  must(await ada.vault.sync());
  must(await ada.vault.sync());
  await settle(ben.vault);
  expect((await ben.vault.notes(id)).length).toBe(1);
});
