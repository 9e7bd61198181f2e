/**
 * The outbox: saves rest here under a local key until the ledger has them (docs/spec, OUT-1 to OUT-4). An entry is sealed
 * to an epoch only after the newest checkpoint was replayed, so that nothing is sealed to somebody who has left.
 */

import { type Bytes, type CborValue, encodeCbor, parseCbor } from "@alcove/bytes";
import { context, type CryptoPort, open as openSealed, seal } from "@alcove/crypto";
import type { CompartmentKind } from "@alcove/protocol";
import type { Revision } from "@alcove/records";
import type { Disk } from "../disk.ts";
import type { OpenKeys } from "./keys.ts";

/**
 * Where a revision belongs: a compartment by what it is for, made when the first save needs it. `compartment`: where a chart has
 * many of the kind, this one, which is there.
 */
export type Destination = {
  readonly kind: Extract<
    CompartmentKind,
    | "directory"
    | "schedule"
    | "clinical"
    | "psychotherapy"
    | "administrative"
    | "crisis"
    | "will"
    | "access-log"
    | "emergency"
    | "portal"
  >;
  readonly chart: Bytes | null;
  readonly compartment?: Bytes;
};

export const directory: Destination = { kind: "directory", chart: null };

export type OutboxRevision = {
  readonly destination: Destination;
  readonly record: Bytes;
  /** The revision's own id. */
  readonly id: Bytes;
  readonly number: number;
  /** Revision ids of the parents. */
  readonly parents: readonly Bytes[];
  /** As encoded by `@alcove/records`. */
  readonly revision: Bytes;
  /** The same before it was encoded, where this process made it. */
  readonly made?: Revision;
};
/** One save: all of it reaches the server together. */
export type Save = readonly OutboxRevision[];

export type Outbox = ReturnType<typeof createOutbox>;

/** Saves that were made or opened lately are kept open: the sync, a screen or the text index asks for them next. */
const openBytes = 16 * 1024 * 1024;

/** A promise, not its outcome: many may ask at once, and one opening is enough for all of them. `undefined`: damaged, or not this device's. */
type OpenSave = { readonly bytes: number; readonly save: Promise<Save | undefined> };

export function createOutbox(crypto: CryptoPort, keys: OpenKeys, disk: Disk) {
  const additional = context("outbox", keys.practice, keys.device);
  const open = new Map<number, OpenSave>();
  let total = 0;

  function keepOpen(sequence: number, opened: OpenSave): OpenSave {
    open.set(sequence, opened);
    total += opened.bytes;
    for (const oldest of open.keys()) {
      if (total <= openBytes) break;
      close(oldest);
    }
    return opened;
  }
  function close(sequence: number): void {
    total -= open.get(sequence)?.bytes ?? 0;
    open.delete(sequence);
  }
  function entry(sequence: number): OpenSave | undefined {
    const known = open.get(sequence);
    if (known) return known;
    const sealed = disk.outbox.at(sequence);
    return sealed && keepOpen(sequence, { bytes: sealed.length, save: openSave(crypto, keys, additional, sealed) });
  }

  return {
    /** All durable when it answers, in one transaction, which `alsoOnDisk` joins. Throws `StoreFault` when the disk is full. */
    async add(saves: readonly Save[], alsoOnDisk: () => void): Promise<number[]> {
      const sealed = await Promise.all(saves.map((save) => seal(crypto, keys.outboxKey, encodeSave(save), additional)));
      const sequences = disk.transaction(() => {
        const added = saves.map((save, i) => disk.outbox.add(sealed[i] as Bytes, isQuiet(save)));
        alsoOnDisk();
        return added;
      });
      for (const [i, save] of saves.entries())
        keepOpen(sequences[i] as number, { bytes: sealed[i]?.length ?? 0, save: Promise.resolve(save) });
      return sequences;
    },
    /** The save after `sequence`; its `bytes` are those of its sealed form. */
    async next(
      after: number,
      held: "held too" | "not held" = "not held",
    ): Promise<{ sequence: number; save: Save | undefined; bytes: number } | undefined> {
      const sequence = disk.outbox.next(after, held);
      const found = sequence === undefined ? undefined : entry(sequence);
      return sequence !== undefined && found ? { sequence, save: await found.save, bytes: found.bytes } : undefined;
    },
    async at(sequence: number): Promise<Save | undefined> {
      return entry(sequence)?.save;
    },
    count: (): number => disk.outbox.count(),
    held: (): number[] => disk.outbox.held(),
    setHeld: (sequence: number, held: boolean): void => disk.outbox.setHeld(sequence, held),
    /** Gone for good: its person said so. */
    remove(sequence: number): void {
      disk.outbox.remove(sequence);
      close(sequence);
    },
    /** All up to and with `sequence` but those held: they travel in this order. Call it in the transaction that gives them their places. */
    removeThrough(sequence: number): void {
      const held = disk.outbox.held();
      disk.outbox.removeThrough(sequence);
      for (const each of open.keys()) if (each <= sequence && !held.includes(each)) close(each);
    },
  };
}

/** What the app writes down by itself: nobody waits for it, and nobody gives it up. */
const isQuiet = (save: Save): boolean => save.every(({ made }) => made?.type === "access");

function encodeSave(save: Save): Bytes {
  return encodeCbor(
    save.map((one) => [
      one.destination.kind,
      one.destination.chart,
      one.record,
      one.id,
      one.number,
      one.parents,
      one.revision,
      ...(one.destination.compartment ? [one.destination.compartment] : []),
    ]),
  );
}

async function openSave(
  crypto: CryptoPort,
  keys: OpenKeys,
  additional: Bytes,
  sealed: Bytes,
): Promise<Save | undefined> {
  const plaintext = await openSealed(crypto, keys.outboxKey, sealed, additional);
  const value = plaintext && parseCbor(plaintext);
  if (!Array.isArray(value)) return undefined;
  return (value as CborValue[][]).map(([kind, chart, record, id, number, parents, revision, compartment]) => ({
    destination: {
      kind: kind as Destination["kind"],
      chart: chart as Bytes | null,
      ...(compartment ? { compartment: compartment as Bytes } : {}),
    },
    record: record as Bytes,
    id: id as Bytes,
    number: number as number,
    parents: parents as unknown as Bytes[],
    revision: revision as Bytes,
  }));
}
