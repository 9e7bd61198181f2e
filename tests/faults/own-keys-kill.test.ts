/**
 * SIGKILL at every write point of a change of passphrase and of a rekey, of the device and of the server: the person gets in
 * by the old passphrase or the new one, the act is finished or taken back, one of both counts in the end, and nothing is lost.
 */

import type { Vault } from "@alcove/vault";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { allSent, must, passphrase } from "../bench/real-parts.ts";
import { foundingOf, makeFolders, openHere } from "./device.ts";
import type { Said, Task } from "./device-worker.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, type KillableServer, runDevice, startServer } from "./killed.ts";

const folders = makeFolders();
afterAll(() => folders.remove());

const acts = ["passphrase", "rekey"] as const;

async function practiceOn(origin: string, folder: string): Promise<{ vault: Vault; chart: string }> {
  const vault = await openHere(folder);
  must(await vault.found(foundingOf(origin)));
  const { id: chart } = must(await vault.createChart({ name: "Chart" }));
  await allSent(vault);
  return { vault, chart };
}

const drawPhrase = (n: number): string => `orbit lantern copper meadow violin ${n}`;

/** Syncs as a person would who has just typed `typed`; gives the one passphrase that opens the device from then on. */
async function settled(vault: Vault, now: string, next: string): Promise<string> {
  const synced = await vault.sync();
  if (!synced.ok) {
    expect(synced.error.code).toBe("keys-replaced");
    must(await vault.takeNewKeys({ passphrase: next }));
  }
  await allSent(vault);
  const opens: string[] = [];
  for (const phrase of [now, next]) {
    await vault.lock("person");
    if ((await vault.unlock(phrase)).ok) opens.push(phrase);
  }
  expect(opens).toHaveLength(1);
  must(await vault.unlock(opens[0] as string));
  return opens[0] as string;
}

async function isWhole(vault: Vault, chart: string, kept: { notes: string[]; drafts: string[] }, killedAt?: string) {
  const notes = (await vault.notes(chart)).map(({ id }) => id);
  expect(
    kept.notes.filter((id) => !notes.includes(id)),
    `killed ${killedAt}`,
  ).toEqual([]);
  const drafts = (await vault.drafts()).map(({ id }) => id);
  expect(
    kept.drafts.filter((id) => !drafts.includes(id)),
    `killed ${killedAt}`,
  ).toEqual([]);
  expect(await vault.status()).toMatchObject({ phase: "open", waiting: 0, alarms: [] });
}

const deviceKills: string[] = [];

test.each(acts)("OWN-6 OWN-7 OWN-8 a device killed at each write point of %s", { timeout: 900_000 }, async (act) => {
  const at = { port: await freePort(), data: folders.fresh() };
  const server = await startServer(at);
  onTestFinished(() => server.stop());
  const folder = folders.fresh();
  const { vault: first, chart } = await practiceOn(`http://localhost:${at.port}`, folder);
  await first.close();
  const kept = { notes: [] as string[], drafts: [] as string[] };
  let now = passphrase;
  for (let killAt = 1, isKilled = true; isKilled; killAt++) {
    const next = drawPhrase(killAt);
    const task: Task = { what: "own keys", act, folder, killAt, now, next, chart, round: killAt };
    const { lines, killedAt } = await runDevice(task);
    const said = Object.assign({}, ...lines.map((line) => JSON.parse(line) as Said)) as Said;
    isKilled = killedAt !== undefined;
    if (killedAt) deviceKills.push(killedAt);
    if (said.note) kept.notes.push(said.note);
    if (said.draft) kept.drafts.push(said.draft);

    const after = await openHere(folder);
    // Now by the one, now by the other first: while nobody knows which counts, both open.
    const [one, other] = killAt % 2 === 0 ? [now, next] : [next, now];
    if (!(await after.unlock(one)).ok) must(await after.unlock(other));
    const counts = await settled(after, now, next);
    if (said.counts) expect(counts, `killed ${killedAt}`).toBe(said.counts);
    now = counts;
    await isWhole(after, chart, kept, killedAt);
    if (!isKilled) expect(must(await after.verifyLedger()).problems).toEqual([]);
    await after.close();
  }
});

test(`a device was killed ${killPlan.ownKeysDevice.kills} times at least, at each statement of these acts`, () => {
  holdTo(deviceKills, killPlan.ownKeysDevice);
});

test(`OWN-4 OWN-7 a server killed at each write point of both acts, ${killPlan.ownKeysServer.kills} times at least`, {
  timeout: 900_000,
}, async () => {
  const at = { port: await freePort(), data: folders.fresh() };
  let server: KillableServer = await startServer(at);
  onTestFinished(() => server.stop());
  const kills: string[] = [];
  const { vault, chart } = await practiceOn(`http://localhost:${at.port}`, folders.fresh());
  let now = passphrase;
  const kept = { notes: [] as string[], drafts: [] as string[] };
  for (const act of acts) {
    for (let killAt = 1, isKilled = true; isKilled; killAt++) {
      const next = drawPhrase(kept.notes.length);
      const words = { chart, kind: "progress" as const, date: "2026-11-22", title: `${act} ${killAt}`, basedOn: [] };
      kept.notes.push(must(await vault.saveNote({ ...words, body: { text: words.title } })).note);
      await allSent(vault);
      await server.arm(killAt);
      const done =
        act === "passphrase"
          ? await vault.changePassphrase({ now, next })
          : await vault.rekey({ reason: "lost", now, next });
      isKilled = !(await server.disarm());
      if (isKilled) {
        kills.push((await server.ended).killedAt ?? "");
        server = await startServer(at);
      }
      const counts = await settled(vault, now, next);
      if (done.ok) expect(counts).toBe(next);
      now = counts;
      await isWhole(vault, chart, kept, kills.at(-1));
    }
    expect(must(await vault.verifyLedger()).problems).toEqual([]);
  }
  holdTo(kills, killPlan.ownKeysServer);
  await vault.close();
});
