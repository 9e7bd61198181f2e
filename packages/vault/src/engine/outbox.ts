/**
 * The outbox: saves rest here under a local key until the ledger has them (docs/spec, OUT-1 to OUT-4). An entry is sealed
 * to an epoch only after the newest checkpoint was replayed, so that nothing is sealed to somebody who has left.
 */

import { type Bytes, type CborValue, encodeCbor, parseCbor } from "@alcove/bytes";
import { context, type CryptoPort, open, seal } from "@alcove/crypto";
import type { CompartmentKind } from "@alcove/protocol";
import type { Revision } from "@alcove/records";
import type { OpenKeys } from "./keys.ts";

/** Where a revision belongs: a compartment by what it is for. It is made when the first save needs it. */
export type Destination = {
  readonly kind: Extract<CompartmentKind, "directory" | "clinical" | "psychotherapy">;
  readonly chart: Bytes | null;
};

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

export async function sealSave(crypto: CryptoPort, keys: OpenKeys, save: Save): Promise<Bytes> {
  const plaintext = encodeCbor(
    save.map((one) => [
      one.destination.kind,
      one.destination.chart,
      one.record,
      one.id,
      one.number,
      one.parents,
      one.revision,
    ]),
  );
  return seal(crypto, keys.outboxKey, plaintext, outboxContext(keys));
}

/** `undefined`: damaged, or not this device's. */
export async function openSave(crypto: CryptoPort, keys: OpenKeys, sealed: Bytes): Promise<Save | undefined> {
  const plaintext = await open(crypto, keys.outboxKey, sealed, outboxContext(keys));
  const value = plaintext && parseCbor(plaintext);
  if (!Array.isArray(value)) return undefined;
  return (value as CborValue[][]).map(([kind, chart, record, id, number, parents, revision]) => ({
    destination: { kind: kind as Destination["kind"], chart: chart as Bytes | null },
    record: record as Bytes,
    id: id as Bytes,
    number: number as number,
    parents: parents as unknown as Bytes[],
    revision: revision as Bytes,
  }));
}

const outboxContext = (keys: OpenKeys): Bytes => context("outbox", keys.practice, keys.device);
