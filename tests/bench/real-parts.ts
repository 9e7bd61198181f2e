/** A real server process and real devices for measuring: what a person runs, on loopback, in temporary folders. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Vault, type VaultEvent, type VaultOptions } from "@alcove/vault";

export const passphrase = "walnut ferry quilt amber gravel";

export type ServerProcess = {
  readonly origin: string;
  readonly folder: string;
  readonly pid: number;
  stop(): Promise<void>;
  stopAndKeep(): Promise<string>;
  storedBytes(): number;
};

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export async function startServer(): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-server-"));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const main = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--no-warnings", main], {
    env: { ...process.env, PORT: String(port), ALCOVE_DATA: folder, ALCOVE_ORIGIN: origin },
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (let i = 0; ; i++) {
    try {
      if ((await fetch(`${origin}/v1/health`)).ok) break;
    } catch {
      if (i > 1200 || child.exitCode !== null) throw new Error("the server did not start");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    origin,
    folder,
    pid: child.pid as number,
    stop: async () => rmSync(await stopAndKeep(child, folder), { recursive: true, force: true }),
    stopAndKeep: () => stopAndKeep(child, folder),
    storedBytes: () => bytesIn(folder),
  };
}

/** Its folder stays, every file as a stopped server leaves it. */
async function stopAndKeep(child: ChildProcess, folder: string): Promise<string> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
  return folder;
}

export function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

export type Device = { readonly vault: Vault; readonly folder: string; remove(): Promise<void> };

export async function openDevice(
  folder = mkdtempSync(join(tmpdir(), "alcove-device-")),
  indexing: VaultOptions["indexing"] = "when-searched",
): Promise<Device> {
  const vault = createVault(
    {
      crypto: await nodeCryptoPort(),
      store: openNodeStore(folder),
      transport: createHttpTransport(),
      clock: nodeClock,
      log: () => {},
    },
    { indexing },
  );
  return {
    vault,
    folder,
    async remove() {
      await vault.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function must<T>(
  outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { readonly code: string } },
): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.error)}`);
  return outcome.value;
}

export async function foundOn(vault: Vault, origin: string): Promise<{ kit: string }> {
  const founded = must(
    await vault.found({
      server: origin,
      practiceName: "Bench Practice",
      ownerName: "Bea Owner",
      ownerEmail: "bea@bench.example",
      deviceName: "bench laptop",
      passphrase,
    }),
  );
  return { kit: founded.kit.text };
}

/** Until nothing waits on the device for the server. */
export async function allSent(vault: Vault): Promise<void> {
  for (;;) {
    must(await vault.sync());
    const status = await vault.status();
    if (status.phase === "open" && status.waiting === 0) return;
  }
}

export function nextEvent(vault: Vault, wanted: (event: VaultEvent) => boolean): Promise<number> {
  return new Promise((resolve) => {
    const stop = vault.subscribe((event) => {
      if (!wanted(event)) return;
      stop();
      resolve(performance.now());
    });
  });
}
