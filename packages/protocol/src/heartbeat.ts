/**
 * Heartbeat: a device says, on each day it is unlocked, what it has seen (docs/spec, LED-8). Owed to every member.
 *
 *   body      = CBOR [1, device, sequence, day (days since 1970-01-01), roster head, checkpoint size, checkpoint root]
 *   heartbeat = CBOR [body, Ed25519 signature over context("heartbeat", practice, body)]
 */

import { type Bytes, type DeviceId, encodeCbor, type Hash, type PracticeId } from "@alcove/bytes";
import {
  context,
  type CryptoPort,
  type Signature,
  sign,
  type SigningKey,
  verify,
  type VerifyKey,
} from "@alcove/crypto";
import { anyBytes, bytes, count, index, parseAs, z } from "./schema.ts";

export type HeartbeatBody = {
  readonly device: DeviceId;
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly day: number;
  readonly rosterHead: Hash;
  readonly checkpoint: { readonly size: number; readonly root: Hash };
};
export type Heartbeat = { readonly body: HeartbeatBody; readonly bodyBytes: Bytes; readonly signature: Signature };

export const heartbeatBodySchema = z.tuple([
  z.literal(1),
  bytes<DeviceId>(16),
  count,
  index,
  bytes<Hash>(32),
  count,
  bytes<Hash>(32),
]);
const outerSchema = z.tuple([anyBytes, bytes<Signature>(64)]);

export async function signHeartbeat(
  port: CryptoPort,
  key: SigningKey,
  practice: PracticeId,
  body: HeartbeatBody,
): Promise<Bytes> {
  const bodyBytes = encodeCbor([
    1,
    body.device,
    body.sequence,
    body.day,
    body.rosterHead,
    body.checkpoint.size,
    body.checkpoint.root,
  ]);
  return encodeCbor([bodyBytes, await sign(port, key, context("heartbeat", practice, bodyBytes))]);
}

/** `undefined`: not a heartbeat of this version. Says nothing about its signature. */
export function parseHeartbeat(encoded: Uint8Array): Heartbeat | undefined {
  const outer = parseAs(outerSchema, encoded);
  const value = outer && parseAs(heartbeatBodySchema, outer[0]);
  if (!outer || !value) return undefined;
  const [, device, sequence, day, rosterHead, size, root] = value;
  return {
    body: { device, sequence, day, rosterHead, checkpoint: { size, root } },
    bodyBytes: outer[0],
    signature: outer[1],
  };
}

export async function verifyHeartbeat(
  port: CryptoPort,
  key: VerifyKey,
  practice: PracticeId,
  heartbeat: Heartbeat,
): Promise<boolean> {
  return verify(port, key, heartbeat.signature, context("heartbeat", practice, heartbeat.bodyBytes));
}
