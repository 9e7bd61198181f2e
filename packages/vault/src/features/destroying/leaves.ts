/** What a device knows of what it is about to destroy: its leaves, what others wrote there, and words of it that are here alone. */

import { type Bytes, type CompartmentId, equalBytes, toHex } from "@alcove/bytes";
import { type BatchBody, destroyedDigest, parseBatch, parseLeaf } from "@alcove/crypto";
import { type Compartment, type CompartmentKind, type Failure, failure, type Operation } from "@alcove/protocol";
import { parseRevision } from "@alcove/records";
import type { Disk } from "../../disk.ts";
import { compartmentOfEntry } from "../../engine/entry-compartment.ts";
import type { Opened } from "../../engine/opened.ts";
import { type EngineState, isFollowed, newestKey } from "../../engine/state.ts";
import type { DraftView } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { drafts } from "../drafts.ts";

export type Place = { readonly ports: Ports; readonly disk: Disk; readonly opened: Opened };

/** Names all that is here of it, so that the server takes nothing away that this device has not seen. */
export function destruction(disk: Disk, { keys }: Opened, compartment: CompartmentId): Operation {
  const leaves: Bytes[] = [];
  for (const { position, entry } of disk.bodies.entries()) {
    const of = compartmentOfEntry(entry);
    const raw = of && equalBytes(of, compartment) ? disk.leaf(position) : undefined;
    const kind = raw && parseLeaf(raw)?.kind;
    if (raw && (kind === "keyLog" || kind === "batch")) leaves.push(raw);
  }
  return ["compartment.destroy", compartment, leaves.length, destroyedDigest(keys.practice, compartment, leaves)];
}

/** How many batches there are by other devices. */
export const writtenElsewhere = (disk: Disk, { keys }: Opened, places: readonly Compartment[]): number =>
  batchesIn(disk, places, ({ author }) => !equalBytes(author, keys.device));

export function batchesIn(
  disk: Disk,
  places: readonly Compartment[],
  counts: (batch: BatchBody) => boolean = () => true,
): number {
  const names = new Set(places.map(({ compartment }) => toHex(compartment)));
  let count = 0;
  for (const { entry } of disk.bodies.entries()) {
    const batch = parseBatch(entry)?.body;
    if (batch && names.has(toHex(batch.compartment)) && counts(batch)) count++;
  }
  return count;
}

/** Whoever has the device, and was not let in, destroys nothing behind a guard. */
export function isOpenHere(state: EngineState, { compartment }: Compartment): boolean {
  const log = state.keyLogs.get(toHex(compartment));
  return isFollowed(state, compartment) && log !== undefined && newestKey(state, log) !== undefined;
}

/** Words that are on this device alone: their person saves or throws them away first. "held": without what the next sync sends by itself. */
export async function whatIsUnsent(
  { ports, disk, opened }: Place,
  chart: Bytes,
  kinds: readonly CompartmentKind[],
  isOfThese: (draft: DraftView) => boolean,
  which: "held" | "all" = "all",
): Promise<Failure | undefined> {
  let saves = 0;
  for (
    let next = await opened.outbox.next(0, "held too");
    next;
    next = await opened.outbox.next(next.sequence, "held too")
  ) {
    if (which === "held" && !opened.outbox.held().includes(next.sequence)) continue;
    for (const { destination, revision } of next.save ?? []) {
      const isHere = kinds.includes(destination.kind) && destination.chart && equalBytes(destination.chart, chart);
      if (isHere && parseRevision(revision)?.type !== "access") saves++;
    }
  }
  const begun = (await drafts(ports, disk, opened.keys, () => undefined)).filter(
    (one) => one.chart === toHex(chart) && isOfThese(one),
  ).length;
  return saves + begun > 0 ? failure("notes-unsent", { saves, drafts: begun }) : undefined;
}
