/** Devices of this folder's tests: the real vault on a folder, over real HTTP. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeClock, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { type Clock, createVault, type Transport, type Vault, type VaultOptions } from "@alcove/vault";
import { allSent, must, passphrase } from "../bench/vault-steps.ts";
import { lightCryptoPort } from "../light/crypto-port.ts";

/** Pairing asks the server every 400 ms; here nobody needs to be spared. */
const eager: Clock = { ...nodeClock, after: (ms, then) => nodeClock.after(ms === 400 ? 20 : ms, then) };

export async function openHere(
  folder: string,
  indexing: VaultOptions["indexing"] = "when-searched",
  transport: Transport = createHttpTransport(),
): Promise<Vault> {
  const ports = {
    crypto: await lightCryptoPort(),
    store: openNodeStore(folder),
    transport,
    clock: eager,
    log: () => {},
  };
  return createVault(ports, { indexing });
}

/** Unlocked, in step, and closed again; not so where the work throws, with which the test ends. */
export async function withVault<T>(folder: string, work: (vault: Vault) => Promise<T>): Promise<T> {
  const vault = await openHere(folder);
  must(await vault.unlock(passphrase));
  await allSent(vault);
  const value = await work(vault);
  await vault.close();
  return value;
}

export const foundingOf = (server: string) => ({
  server,
  practiceName: "Faults",
  ownerName: "Owner",
  ownerEmail: "o@faults.example",
  deviceName: "laptop",
  passphrase,
});

export const joiningWith = (invitation: string) => ({
  invitation,
  name: "Newcomer",
  email: "n@faults.example",
  deviceName: "laptop",
  passphrase,
});

/** Folders that go together. */
export type Folders = { fresh(): string; remove(): void };

export function makeFolders(): Folders {
  const folders: string[] = [];
  return {
    fresh() {
      const folder = mkdtempSync(join(tmpdir(), "alcove-faults-"));
      folders.push(folder);
      return folder;
    },
    remove() {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
