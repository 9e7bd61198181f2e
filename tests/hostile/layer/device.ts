/** One real device: the vault on its own folder, over real HTTP, with a clock that can be moved. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail } from "@alcove/bytes";
import { nodeClock, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Outcome, type Vault } from "@alcove/vault";
import { lightCryptoPort } from "../../light/crypto-port.ts";

export type Device = {
  readonly vault: Vault;
  readonly folder: string;
  /** Its clock from now on. */
  setClock(daysAhead: number): void;
  /** "down": nothing that it asks from now on leaves it. */
  setNetwork(network: "up" | "down"): void;
  remove(): Promise<void>;
};

/** A device syncs when its test says so: what a vault tries again by itself, later than this, it does not try here. */
const retriesFromMs = 10_000;

export async function openDevice(folder = mkdtempSync(join(tmpdir(), "alcove-hostile-device-"))): Promise<Device> {
  let aheadMs = 0;
  let isUp = true;
  const transport = createHttpTransport();
  const vault = createVault({
    crypto: await lightCryptoPort(),
    store: openNodeStore(folder),
    transport: {
      ...transport,
      async request(origin, request) {
        return isUp ? transport.request(origin, request) : fail({ code: "server-unreachable" as const });
      },
    },
    clock: {
      now: () => nodeClock.now() + aheadMs,
      after: (ms, work) => (ms < retriesFromMs ? nodeClock.after(ms, work) : () => {}),
    },
    log: () => {},
  });
  return {
    vault,
    folder,
    setClock(daysAhead) {
      aheadMs = Math.round(daysAhead * 86_400_000);
    },
    setNetwork(network) {
      isUp = network === "up";
    },
    async remove() {
      await vault.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The value; throws on a failure, with its code. */
export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.error)}`);
  return outcome.value;
}
