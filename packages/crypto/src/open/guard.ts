/** Opens the parts of a guarded epoch's key. Only entitled readers, and who lets them in, import this. */

import { type Branded, equalBytes } from "@alcove/bytes";
import type { DeliveryPlace, EpochKey, EpochPlace } from "../epoch.ts";
import {
  type GivenPlace,
  givenPartContext,
  type MemberPart,
  memberPartCommitment,
  memberPartContext,
  type PartCommitment,
  partInsideContext,
  partInsideKey,
  type ReleasePart,
  releasePartCommitment,
  releasePartContext,
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
  const opened = await port.hpke.open(seed, memberPartContext(place), sealed);
  return checkedPart(port, memberPartCommitment, opened, place, commitment);
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
  return checkedPart(port, memberPartCommitment, opened, place, commitment);
}

/** The release part, as a rotation delivered it to who lets openings through. */
export async function openReleasePart(
  port: CryptoPort,
  seed: SealingSeed,
  place: DeliveryPlace,
  commitment: PartCommitment,
  sealed: Uint8Array,
): Promise<ReleasePart | undefined> {
  const opened = await port.hpke.open(seed, releasePartContext(place), sealed);
  return checkedPart(port, releasePartCommitment, opened, place, commitment);
}

/** The same as it was given for one opening, by the seed of its one-time key. */
export async function openGivenPart(
  port: CryptoPort,
  seed: SealingSeed,
  place: GivenPlace,
  commitment: PartCommitment,
  sealed: Uint8Array,
): Promise<ReleasePart | undefined> {
  const opened = await port.hpke.open(seed, givenPartContext(place), sealed);
  return checkedPart(port, releasePartCommitment, opened, place, commitment);
}

async function checkedPart<Part extends Branded<"MemberPart"> | Branded<"ReleasePart">>(
  port: CryptoPort,
  commit: (port: CryptoPort, part: Part, place: EpochPlace) => Promise<PartCommitment>,
  opened: Uint8Array | undefined,
  place: EpochPlace,
  commitment: PartCommitment,
): Promise<Part | undefined> {
  if (opened?.length !== 32) return undefined;
  const part = opened as Part;
  return equalBytes(await commit(port, part, place), commitment) ? part : undefined;
}
