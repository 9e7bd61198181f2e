import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encodeCbor, toHex, utf8 } from "@alcove/bytes";
import { appendLeaves, emptyFrontier, leafBytes, openCheckpoint, rootOf } from "@alcove/crypto";
import { messages } from "@alcove/protocol";
import { freePort } from "./testing/free-port.ts";
import { readMessage, TestDevice } from "./testing/device.ts";
import { makeDataFolder } from "./testing/run-server.ts";
import { type ServerProcess, startProcess } from "./testing/server-process.ts";

let dataFolder: string;
let server: ServerProcess | undefined;
beforeEach(() => {
  dataFolder = makeDataFolder();
});
afterEach(async () => {
  if (server?.child.exitCode === null) await server.kill();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  server = await startProcess({ ALCOVE_DATA: dataFolder, ...env });
  return server;
}

/** Everything the device was told stands must be in the ledger the server shows now, and that must be the signed one. */
async function expectLedgerHolds(device: TestDevice, leaves: ReadonlyMap<number, string>): Promise<void> {
  const synced = await device.sync();
  const size = synced.leaves.length / leafBytes;
  const all = Array.from({ length: size }, (_, i) => synced.leaves.subarray(i * leafBytes, (i + 1) * leafBytes));
  for (const [index, leaf] of leaves) expect(toHex(all[index] ?? new Uint8Array(0)), `leaf ${index}`).toBe(leaf);
  const signed = await openCheckpoint(device.port, device.person.ledgerKey, device.person.practice, synced.checkpoint);
  expect(signed).toEqual({ size, root: rootOf(appendLeaves(emptyFrontier, all)) });
  expect(synced.bodies.map(({ index }) => index)).toEqual(Array.from({ length: size }, (_, i) => i));
}

test("SIGTERM ends it in order: exit code 0, nothing left in the write-ahead log", { timeout: 60_000 }, async () => {
  const running = await start();
  const device = await (await TestDevice.found(running.address)).login();
  await device.openCompartment();
  expect(await running.stop()).toBe(0);
  expect(execFileSync("ls", [dataFolder], { encoding: "utf8" }).split("\n")).not.toContain("alcove.db-wal");
});

test("what it can't start with it says in one sentence", { timeout: 60_000 }, async () => {
  writeFileSync(join(dataFolder, "alcove.db"), "no database at all, but long enough to look at");
  await expect(start()).rejects.toThrow(/^the server ended with 1: .*Put back the newest backup/s);
});

test("killed in the middle of appends, again and again: nothing acknowledged is lost", {
  timeout: 180_000,
}, async () => {
  const port = String(await freePort());
  let running = await start({ PORT: port });
  const device = await (await TestDevice.found(running.address)).login();
  const chart = await device.openCompartment();
  const acknowledged = new Map<number, string>();
  let inDoubt: Awaited<ReturnType<TestDevice["batch"]>> | undefined;

  for (let round = 0; round < 5; round++) {
    let ofRound = 0;
    let killed: Promise<void> | undefined;
    const killSoon = () =>
      new Promise<void>((resolve) => setTimeout(() => void running.kill().then(resolve), round * 5));
    for (;;) {
      const next: typeof inDoubt =
        inDoubt ?? (await device.batch(chart, [utf8(`round ${round}`), utf8("x".repeat(3000))]));
      inDoubt = next;
      const from = device.chains.checkpoint.size;
      const answer = await device
        .call("POST", "/v1/append", encodeCbor({ from, entries: [next.entry] }))
        .catch(() => undefined);
      if (answer === undefined) break;
      if (answer.status === 200) {
        const appended = readMessage(messages.Appended, answer);
        const at = (appended.first - from) * leafBytes;
        acknowledged.set(appended.first, toHex(appended.leaves.subarray(at, at + leafBytes)));
        await device.takeCheckpoint(appended.checkpoint);
        if (++ofRound === 2) killed = killSoon();
      } else {
        // The answer before the kill was lost, and the batch stands.
        expect(answer.code).toBe("counter-wrong");
        expect(answer.value).toMatchObject({ facts: { deviceCounter: device.deviceCounter + 1 } });
      }
      next.took();
      inDoubt = undefined;
    }
    await killed;
    running = await start({ PORT: port });
    await device.login();
    await expectLedgerHolds(device, acknowledged);
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(10);
});

test("killed in the middle of attachment chunks: each is whole or not there", { timeout: 120_000 }, async () => {
  const port = String(await freePort());
  let running = await start({ PORT: port });
  const device = await (await TestDevice.found(running.address)).login();
  const { compartment } = await device.openCompartment();
  const chunks = Array.from({ length: 400 }, () => device.port.random(100_000));
  const blob = toHex(device.port.random(16));
  const path = (i: number) => `/v1/compartments/${toHex(compartment)}/blobs/${blob}/${i}`;
  const kept: number[] = [];
  const killed = new Promise<void>((resolve) => setTimeout(() => void running.kill().then(resolve), 150));
  for (const [i, chunk] of chunks.entries()) {
    const answer = await device.call("PUT", `${path(i)}?chunks=400`, chunk).catch(() => undefined);
    if (answer === undefined) break;
    kept.push(i);
  }
  await killed;
  expect(kept.length).toBeLessThan(400);
  running = await start({ PORT: port });
  await device.login();
  for (const i of [...kept, kept.length, kept.length + 1]) {
    const answer = await device.call("GET", path(i));
    if (answer.status === 200) expect(toHex(answer.bytes)).toBe(toHex(chunks[i] as Uint8Array));
    else expect([i >= kept.length, answer.code]).toEqual([true, "attachment-incomplete"]);
  }
});

/** A folder on a file system of `kib` KiB, or undefined where this user may not make one. */
function makeSmallDisk(kib: number): { folder: string; remove(): void } | undefined {
  const folder = mkdtempSync(join(tmpdir(), "alcove-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kib}k`, "none", folder], { stdio: "ignore" });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  const remove = (): void => {
    execFileSync("umount", [folder]);
    rmSync(folder, { recursive: true });
  };
  return { folder, remove };
}

test("a full disk: told as such, nothing half-written, and on again when there is room", {
  timeout: 120_000,
}, async (context) => {
  const disk = makeSmallDisk(3000);
  if (disk === undefined) {
    await context.annotate("skipped: needs the right to mount a small tmpfs", "warning");
    return;
  }
  try {
    const ballast = join(disk.folder, "ballast");
    writeFileSync(ballast, new Uint8Array(1_000_000));
    const data = join(disk.folder, "data");
    mkdirSync(data);
    const running = await start({ ALCOVE_DATA: data });
    const device = await (await TestDevice.found(running.address)).login();
    const chart = await device.openCompartment();
    const acknowledged = new Map<number, string>();
    const text = device.port.random(40_000);
    const tryOne = async () => {
      const { entry, took } = await device.batch(chart, [text]);
      const from = device.chains.checkpoint.size;
      const answer = await device.call("POST", "/v1/append", encodeCbor({ from, entries: [entry] }));
      if (answer.status !== 200) return answer;
      took();
      const appended = readMessage(messages.Appended, answer);
      acknowledged.set(appended.first, toHex(appended.leaves.subarray((appended.first - from) * leafBytes)));
      await device.takeCheckpoint(appended.checkpoint);
      return answer;
    };
    let refused = await tryOne();
    for (let i = 0; i < 100 && refused.status === 200; i++) refused = await tryOne();
    expect([refused.status, refused.code]).toEqual([507, "server-full"]);
    for (let i = 0; i < 5; i++) expect((await tryOne()).code).toBe("server-full");
    const chunk = await device.call(
      "PUT",
      `/v1/compartments/${toHex(chart.compartment)}/blobs/${"ab".repeat(16)}/0?chunks=1`,
      device.port.random(250_000),
    );
    expect(chunk.code).toBe("server-full");
    const draft = await device.call(
      "PUT",
      `/v1/drafts/${"ab".repeat(16)}`,
      encodeCbor({ counter: 1, sealed: device.port.random(200_000) }),
    );
    expect(draft.code).toBe("server-full");
    // Reading goes on.
    await expectLedgerHolds(device, acknowledged);

    rmSync(ballast);
    expect((await tryOne()).status).toBe(200);
    await expectLedgerHolds(device, acknowledged);
    expect(await running.stop()).toBe(0);
    const again = await start({ ALCOVE_DATA: data, PORT: new URL(running.address).port });
    await device.login();
    await expectLedgerHolds(device, acknowledged);
    expect(await again.stop()).toBe(0);
  } finally {
    if (server?.child.exitCode === null) await server.kill();
    disk.remove();
  }
});

test("DT-01 its log names no person and no address", { timeout: 60_000 }, async () => {
  const running = await start({ ALCOVE_LOG: "trace" });
  const device = await (await TestDevice.found(running.address)).login();
  await device.appendBatch(await device.openCompartment(), utf8("canary text of a note"));
  await device.call("POST", "/v1/sync", new Uint8Array([1, 2, 3]));
  await fetch(`${running.address}/v1/canary-path?query=canary`).catch(() => undefined);
  await running.stop();
  const lines = running.output().split("\n");
  expect(lines.filter((line) => !line.includes("Server listening")).join()).not.toMatch(/canary|127\.0\.0\.1|::1/);
  expect(lines[0]).toContain("Server listening");
});
