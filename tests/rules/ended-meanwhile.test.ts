/** A right ends while its member's device is on its way to the server by it: the sync goes on (docs/spec, OUT-5). Found by a year of `tests/simulation`. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, must, openStatus, save, settle, type Stage } from "./devices.ts";
import { alarmsOf, memberOf, textsIn, setStageOfTwo } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
beforeAll(async () => {
  ({ stage, ada, ben } = await setStageOfTwo());
});
afterAll(() => stage.close());

/** With Ben, whose device comes to know of it at its next sync. */
async function shared(right: "read" | "read-write") {
  const chart = must(await ada.vault.createChart({ name: "R. Client" })).id;
  await save(ada, chart, "by Ada");
  for (const { vault } of [ada, ben]) await settle(vault);
  ben.network = "down";
  const request = { chart, member: await memberOf(ada, "Ben"), kind: "progress" } as const;
  must(await ada.vault.shareChart({ ...request, right }));
  await settle(ada.vault);
  return { chart, endsIt: async () => void must(await ada.vault.endAccess(request)) };
}

test("OUT-5 a save whose right ends while it travels is set aside, holds up no other, and goes when it can", async () => {
  const { chart, endsIt } = await shared("read-write");
  ben.network = "up";
  await settle(ben.vault);
  const own = must(await ben.vault.createChart({ name: "Ben's own" })).id;
  await save(ben, own, "nothing is to be begun any more");
  await settle(ben.vault);
  ben.network = "down";
  await save(ben, chart, "by Ben, too late");
  await save(ben, own, "in his own");
  ben.meanwhile = { path: "/v1/append", act: endsIt };
  ben.network = "up";
  must(await ben.vault.sync());
  expect(ben.meanwhile).toBeUndefined();
  expect(await openStatus(ben.vault)).toMatchObject({ waiting: 1, held: 1 });
  await settle(ada.vault);
  expect(await textsIn(ada, chart)).toEqual(["by Ada"]);
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
  for (const { vault } of [ada, ben, ada]) await settle(vault);
  expect((await textsIn(ada, chart)).toSorted()).toEqual(["by Ada", "by Ben, too late"]);
  expect([await alarmsOf(ada), await alarmsOf(ben)]).toEqual([[], []]);
});

test("LED-12 who loses a right while reading what came before it reads on with the rest", async () => {
  const { chart, endsIt } = await shared("read");
  ben.meanwhile = { path: "/v1/past", act: endsIt };
  ben.network = "up";
  must(await ben.vault.sync());
  expect(ben.meanwhile).toBeUndefined();
  expect(await textsIn(ben, chart)).toEqual([]);
  expect(await alarmsOf(ben)).toEqual([]);
});
