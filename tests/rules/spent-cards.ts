/** What cards opened, where it lies on a device's disk. */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNodeStore } from "@alcove/store-node";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { readProfile } from "../../packages/vault/src/profile.ts";
import type { Device } from "./devices.ts";

/** Whether what the spent cards opened still lies on the device's disk, sealed. */
export function keepsSpentCards({ folder }: Device): boolean {
  const copy = mkdtempSync(join(tmpdir(), "alcove-spent-"));
  cpSync(folder, copy, { recursive: true });
  const store = openNodeStore(copy);
  try {
    return readProfile(openDisk(store.disk))?.spentCards !== undefined;
  } finally {
    store.close();
    rmSync(copy, { recursive: true });
  }
}
