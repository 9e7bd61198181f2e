/** Opens delivered epoch keys and back links. Only entitled readers import this. */

import { equalBytes } from "@alcove/bytes";
import {
  backLinkContext,
  backLinkKey,
  commitmentOf,
  type Commitment,
  type DeliveryPlace,
  deliveryContext,
  type EpochKey,
  type EpochPlace,
} from "../epoch.ts";
import type { CryptoPort } from "../port.ts";
import { open } from "../primitives/aead.ts";
import type { SealingSeed } from "../primitives/hpke.ts";

/** `undefined` unless the sealing was made for exactly this place and the key fits the signed commitment. */
export async function openEpochKey(
  port: CryptoPort,
  seed: SealingSeed,
  place: DeliveryPlace,
  sealed: Uint8Array,
): Promise<EpochKey | undefined> {
  const opened = await port.hpke.open(seed, deliveryContext(place), sealed);
  return checkedKey(port, opened, place, place.commitment);
}

/** The key of the epoch before `place.epoch`; `undefined` unless it fits that epoch's commitment. */
export async function openBackLink(
  port: CryptoPort,
  epochKey: EpochKey,
  place: EpochPlace,
  commitmentBefore: Commitment,
  sealed: Uint8Array,
): Promise<EpochKey | undefined> {
  const opened = await open(port, await backLinkKey(port, epochKey), sealed, backLinkContext(place));
  return checkedKey(port, opened, { ...place, epoch: place.epoch - 1 }, commitmentBefore);
}

async function checkedKey(
  port: CryptoPort,
  opened: Uint8Array | undefined,
  place: EpochPlace,
  commitment: Commitment,
): Promise<EpochKey | undefined> {
  if (opened?.length !== 32) return undefined;
  const key = opened as EpochKey;
  return equalBytes(await commitmentOf(port, key, place), commitment) ? key : undefined;
}
