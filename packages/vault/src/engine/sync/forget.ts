/** What a device may no longer read leaves its disk (security.md section 5), but for what its own chain rests on. */

import { type Bytes, type CompartmentId, type DeviceId, equalBytes, toHex } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { parseKeyLogEntry, parseOpening, parseRelease } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import { compartmentOfEntry } from "../entry-compartment.ts";
import type { EngineState } from "../state.ts";

/**
 * In the transaction that stores why. Sealed snapshots go too: the next one holds what is left. `oversees`: openings are owed to this
 * member's role, whatever they read. `blobs`: of files kept there.
 */
export function forgetOnDisk(
  disk: Disk,
  compartments: ReadonlySet<string>,
  {
    device,
    oversees,
    blobs,
  }: { readonly device: DeviceId; readonly oversees: boolean; readonly blobs: readonly Bytes[] },
): void {
  const others: number[] = [];
  const own: number[] = [];
  for (const { body, entry } of disk.bodies.entries()) {
    const compartment = compartmentOfEntry(entry);
    if (!compartment || !compartments.has(toHex(compartment))) continue;
    if (oversees && (parseOpening(entry) ?? parseRelease(entry))) continue;
    const author = parseBatch(entry)?.body.author;
    (author && equalBytes(author, device) ? own : others).push(body);
  }
  disk.bodies.forget(others, "all of it");
  disk.bodies.forget(own, "parts only");
  disk.chunks.remove(blobs);
  disk.snapshots.removeAllBut([]);
  disk.oweWipe();
}

/**
 * Keys of before a guard would open by themselves what is guarded now: what was sealed of them goes, and the sealed
 * snapshots that hold them open.
 */
export function forgetKeysOnDisk(disk: Disk, state: EngineState, compartments: readonly CompartmentId[]): void {
  const since = new Map<string, number>();
  for (const id of compartments.map(toHex)) {
    const at = state.roster?.compartments.get(id)?.guard?.sinceIndex;
    if (at !== undefined) since.set(id, at);
  }
  const before: number[] = [];
  for (const { body, position, entry } of disk.bodies.entries()) {
    const compartment = parseKeyLogEntry(entry)?.body.compartment;
    if (compartment && position < (since.get(toHex(compartment)) ?? 0)) before.push(body);
  }
  disk.bodies.forget(before, "parts only");
  disk.snapshots.removeAllBut([]);
  disk.oweWipe();
}
