/**
 * SIGKILL at every write point of the server: what it acknowledged is there after its restart, a device that was cut off
 * sends again and everything stands in the ledger once.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeClock, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Vault } from "@alcove/vault";
import { afterAll, expect, test } from "vitest";
import { freePort, must, passphrase } from "../bench/real-parts.ts";
import { lightCryptoPort } from "./light-crypto.ts";

const folders: string[] = [];
const freshFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "alcove-faults-"));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function startAt(port: number, data: string, killAt: number): Promise<ChildProcess> {
  const program = fileURLToPath(new URL("./server-worker.ts", import.meta.url));
  const origin = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["--no-warnings", program], {
    env: { ...process.env, PORT: String(port), ALCOVE_DATA: data, ALCOVE_ORIGIN: origin, KILL_AT: String(killAt) },
    stdio: "ignore",
  });
  for (let i = 0; i < 2400 && child.exitCode === null && child.signalCode === null; i++) {
    const health = await fetch(`${origin}/v1/health`).catch(() => undefined);
    if (health?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return child;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

async function openHere(): Promise<Vault> {
  const ports = {
    crypto: await lightCryptoPort(),
    store: openNodeStore(freshFolder()),
    transport: createHttpTransport(),
    clock: nodeClock,
    log: () => {},
  };
  return createVault(ports, { indexing: "when-searched" });
}

test("SYN-5 a server killed at each of its write points loses nothing that it acknowledged", {
  timeout: 1_500_000,
}, async () => {
  const port = await freePort();
  const data = freshFolder();
  let server = await startAt(port, data, 0);
  const vault = await openHere();
  const origin = `http://localhost:${port}`;
  const founded = must(
    await vault.found({
      server: origin,
      practiceName: "Faults",
      ownerName: "Owner",
      ownerEmail: "o@faults.example",
      deviceName: "laptop",
      passphrase,
    }),
  );
  // Hundreds of rounds without anybody touching a key.
  await vault.setIdleLock(480);
  const chart = must(await vault.createChart({ name: "Chart" })).id;
  must(await vault.sync());
  const written: string[] = [];

  let rounds = 0;
  let survived = 0;
  for (let killAt = 1; survived < 2; killAt++) {
    rounds++;
    server.kill("SIGKILL");
    await ended(server);
    server = await startAt(port, data, killAt);
    for (let i = 0; i < 2; i++) {
      const text = `round ${rounds} note ${i}`;
      must(
        await vault.saveNote({
          chart,
          kind: i === 0 ? "progress" : "psychotherapy",
          date: "2026-11-22",
          title: text,
          body: { text },
          basedOn: [],
        }),
      );
      written.push(text);
      await vault.sync();
    }
    const last = await vault.sync();
    if (last.ok) survived++;
    else {
      server.kill("SIGKILL");
      await ended(server);
      server = await startAt(port, data, 0);
      must(await vault.sync());
    }
    const status = await vault.status();
    expect(status.phase === "open" && [status.waiting, status.alarms], `round ${rounds}`).toEqual([0, []]);
  }
  expect(rounds, "as many rounds as there are write points").toBeGreaterThan(20);

  // A device that comes fresh finds each of them once.
  server.kill("SIGKILL");
  await ended(server);
  server = await startAt(port, data, 0);
  const second = await openHere();
  must(await second.enrolByKit({ kit: founded.kit.text, passphrase, totp: "", deviceName: "second" }));
  const titles = (await second.notes(chart)).map((note) => note.title).sort();
  expect(titles).toEqual([...written].sort());
  expect(must(await second.verifyLedger()).problems).toEqual([]);
  await second.close();
  await vault.close();
  server.kill("SIGTERM");
  await ended(server);
});
