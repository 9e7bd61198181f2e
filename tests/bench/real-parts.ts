/** A real server process and real devices for measuring: what a person runs, on loopback, in temporary folders. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Vault, type VaultEvent, type VaultOptions } from "@alcove/vault";
import { freePort } from "../../apps/server/src/testing/free-port.ts";

export * from "./vault-steps.ts";

export type ServerProcess = {
  readonly origin: string;
  readonly folder: string;
  readonly pid: number;
  stop(): Promise<void>;
  stopAndKeep(): Promise<string>;
  storedBytes(): number;
};

/** `webFolder`: a built web app that it serves as well. */
export async function startServer(webFolder?: string): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-server-"));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const main = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--no-warnings", main], {
    env: {
      ...process.env,
      PORT: String(port),
      ALCOVE_DATA: folder,
      ALCOVE_ORIGIN: origin,
      ...(webFolder === undefined ? {} : { ALCOVE_WEB: webFolder }),
    },
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
  if (child.exitCode !== null || child.signalCode !== null) return folder;
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

export function nextEvent(vault: Vault, wanted: (event: VaultEvent) => boolean): Promise<number> {
  return new Promise((resolve) => {
    const stop = vault.subscribe((event) => {
      if (!wanted(event)) return;
      stop();
      resolve(performance.now());
    });
  });
}
