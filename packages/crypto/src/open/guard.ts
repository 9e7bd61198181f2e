/** Opens the member part of a guarded epoch. Only entitled readers import this. */

import { equalBytes } from "@alcove/bytes";
import type { DeliveryPlace, EpochKey, EpochPlace } from "../epoch.ts";
import {
  type MemberPart,
  memberPartCommitment,
  memberPartContext,
  type PartCommitment,
  partInsideContext,
  partInsideKey,
} from "../guard.ts";
import type { CryptoPort } from "../port.ts";
import { open } from "../primitives/aead.ts";
import type { SealingSeed } from "../primitives/hpke.ts";

/** `undefined` unless the sealing was made for exactly this place and the part fits the signed commitment to it. */
export async function openMemberPart(
  port: CryptoPort,
  seed: SealingSeed,
  place: DeliveryPlace,
  commitment: PartCommitment,
  sealed: Uint8Array,
): Promise<MemberPart | undefined> {
  return checkedPart(port, await port.hpke.open(seed, memberPartContext(place), sealed), place, commitment);
}

/** The same from under the epoch's own key. */
export async function openPartInside(
  port: CryptoPort,
  epochKey: EpochKey,
  place: EpochPlace,
  commitment: PartCommitment,
  sealed: Uint8Array,
): Promise<MemberPart | undefined> {
  const opened = await open(port, await partInsideKey(port, epochKey), sealed, partInsideContext(place));
  return checkedPart(port, opened, place, commitment);
}

async function checkedPart(
  port: CryptoPort,
  opened: Uint8Array | undefined,
  place: EpochPlace,
  commitment: PartCommitment,
): Promise<MemberPart | undefined> {
  if (opened?.length !== 32) return undefined;
  const part = opened as MemberPart;
  return equalBytes(await memberPartCommitment(port, part, place), commitment) ? part : undefined;
}
