/**
 * SIGKILL through destroying, at the server and at the device: the notes stand whole or are destroyed, and where they are, nothing sealed of
 * them is in a file once the killed one has started again (DES-1, DES-5, DES-6).
 */

import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openNodeStore } from "@alcove/store-node";
import type { Vault } from "@alcove/vault";
import { toHex } from "@alcove/bytes";
import { afterAll, expect, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { compartmentOfEntry } from "../../packages/vault/src/engine/entry-compartment.ts";
import { allSent, must, passphrase } from "../bench/real-parts.ts";
import { foundingOf, makeFolders, openHere } from "./device.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, type KillableServer, runDevice, startServer } from "./killed.ts";

const folders = makeFolders();
let server: KillableServer | undefined;
afterAll(async () => {
  await server?.stop();
  folders.remove();
});

const longWords = (n: number) => `what was said in hour ${n}: ${"quince ".repeat(4000)}`;

/** A chart with a note for the record, a long one apart, and a file beside that. */
async function chartWithNotes(vault: Vault, n: number): Promise<string> {
  const { id: chart } = must(await vault.createChart({ name: `Chart ${n}` }));
  const note = { chart, date: "2026-11-30", title: "", basedOn: [] };
  must(await vault.saveNote({ ...note, kind: "progress", body: { text: `for the record ${n}` } }));
  const apart = must(await vault.saveNote({ ...note, kind: "psychotherapy", body: { text: longWords(n) } }));
  const bytes = Buffer.from(`file ${n} `.repeat(3000));
  must(await vault.attach({ chart, note: apart.note, name: "file", mediaType: "text/plain", bytes }));
  await allSent(vault);
  return chart;
}

/** Sealed keys and envelopes of the newest psychotherapy notes that the device in this folder has: where the long one lies. */
function sealedOn(folder: string): Uint8Array[] {
  const copy = folders.fresh();
  cpSync(folder, copy, { recursive: true });
  const store = openNodeStore(copy);
  const { bodies } = openDisk(store.disk);
  const within = new Map<string, Uint8Array[]>();
  for (const { body, entry } of [...bodies.entries()]) {
    const of = compartmentOfEntry(entry);
    if (of) within.set(toHex(of), [...(within.get(toHex(of)) ?? []), ...bodies.payload(body)]);
  }
  store.close();
  rmSync(copy, { recursive: true });
  return [...within.values()].findLast((parts) => parts.some(({ length }) => length > 20_000)) ?? [];
}
/** Whether it was killed between forgetting and overwriting. */
function owesWipe(folder: string): boolean {
  const copy = folders.fresh();
  cpSync(folder, copy, { recursive: true });
  const store = openNodeStore(copy);
  const owes = openDisk(store.disk).settings.get("wipeOwed") === true;
  store.close();
  rmSync(copy, { recursive: true });
  return owes;
}
function foundIn(folder: string, sealed: readonly Uint8Array[]): number {
  const files = readdirSync(folder).filter((name) => /\.(db|sqlite)(-wal)?$/.test(name));
  const bytes = Buffer.concat(files.map((name) => readFileSync(join(folder, name))));
  const pieces = (one: Uint8Array) =>
    Array.from({ length: Math.floor(one.length / 256) }, (_, n) =>
      Buffer.from(one.subarray(n * 256 + 8, n * 256 + 40)),
    );
  return sealed.filter((one) => pieces(one).some((piece) => bytes.includes(piece))).length;
}
const isDestroyed = async (vault: Vault, chart: string) => {
  const member = (await vault.members()).find(({ isYou }) => isYou)?.id ?? "";
  return (await vault.leaving(member))?.psychotherapy.find((one) => one.chart === chart)?.decided === "destroyed";
};
/** Whole or gone; where it is whole still it can be destroyed now. */
async function expectWholeOrGone(vault: Vault, chart: string, n: number, at: string): Promise<void> {
  const texts = async () => {
    const heads = await vault.notes(chart);
    return Promise.all(heads.map(async ({ id }) => must(await vault.note(id)).current.body.text));
  };
  const record = `for the record ${n}`;
  if (!(await isDestroyed(vault, chart))) {
    expect((await texts()).sort(), at).toEqual([record, longWords(n)].sort());
    await allSent(vault);
    must(await vault.destroyApart({ chart }));
  }
  expect(await texts(), at).toEqual([record]);
  expect(must(await vault.verifyLedger()).problems, at).toEqual([]);
  expect(await vault.status(), at).toMatchObject({ phase: "open", waiting: 0, alarms: [] });
}

test(`DES-1 DES-5 a server killed while it destroys, ${killPlan.destroyingServer.kills} times at least, did it whole or not at all`, {
  timeout: 600_000,
}, async () => {
  const kills: string[] = [];
  const at = { port: await freePort(), data: folders.fresh() };
  server = await startServer(at);
  const folder = folders.fresh();
  const laptop = await openHere(folder);
  must(await laptop.found(foundingOf(`http://localhost:${at.port}`)));
  for (let killAt = 1, survived = 0; survived < 1; killAt++) {
    const chart = await chartWithNotes(laptop, killAt);
    const sealed = sealedOn(folder);
    expect(foundIn(at.data, sealed)).toBe(sealed.length);
    await server.arm(killAt);
    const destroyed = await laptop.destroyApart({ chart });
    if (await server.disarm()) {
      must(destroyed);
      survived++;
    } else {
      kills.push((await server.ended).killedAt ?? "");
      server = await startServer(at);
    }
    await allSent(laptop);
    await expectWholeOrGone(laptop, chart, killAt, `killed ${kills.at(-1)}`);
    expect(foundIn(at.data, sealed), `killed ${kills.at(-1)}`).toBe(0);
    const [practice = ""] = readdirSync(join(at.data, "blobs")).filter((name) => name !== "incoming");
    expect(readdirSync(join(at.data, "blobs", practice)), `killed ${kills.at(-1)}`).toEqual([]);
  }
  holdTo(kills, killPlan.destroyingServer);
  await laptop.close();
  await server.stop();
});

test(`DES-6 a device killed while it destroys, ${killPlan.destroyingDevice.kills} times at least, has forgotten all of it when it starts again`, {
  timeout: 900_000,
}, async () => {
  const kills: string[] = [];
  const at = { port: await freePort(), data: folders.fresh() };
  server = await startServer(at);
  const folder = folders.fresh();
  const first = await openHere(folder);
  must(await first.found(foundingOf(`http://localhost:${at.port}`)));
  await first.close();
  let owed = 0;
  for (let killAt = 1, survived = 0; survived < 1; killAt++) {
    const writing = await openHere(folder);
    must(await writing.unlock(passphrase));
    const chart = await chartWithNotes(writing, killAt);
    await writing.lock("person");
    await writing.close();
    const sealed = sealedOn(folder);
    const { killedAt } = await runDevice({ what: "destroy", folder, killAt, chart });
    if (killedAt) kills.push(killedAt);
    else survived++;
    const owes = killedAt !== undefined && owesWipe(folder);
    const again = await openHere(folder);
    if (owes) {
      owed++;
      expect(foundIn(folder, sealed), `locked, killed ${killedAt}`).toBe(0);
    }
    must(await again.unlock(passphrase));
    await allSent(again);
    await expectWholeOrGone(again, chart, killAt, `killed ${killedAt}`);
    expect(foundIn(folder, sealed), `killed ${killedAt}`).toBe(0);
    await again.lock("person");
    await again.close();
  }
  expect(owed).toBeGreaterThan(0);
  holdTo(kills, killPlan.destroyingDevice);
});
