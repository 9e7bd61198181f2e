/**
 * Key-log entry: a compartment's chain of epochs and of who was given their keys (docs/spec, LOG-1 to LOG-13, PTL-1).
 *
 *   body  = CBOR [1, compartment, sequence, previous (32), roster head (32), signer account, signer device, operation]
 *   entry = CBOR [body, signatures]   as a statement, over context("key-log", practice, body)
 *   rotate  = ["rotate", epoch, commitment (32), drop-box key (1,216), back link (60) | null, [delivery ...]]
 *   deliver = ["deliver", epoch, [delivery ...]]
 *   rotate.guarded = ["rotate.guarded", epoch, commitment (32), drop-box key (1,216), back link (60) | null, [delivery ...],
 *                     commitment to the member part (32), commitment to the release part (32), member part under the epoch's own key (60)]
 *   rotate.portal  = ["rotate.portal", epoch, commitment (32), drop-box key (1,216), back link (60) | null, [delivery ...], readers]
 *   delivery = [recipient account, recovery set or client's device (16), H(recipient key) (32), H(sealed key) (32)]
 *
 * The sealed keys travel beside the entry, bound by hash, so that they can be deleted.
 */

import { type AccountId, type Bytes, type CompartmentId, type DeviceId, encodeCbor, type Hash } from "@alcove/bytes";
import { type Commitment, type PartCommitment, type SealingPublicKey, sealingPublicKeyBytes } from "@alcove/crypto";
import { portalReadersSchema } from "../portal/readers.ts";
import type { Recipient } from "../roster/recovery-set.ts";
import { parseSigned, type Signed } from "../roster/signed.ts";
import { bytes, count, index, parseAs, z } from "../schema.ts";

const delivery = z.tuple([bytes<Recipient>(16), bytes<Hash>(32), bytes<Hash>(32)]);
export type Delivery = z.infer<typeof delivery>;
const deliveries = z.array(delivery).check(z.minLength(1), z.maxLength(1000));

const operation = z.union([
  z.tuple([
    z.literal("rotate"),
    count,
    bytes<Commitment>(32),
    bytes<SealingPublicKey>(sealingPublicKeyBytes),
    z.nullable(bytes<never>(60)),
    deliveries,
  ]),
  z.tuple([z.literal("deliver"), count, deliveries]),
  z.tuple([
    z.literal("rotate.guarded"),
    count,
    bytes<Commitment>(32),
    bytes<SealingPublicKey>(sealingPublicKeyBytes),
    z.nullable(bytes<never>(60)),
    deliveries,
    bytes<PartCommitment>(32),
    bytes<PartCommitment>(32),
    bytes<never>(60),
  ]),
  z.tuple([
    z.literal("rotate.portal"),
    count,
    bytes<Commitment>(32),
    bytes<SealingPublicKey>(sealingPublicKeyBytes),
    z.nullable(bytes<never>(60)),
    deliveries,
    portalReadersSchema,
  ]),
]);
export type KeyLogOperation = z.infer<typeof operation>;

/** Whom an entry delivers to, whatever it does besides. */
export function deliveriesOf(operation: KeyLogOperation): readonly Delivery[] {
  return operation[0] === "deliver" ? operation[2] : operation[5];
}

export const keyLogBodySchema = z.tuple([
  z.literal(1),
  bytes<CompartmentId>(16),
  index,
  bytes<Hash>(32),
  bytes<Hash>(32),
  bytes<AccountId>(16),
  bytes<DeviceId>(16),
  operation,
]);

export type KeyLogBody = {
  readonly compartment: CompartmentId;
  readonly sequence: number;
  readonly previous: Hash;
  readonly rosterHead: Hash;
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly operation: KeyLogOperation;
};
export type KeyLogEntry = Signed<KeyLogBody>;

export function encodeKeyLogBody(body: KeyLogBody): Bytes {
  return encodeCbor([
    1,
    body.compartment,
    body.sequence,
    body.previous,
    body.rosterHead,
    body.account,
    body.device,
    body.operation,
  ]);
}

/** `undefined`: not an entry of this version. */
export function parseKeyLogEntry(encoded: Uint8Array): KeyLogEntry | undefined {
  const outer = parseSigned(encoded);
  const body = outer && parseAs(keyLogBodySchema, outer.bodyBytes);
  if (!outer || !body) return undefined;
  const [, compartment, sequence, previous, rosterHead, account, device, op] = body;
  return { ...outer, body: { compartment, sequence, previous, rosterHead, account, device, operation: op } };
}
