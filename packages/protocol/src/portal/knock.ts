/**
 * A client's new device asks to be admitted, by wallet card and PIN (docs/spec, PTL-14): who reads the portal sees it and answers. The
 * server carries it and can make none.
 *
 *   body  = CBOR [1, portal, head of its key log (32), device, device key, sealing key]
 *   knock = CBOR [body, card's signature (64), device's signature (64)]     both over context("portal-knock", practice, body)
 */

import {
  type Bytes,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  equalBytes,
  type Hash,
  type PracticeId,
} from "@alcove/bytes";
import {
  context,
  type CryptoPort,
  importVerifyKey,
  type PublicKey,
  type SealingPublicKey,
  sealingPublicKeyBytes,
  type Signature,
  sign,
  type SigningKey,
  verify,
} from "@alcove/crypto";
import type { KeyLog } from "../keylog/key-log.ts";
import { anyBytes, bytes, parseAs, z } from "../schema.ts";
import { wasListed } from "./readers.ts";

export const knockBodySchema = z.tuple([
  z.literal(1),
  bytes<CompartmentId>(16),
  bytes<Hash>(32),
  bytes<DeviceId>(16),
  bytes<PublicKey>(32),
  bytes<SealingPublicKey>(sealingPublicKeyBytes),
]);
const knockSchema = z.tuple([anyBytes, bytes<Signature>(64), bytes<Signature>(64)]);

export type Knock = {
  readonly portal: CompartmentId;
  /** Of the key log, where it counts. */
  readonly head: Hash;
  readonly device: DeviceId;
  readonly deviceKey: PublicKey;
  readonly sealingKey: SealingPublicKey;
};

export async function signKnock(
  port: CryptoPort,
  practice: PracticeId,
  knock: Omit<Knock, "deviceKey">,
  keys: { readonly card: SigningKey; readonly device: SigningKey },
): Promise<Bytes> {
  const body = encodeCbor([1, knock.portal, knock.head, knock.device, keys.device.publicKey, knock.sealingKey]);
  const message = context("portal-knock", practice, body);
  return encodeCbor([body, await sign(port, keys.card, message), await sign(port, keys.device, message)]);
}

/** What it asks, if the card that the list names and the device itself have signed it. */
export async function openKnock(
  port: CryptoPort,
  practice: PracticeId,
  card: PublicKey,
  encoded: Uint8Array,
): Promise<Knock | undefined> {
  const knock = parseKnock(encoded);
  const outer = knock && parseAs(knockSchema, encoded);
  const [cardKey, deviceKey] = await Promise.all([
    importVerifyKey(port, card),
    knock && importVerifyKey(port, knock.deviceKey),
  ]);
  if (!outer || !cardKey || !deviceKey) return undefined;
  const message = context("portal-knock", practice, outer[0]);
  const isRight =
    (await verify(port, cardKey, outer[1], message)) && (await verify(port, deviceKey, outer[2], message));
  return isRight ? knock : undefined;
}

/** Whether what the card has signed counts here and now: it names the newest entry, and no device that any list ever named. */
export const isOfNow = (log: Pick<KeyLog, "head" | "listed">, knock: Knock): boolean =>
  equalBytes(log.head, knock.head) && !wasListed(log.listed, knock);

/** `undefined`: not of this version. Whether it counts `openKnock` says. */
export function parseKnock(encoded: Uint8Array): Knock | undefined {
  const outer = parseAs(knockSchema, encoded);
  const body = outer && parseAs(knockBodySchema, outer[0]);
  if (!body) return undefined;
  const [, portal, head, device, deviceKey, sealingKey] = body;
  return { portal, head, device, deviceKey, sealingKey };
}
