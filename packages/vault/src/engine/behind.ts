/** What a device keeps, to find out that its store is older than what it signed; and that it did, across restarts (docs/spec, FRE-4). */

import { toHex } from "@alcove/bytes";
import type { Disk } from "../disk.ts";
import type { OpenKeys } from "./keys.ts";
import type { Behind } from "./state.ts";

/** What the disk says, which a snapshot of before may not. */
export function readBehind(disk: Disk, { device }: Pick<OpenKeys, "device">): Behind | undefined {
  const size = disk.settings.get("behind");
  return typeof size === "number" ? { device: toHex(device), size } : undefined;
}

export function keepBehind(disk: Disk, behind: Behind | undefined): void {
  disk.settings.set("behind", behind?.size ?? null);
}

/** Before a heartbeat that names a ledger of this size is sent. */
export const keepNamed = (disk: Disk, size: number): void => disk.settings.set("beatSize", size);

/** The size of the ledger that the newest heartbeat of this store names; 0: it sent none. */
export const largestNamed = (disk: Disk): number => Number(disk.settings.get("beatSize") ?? 0);
