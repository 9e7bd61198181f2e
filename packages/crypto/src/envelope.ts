/**
 * Envelope: one sealed revision of a record (docs/spec, ENV-1 to ENV-6).
 *
 *   header   = CBOR [1, schema, compartment, epoch, record, revision, [parent hash ...], author device]
 *   envelope = CBOR [header, nonce (12) || ciphertext || tag (16)]
 *
 * The whole header and the practice are additional data: a ciphertext moved to another record, revision, compartment,
 * epoch, author or practice does not open. Parents are hashes of envelopes, never of plaintext: a hash of plaintext
 * would let the server test guesses. Opening is in `open/envelope.ts`.
 */

import {
  areDistinct,
  type Bytes,
  type CborValue,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  type Hash,
  parseCbor,
  type PracticeId,
  type RecordId,
} from "@alcove/bytes";
import { context } from "./context.ts";
import type { CryptoPort } from "./port.ts";
import { isPaddedLength, pad } from "./padding.ts";
import { seal, type SealKey, sealOverheadBytes } from "./primitives/aead.ts";

export type EnvelopeHeader = {
  /** Version of the revision's own shape (`@alcove/records`). */
  readonly schema: number;
  readonly compartment: CompartmentId;
  readonly epoch: number;
  readonly record: RecordId;
  /** 1 for the first revision, else one more than the highest parent's. */
  readonly revision: number;
  /** Each once. None for a first revision, one for an edit, two or more where a conflict was settled. */
  readonly parents: readonly Hash[];
  readonly author: DeviceId;
};

/** Bytes as they travel and rest: CBOR [header, sealed]. */
export type Envelope = Bytes;
export type ParsedEnvelope = { readonly header: EnvelopeHeader; readonly headerBytes: Bytes; readonly sealed: Bytes };

export const maxParents = 16;

export function encodeHeader(header: EnvelopeHeader): Bytes {
  return encodeCbor([
    1,
    header.schema,
    header.compartment,
    header.epoch,
    header.record,
    header.revision,
    header.parents,
    header.author,
  ]);
}

/** `key` must be the content key of the header's epoch and author. `plaintext` is one encoded revision. */
export async function sealEnvelope(
  port: CryptoPort,
  key: SealKey,
  practice: PracticeId,
  header: EnvelopeHeader,
  plaintext: Uint8Array,
): Promise<Envelope> {
  const headerBytes = encodeHeader(header);
  return encodeCbor([headerBytes, await seal(port, key, pad(plaintext), envelopeContext(practice, headerBytes))]);
}

export const envelopeContext = (practice: PracticeId, headerBytes: Uint8Array): Bytes =>
  context("envelope", practice, headerBytes);

/** Reads what the server too may see. `undefined`: not an envelope of this version, or one that is not padded. */
export function parseEnvelope(bytes: Uint8Array): ParsedEnvelope | undefined {
  const outer = parseCbor(bytes);
  if (!Array.isArray(outer) || outer.length !== 2) return undefined;
  const [headerBytes, sealed] = outer as CborValue[];
  if (!(headerBytes instanceof Uint8Array) || !(sealed instanceof Uint8Array)) return undefined;
  if (!isPaddedLength(sealed.length - sealOverheadBytes)) return undefined;
  const header = parseHeader(headerBytes);
  return header && { header, headerBytes: headerBytes as Bytes, sealed: sealed as Bytes };
}

function parseHeader(bytes: Uint8Array): EnvelopeHeader | undefined {
  const value = parseCbor(bytes);
  if (!Array.isArray(value) || value.length !== 8) return undefined;
  const [version, schema, compartment, epoch, record, revision, parents, author] = value as CborValue[];
  if (version !== 1 || !isCount(schema) || !isCount(epoch) || !isCount(revision)) return undefined;
  if (!isBytes(compartment, 16) || !isBytes(record, 16) || !isBytes(author, 16)) return undefined;
  if (!Array.isArray(parents) || parents.length > maxParents || !parents.every((parent) => isBytes(parent, 32)))
    return undefined;
  if ((revision === 1) !== (parents.length === 0) || !areDistinct(parents as Uint8Array[])) return undefined;
  return {
    schema,
    epoch,
    revision,
    compartment: compartment as CompartmentId,
    record: record as RecordId,
    author: author as DeviceId,
    parents: parents as unknown as Hash[],
  };
}

function isCount(value: CborValue | undefined): value is number {
  return typeof value === "number" && value >= 1;
}
function isBytes(value: CborValue | undefined, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}
