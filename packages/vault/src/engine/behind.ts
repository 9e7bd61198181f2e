/** That this device's store was older than what it signed last, across restarts (docs/spec, FRE-4). */

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
