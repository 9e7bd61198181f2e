/**
 * SIGKILL through destroying a whole chart, at the server and at the device: it stands whole or is destroyed, and where it is, nothing sealed
 * of it is in a file once the killed one has started again, and its log says why (CDS-5, CDS-6).
 */

import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "@alcove/bytes";
import { parseStatement } from "@alcove/protocol";
import { openNodeStore } from "@alcove/store-node";
import type { Vault } from "@alcove/vault";
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
const reason = "the kill plan's";

/** Notes of both kinds, somebody with a number, and a file. */
async function chartWithNotes(vault: Vault, n: number): Promise<string> {
  const { id: chart } = must(await vault.createChart({ name: `Chart ${n}` }));
  const note = { chart, date: "2026-11-30", title: "", basedOn: [] };
  must(await vault.saveNote({ ...note, kind: "progress", body: { text: longWords(n) } }));
  must(await vault.saveNote({ ...note, kind: "psychotherapy", body: { text: `apart ${n}` } }));
  const someone = { name: `Person ${n}`, called: "", relation: "", reach: [], note: "", roles: ["client"] as const };
  must(await vault.savePerson({ chart, basedOn: [], ...someone }));
  const bytes = Buffer.from(`file ${n} `.repeat(3000));
  must(await vault.attach({ chart, name: "file", mediaType: "text/plain", bytes }));
  await allSent(vault);
  return chart;
}

/** Everything sealed in the chart's compartments but its log, as the device in this folder has it. */
function sealedOn(folder: string, chart: string): Uint8Array[] {
  const copy = folders.fresh();
  cpSync(folder, copy, { recursive: true });
  const store = openNodeStore(copy);
  const { bodies } = openDisk(store.disk);
  const goes = new Set<string>();
  const parts: Uint8Array[] = [];
  for (const { body, entry } of [...bodies.entries()]) {
    for (const each of parseStatement(entry)?.body.operations ?? [])
      if (each[0] === "compartment.create" && each[3] && toHex(each[3]) === chart && each[2] !== "access-log")
        goes.add(toHex(each[1]));
    const of = compartmentOfEntry(entry);
    if (of && goes.has(toHex(of))) parts.push(...bodies.payload(body));
  }
  store.close();
  rmSync(copy, { recursive: true });
  return parts;
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
/** Whole or gone; where it is whole still it can be destroyed now. */
async function expectWholeOrGone(vault: Vault, chart: string, n: number, at: string): Promise<void> {
  const texts = async () => {
    const heads = await vault.notes(chart);
    return Promise.all(heads.map(async ({ id }) => must(await vault.note(id)).current.body.text));
  };
  if ((await vault.charts()).some(({ id }) => id === chart)) {
    expect((await texts()).sort(), at).toEqual([`apart ${n}`, longWords(n)].sort());
    await allSent(vault);
    must(await vault.destroyChart({ chart, reason }));
  }
  expect(await texts(), at).toEqual([]);
  expect(
    (await vault.charts()).map(({ id }) => id),
    at,
  ).not.toContain(chart);
  expect(must(await vault.destructionCertificate(chart)).ground, at).toMatchObject({ reason });
  expect(must(await vault.verifyLedger()).problems, at).toEqual([]);
  expect(await vault.status(), at).toMatchObject({ phase: "open", waiting: 0, alarms: [] });
}

test(`CDS-5 CDS-6 a server killed while a chart is destroyed, ${killPlan.destroyingChartServer.kills} times at least, did it whole or not at all`, {
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
    const sealed = sealedOn(folder, chart);
    expect(foundIn(at.data, sealed)).toBe(sealed.length);
    await server.arm(killAt);
    const destroyed = await laptop.destroyChart({ chart, reason });
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
  holdTo(kills, killPlan.destroyingChartServer);
  await laptop.close();
  await server.stop();
});

test(`CDS-5 CDS-6 a device killed while it destroys a chart, ${killPlan.destroyingChartDevice.kills} times at least, has forgotten all of it when it starts again`, {
  timeout: 900_000,
}, async () => {
  const kills: string[] = [];
  const at = { port: await freePort(), data: folders.fresh() };
  server = await startServer(at);
  const folder = folders.fresh();
  const first = await openHere(folder);
  must(await first.found(foundingOf(`http://localhost:${at.port}`)));
  await first.close();
  for (let killAt = 1, survived = 0; survived < 1; killAt++) {
    const writing = await openHere(folder);
    must(await writing.unlock(passphrase));
    const chart = await chartWithNotes(writing, killAt);
    await writing.lock("person");
    await writing.close();
    const sealed = sealedOn(folder, chart);
    const { killedAt } = await runDevice({ what: "destroy chart", folder, killAt, chart });
    if (killedAt) kills.push(killedAt);
    else survived++;
    const again = await openHere(folder);
    must(await again.unlock(passphrase));
    await allSent(again);
    await expectWholeOrGone(again, chart, killAt, `killed ${killedAt}`);
    expect(foundIn(folder, sealed), `killed ${killedAt}`).toBe(0);
    await again.lock("person");
    await again.close();
  }
  holdTo(kills, killPlan.destroyingChartDevice);
});
