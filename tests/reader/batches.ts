/** Batches, envelopes and the revisions inside (docs/spec/03-envelopes-and-batches.md and 11-records.md). */

import { type Cbor, read, write } from "./cbor.ts";
import type { KeyLog } from "./key-log.ts";
import { context, H, hex, hkdf, hmac, must, openSealed, same, verify } from "./primitives.ts";
import { deviceAt, type Roster } from "./roster.ts";
import { anyBytes, count, hash, id, listOf, one, orNull, parse, signature } from "./shape.ts";

/** Where a device's chain stands. */
export type Author = { counter: number; previous: Uint8Array; readonly inCompartment: Map<string, number> };
export const newAuthor = (): Author => ({ counter: 0, previous: new Uint8Array(32), inCompartment: new Map() });

export type Revision = {
  readonly envelope: string;
  readonly record: string;
  readonly number: number;
  readonly parents: readonly string[];
  readonly content: { readonly [member: string]: Cbor };
};

const batchShape = [
  one,
  id,
  count,
  id,
  count,
  count,
  hash,
  hash,
  count,
  hash,
  orNull(id),
  id,
  listOf(hash, 1, 1000),
] as const;

/** Compartment and author of a batch: which tag and chain it belongs to. */
export function readBatch(bytes: Uint8Array) {
  const [body, signed] = parse(bytes, [anyBytes, signature], "BAT-1");
  const [, compartment, epoch, device, counter, inCompartment, previous, rosterHead, size, , , tag, envelopes] = parse(
    body,
    batchShape,
    "BAT-1",
  );
  must(new Set(envelopes.map(hex)).size === envelopes.length, "BAT-1");
  return {
    body,
    signed,
    compartment,
    epoch,
    device,
    counter,
    inCompartment,
    previous,
    rosterHead,
    size,
    tag,
    envelopes,
  };
}

/** KEY-14. */
export function tagOf(epochKey: Uint8Array, account: Uint8Array, device: Uint8Array, counter: number): Uint8Array {
  return hmac(hkdf(epochKey, context("tag", account)), write([device, counter])).slice(0, 16);
}

/** BAT-2 to BAT-8, ENV-1 to ENV-6: the revisions of a batch that stands. */
export function applyBatch(
  roster: Roster,
  log: KeyLog,
  author: Author,
  batch: ReturnType<typeof readBatch>,
  bytes: Uint8Array,
  envelopes: readonly Uint8Array[],
  at: number,
): Revision[] {
  const name = hex(batch.compartment);
  const compartment = roster.compartments.get(name);
  const device = deviceAt(roster, batch.device, at);
  must(device && compartment && compartment.rights.get(hex(device.account))?.write, "BAT-3");
  const current = log.epochs.at(-1);
  must(current && batch.epoch === log.epochs.length && (compartment.stale ?? -1) < current.index, "BAT-4");
  must(batch.counter === author.counter + 1 && same(batch.previous, author.previous), "BAT-5");
  must(batch.inCompartment === (author.inCompartment.get(name) ?? 0) + 1, "BAT-5");
  must(
    at > roster.headIndex && at > log.headIndex && roster.heads.has(hex(batch.rosterHead)) && batch.size <= at,
    "BAT-6",
  );
  must(verify(device.key, batch.signed, context("batch", roster.practice, batch.body)), "BAT-2");
  // KEY-21
  must(
    same(batch.tag, tagOf(current.guard?.memberPart ?? current.key, device.account, batch.device, batch.inCompartment)),
    "BAT-8",
  );
  must(envelopes.length === batch.envelopes.length, "BAT-7");
  const revisions = envelopes.map((envelope, i) => {
    must(same(H(envelope), batch.envelopes[i] as Uint8Array) && envelope.length <= 5 * 1024 * 1024, "BAT-7");
    return openEnvelope(roster.practice, current.key, batch, envelope);
  });
  author.counter = batch.counter;
  author.previous = H(bytes);
  author.inCompartment.set(name, batch.inCompartment);
  return revisions;
}

function openEnvelope(
  practice: Uint8Array,
  epochKey: Uint8Array,
  batch: ReturnType<typeof readBatch>,
  envelope: Uint8Array,
): Revision {
  const [header, sealed] = parse(envelope, [anyBytes, anyBytes], "ENV-1");
  const [, , compartment, epoch, record, number, parents, device] = parse(
    header,
    [one, count, id, count, id, count, listOf(hash, 0, 16), id],
    "ENV-1",
  );
  must(same(compartment, batch.compartment) && epoch === batch.epoch && same(device, batch.device), "BAT-7");
  must((number === 1) === (parents.length === 0) && new Set(parents.map(hex)).size === parents.length, "ENV-4");
  must(isBucket(sealed.length - 28), "ENV-6");
  const padded = openSealed(hkdf(epochKey, context("env", device)), context("envelope", practice, header), sealed);
  must(padded, "ENV-2");
  const end = padded.findLastIndex((byte) => byte !== 0);
  must(padded[end] === 0x80, "ENV-3");
  const plaintext = padded.slice(0, end);
  const content = read(plaintext) as Revision["content"];
  must(typeof content["type"] === "string" && id(content["revision"]), "REC-1");
  return { envelope: hex(H(envelope)), record: hex(record), number, parents: parents.map(hex), content };
}

/** ENV-3. */
export function isBucket(length: number): boolean {
  if (length < 1024) return false;
  const exponent = Math.floor(Math.log2(length));
  const zeroBits = Math.max(0, exponent - (Math.floor(Math.log2(exponent)) + 1));
  return length % 2 ** zeroBits === 0;
}
