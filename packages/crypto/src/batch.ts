/**
 * Batch: what one device appends atomically to one compartment (docs/spec, BAT-1 to BAT-8). It names its envelopes by
 * hash, and carries one device signature for all of them.
 *
 *   body  = CBOR [1, compartment, epoch, author device, device counter, compartment counter, previous batch (32),
 *                 roster head (32), checkpoint size, checkpoint root (32), group (16) | null, tag (16), [envelope hash ...]]
 *   batch = CBOR [body, Ed25519 signature (64) over context("batch", practice, body)]
 */

import {
  areDistinct,
  type Bytes,
  type CborValue,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  type GroupId,
  type Hash,
  parseCbor,
  type PracticeId,
} from "@alcove/bytes";
import { context } from "./context.ts";
import type { Tag } from "./epoch.ts";
import type { CryptoPort } from "./port.ts";
import { type Signature, sign, type SigningKey, verify, type VerifyKey } from "./primitives/sign.ts";

export type BatchBody = {
  readonly compartment: CompartmentId;
  readonly epoch: number;
  readonly author: DeviceId;
  /** Counts this device's batches over all compartments, from 1, without gaps. */
  readonly deviceCounter: number;
  /** Counts this device's batches in this compartment, from 1, without gaps. */
  readonly compartmentCounter: number;
  /** Hash of this device's batch before this one, whichever its compartment; 32 zero bytes in its first. */
  readonly previous: Hash;
  /** The newest statement this device had replayed when it sealed. */
  readonly rosterHead: Hash;
  /** The newest checkpoint this device had verified when it sealed. */
  readonly checkpoint: { readonly size: number; readonly root: Hash };
  /** Batches of one group are committed together or not at all. */
  readonly group: GroupId | null;
  readonly tag: Tag;
  /** Each once. */
  readonly envelopes: readonly Hash[];
};

export type Batch = { readonly body: BatchBody; readonly bodyBytes: Bytes; readonly signature: Signature };

export const maxEnvelopesPerBatch = 1000;
/**
 * Of one device in one compartment, over all epochs. Full batches of that number hold fewer than 2^31 envelopes, where a
 * content key with random nonces stops. A device that got there is enrolled anew.
 */
export const maxBatchesInCompartment = 2 ** 21;

export async function signBatch(
  port: CryptoPort,
  key: SigningKey,
  practice: PracticeId,
  body: BatchBody,
): Promise<Bytes> {
  const bodyBytes = encodeCbor([
    1,
    body.compartment,
    body.epoch,
    body.author,
    body.deviceCounter,
    body.compartmentCounter,
    body.previous,
    body.rosterHead,
    body.checkpoint.size,
    body.checkpoint.root,
    body.group,
    body.tag,
    body.envelopes,
  ]);
  return encodeCbor([bodyBytes, await sign(port, key, context("batch", practice, bodyBytes))]);
}

export async function verifyBatch(
  port: CryptoPort,
  key: VerifyKey,
  practice: PracticeId,
  batch: Batch,
): Promise<boolean> {
  return verify(port, key, batch.signature, context("batch", practice, batch.bodyBytes));
}

/** `undefined`: not a batch of this version. Says nothing about its signature. */
export function parseBatch(bytes: Uint8Array): Batch | undefined {
  const outer = parseCbor(bytes);
  if (!Array.isArray(outer) || outer.length !== 2) return undefined;
  const [bodyBytes, signature] = outer as CborValue[];
  if (!(bodyBytes instanceof Uint8Array) || !isBytes(signature, 64)) return undefined;
  const value = parseCbor(bodyBytes);
  if (!Array.isArray(value) || value.length !== 13) return undefined;
  const [
    version,
    compartment,
    epoch,
    author,
    deviceCounter,
    compartmentCounter,
    previous,
    rosterHead,
    size,
    root,
    group,
    tag,
    envelopes,
  ] = value as CborValue[];
  if (version !== 1 || !isCount(epoch) || !isCount(deviceCounter) || !isCount(compartmentCounter) || !isCount(size))
    return undefined;
  if (compartmentCounter > maxBatchesInCompartment) return undefined;
  if (
    !isBytes(compartment, 16) ||
    !isBytes(author, 16) ||
    !isBytes(previous, 32) ||
    !isBytes(rosterHead, 32) ||
    !isBytes(root, 32) ||
    !isBytes(tag, 16)
  )
    return undefined;
  if (group !== null && !isBytes(group, 16)) return undefined;
  if (
    !Array.isArray(envelopes) ||
    envelopes.length === 0 ||
    envelopes.length > maxEnvelopesPerBatch ||
    !envelopes.every((hash) => isBytes(hash, 32)) ||
    !areDistinct(envelopes as Uint8Array[])
  )
    return undefined;
  return {
    bodyBytes: bodyBytes as Bytes,
    signature: signature as Signature,
    body: {
      compartment: compartment as CompartmentId,
      epoch,
      author: author as DeviceId,
      deviceCounter,
      compartmentCounter,
      previous: previous as Hash,
      rosterHead: rosterHead as Hash,
      checkpoint: { size, root: root as Hash },
      group: group as GroupId | null,
      tag: tag as Tag,
      envelopes: envelopes as unknown as Hash[],
    },
  };
}

function isCount(value: CborValue | undefined): value is number {
  return typeof value === "number" && value >= 1;
}
function isBytes(value: CborValue | undefined, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}
