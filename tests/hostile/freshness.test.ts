/** HS-14: a server that shows two people two ledgers can't make heartbeats of theirs. IN-01: who says that somebody is away. */

import { expect, test } from "vitest";
import { revisionFor } from "../../packages/vault/src/features/notes.ts";
import { accountFrom } from "./layer/craft-entries.ts";
import { alarmsOf, knowsOfCopy, openStatus, settled, writeNote } from "./layer/devices.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { type Thief, withThief } from "./layer/thief.ts";
import { readView, show } from "./layer/view.ts";

const stage = setPractice();

const quietOf = async (name: string) =>
  (await stage.ada.vault.members()).find((one) => one.name === name)?.quiet?.level;

async function sayAway(thief: Thief, until: string): Promise<void> {
  const [random, member] = [(n: number) => thief.crypto.random(n), accountFrom(stage.ben.id)];
  const away = { from: new Date().toISOString().slice(0, 10), until };
  const one = { type: "presence" as const, revision: random(16), writtenAt: 1, member, workdays: [1], away };
  await thief.keep([revisionFor({ kind: "directory", chart: null }, random(16), one, [])]);
  await thief.sync.run();
}

test("IN-01 FRE-3 nobody else's word that a colleague is away silences anything, and none for longer than 92 days", async () => {
  const { ada, ben, fay } = stage;
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await withThief(fay.device, (thief) => sayAway(thief, inDays(30)));
  await settled(ada.vault);
  const benNow = async () => (await ada.vault.members()).find(({ id }) => id === ben.id);
  expect(await benNow()).toMatchObject({ workdays: [1, 2, 3, 4, 5] });
  expect((await benNow())?.away).toBeUndefined();
  await withThief(ben.device, (thief) => sayAway(thief, inDays(3650)));
  await settled(ada.vault);
  expect((await benNow())?.away).toMatchObject({ until: inDays(91), byName: "Ben" });
  await withThief(ada.device, async (thief) => {
    const [random, member] = [(n: number) => thief.crypto.random(n), accountFrom(ben.id)];
    const one = { type: "presence" as const, revision: random(16), writtenAt: 1, member, workdays: [1, 2, 3, 4, 5] };
    await thief.keep([revisionFor({ kind: "directory", chart: null }, random(16), one, [])]);
    await thief.sync.run();
  });
  await settled(ada.vault);
  expect((await benNow())?.away, "an owner's last word").toBeUndefined();
  for (const { vault } of [ada, ben, fay]) await knowsOfCopy(vault);
});

test("HS-14 FRE-2 a colleague who is shown another ledger turns amber, then red, though everybody works on", async () => {
  const { layer, ada, ben, isAdas, practice } = stage;
  const apart = await readView(layer);
  layer.tamper = show(layer, practice, apart, isAdas);
  for (const day of [1, 4, 7]) {
    for (const one of [ada.device, ben.device]) one.setClock(day);
    await writeNote(ben.vault, ada.chart, `by Ben on day ${day}`);
    await settled(ben.vault);
    await settled(ada.vault);
  }
  expect(await alarmsOf(ada.vault), "each ledger is whole in itself").toEqual([]);
  expect(await quietOf("Ben")).toBe("amber");
  for (const one of [ada.device, ben.device]) one.setClock(14);
  await settled(ben.vault);
  await settled(ada.vault);
  expect(await quietOf("Ben")).toBe("red");
  expect((await openStatus(ada.vault)).quiet.map(({ name }) => name)).toContain("Ben");
  expect(
    (await ben.vault.members()).find(({ name }) => name === "Ada Owner")?.quiet,
    "the other way too",
  ).toMatchObject({
    level: "red",
  });
});
