/**
 * Opening: a device asks for the release part of a guarded compartment, once for each time that it opens it (docs/spec, GRD-1).
 * What it signs is the record of it: the server puts it into the ledger before it gives the part.
 *
 *   body    = CBOR [1, compartment, epoch, account, device, at (ms since 1970-01-01), sequence, tag (16), checkpoint size, checkpoint root]
 *           / CBOR [2, ... the same ..., one-time key (1,216)]      where people keep the part: what one of them seals it to
 *   opening = CBOR [body, Ed25519 signature over context("opening", practice, body)]
 */

import {
  type AccountId,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  equalBytes,
  type Hash,
  type PracticeId,
  toHex,
} from "@alcove/bytes";
import {
  context,
  type CryptoPort,
  type SealingPublicKey,
  sealingPublicKeyBytes,
  type Signature,
  sign,
  type SigningKey,
  type Tag,
  verify,
} from "@alcove/crypto";
import { type Failure, failure } from "./errors.ts";
import { currentEpoch, type Epoch, type KeyLog } from "./keylog/key-log.ts";
import { activeReadersOf, deviceAt, isAmong, type Roster } from "./roster/roster.ts";
import { anyBytes, bytes, count, index, parseAs, z } from "./schema.ts";

export type OpeningBody = {
  readonly compartment: CompartmentId;
  readonly epoch: number;
  readonly account: AccountId;
  readonly device: DeviceId;
  /** By the device's clock. */
  readonly at: number;
  /** How often this device has opened the compartment, with this one. */
  readonly sequence: number;
  /** By which those who read the compartment know the leaf (GRD-11). */
  readonly tag: Tag;
  readonly checkpoint: { readonly size: number; readonly root: Hash };
  /** To which the part is sealed by who lets it through; its seed is in the memory of the device that asks. */
  readonly key?: SealingPublicKey;
};
export type Opening = { readonly body: OpeningBody; readonly bodyBytes: Bytes; readonly signature: Signature };

const place = [
  bytes<CompartmentId>(16),
  count,
  bytes<AccountId>(16),
  bytes<DeviceId>(16),
  index,
  count,
  bytes<Tag>(16),
  count,
  bytes<Hash>(32),
] as const;
export const openingBodySchema = z.union([
  z.tuple([z.literal(1), ...place]),
  z.tuple([z.literal(2), ...place, bytes<SealingPublicKey>(sealingPublicKeyBytes)]),
]);
const outerSchema = z.tuple([anyBytes, bytes<Signature>(64)]);

export async function signOpening(
  port: CryptoPort,
  key: SigningKey,
  practice: PracticeId,
  body: OpeningBody,
): Promise<Bytes> {
  const { compartment, epoch, account, device, at, sequence, tag, checkpoint, key: oneTime } = body;
  const facts = [compartment, epoch, account, device, at, sequence, tag, checkpoint.size, checkpoint.root];
  const bodyBytes = encodeCbor(oneTime ? [2, ...facts, oneTime] : [1, ...facts]);
  return encodeCbor([bodyBytes, await sign(port, key, context("opening", practice, bodyBytes))]);
}

/** `undefined`: not an opening of this version. Says nothing about its signature. */
export function parseOpening(encoded: Uint8Array): Opening | undefined {
  const outer = parseAs(outerSchema, encoded);
  const value = outer && parseAs(openingBodySchema, outer[0]);
  if (!outer || !value) return undefined;
  const [, compartment, epoch, account, device, at, sequence, tag, size, root, key] = value;
  const facts = { compartment, epoch, account, device, at, sequence, tag, checkpoint: { size, root } };
  const body = key ? { ...facts, key } : facts;
  return { body, bodyBytes: outer[0], signature: outer[1] };
}

/**
 * Judges an opening at ledger `index`: server and readers alike. `log` absent: who judges does not follow the compartment, and
 * leaves out its epoch. `last`: the sequence of the device's opening before, 0 where it was none; absent where the judge can't
 * know. `undefined`: it stands. Failures: `device-revoked`, `not-entitled`, `epoch-stale` (not the newest epoch, one that is
 * not guarded, or whose part is kept by others than it asks), `head-moved` (it names a checkpoint that nobody can have seen), `signature-wrong`, `counter-wrong`.
 */
export async function judgeOpening(
  port: CryptoPort,
  roster: Roster,
  log: KeyLog | undefined,
  opening: Opening,
  index: number,
  last: number | undefined,
): Promise<Failure | undefined> {
  const { body } = opening;
  const device = deviceAt(roster, body.device, index);
  if (!device) return failure("device-revoked");
  const compartment = roster.compartments.get(toHex(body.compartment));
  if (!compartment || !equalBytes(device.account, body.account)) return failure("not-entitled");
  if (!isAmong(activeReadersOf(roster, compartment), body.account)) return failure("not-entitled");
  if (log && !asksItsKeepers(currentEpoch(log), body)) return failure("epoch-stale");
  if (body.checkpoint.size > index) return failure("head-moved");
  const message = context("opening", roster.practice, opening.bodyBytes);
  if (!(await verify(port, device.key, opening.signature, message))) return failure("signature-wrong");
  return last !== undefined && body.sequence !== last + 1 ? failure("counter-wrong", { last }) : undefined;
}

/** The newest epoch, where it is guarded; by a one-time key where people keep its part, and without where the server does. */
function asksItsKeepers({ epoch, guard }: Epoch, body: OpeningBody): boolean {
  return epoch === body.epoch && guard !== undefined && guard.releasers.length > 0 === (body.key !== undefined);
}
