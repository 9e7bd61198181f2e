/** What a device may no longer read leaves its disk (security.md section 5), but for what its own chain rests on. */

import { type DeviceId, equalBytes, toHex } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import type { Disk } from "../../disk.ts";
import { compartmentOfEntry } from "../entry-compartment.ts";

/** In the transaction that stores why. Sealed snapshots go too: the next one holds what is left. */
export function forgetOnDisk(disk: Disk, compartments: ReadonlySet<string>, device: DeviceId): void {
  const others: number[] = [];
  const own: number[] = [];
  for (const { body, entry } of disk.bodies.entries()) {
    const compartment = compartmentOfEntry(entry);
    if (!compartment || !compartments.has(toHex(compartment))) continue;
    const author = parseBatch(entry)?.body.author;
    (author && equalBytes(author, device) ? own : others).push(body);
  }
  disk.bodies.forget(others, "all of it");
  disk.bodies.forget(own, "parts only");
  disk.snapshots.removeAllBut([]);
}
