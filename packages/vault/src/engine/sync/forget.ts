/** What a device may no longer read leaves its disk (security.md section 5), but for what its own chain rests on. */

import { type DeviceId, equalBytes, toHex } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { parseKeyLogEntry } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";

const entriesAtOnce = 500;

/** In the transaction that stores why. Sealed snapshots go too: the next one holds what is left. */
export function forgetOnDisk(disk: Disk, compartments: ReadonlySet<string>, device: DeviceId): void {
  const others: number[] = [];
  const own: number[] = [];
  for (let from = 0; ; ) {
    const rows = disk.bodies.entries(from, entriesAtOnce);
    for (const { body, entry } of rows) {
      const batch = parseBatch(entry)?.body;
      const compartment = batch?.compartment ?? parseKeyLogEntry(entry)?.body.compartment;
      if (!compartment || !compartments.has(toHex(compartment))) continue;
      (batch && equalBytes(batch.author, device) ? own : others).push(body);
    }
    const last = rows.at(-1);
    if (!last || rows.length < entriesAtOnce) break;
    from = last.position + 1;
  }
  disk.bodies.forget(others, "all of it");
  disk.bodies.forget(own, "parts only");
  disk.snapshots.removeAllBut([]);
}
