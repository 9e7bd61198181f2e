/** Opens the member part of a guarded epoch. Only entitled readers import this. */

import { equalBytes } from "@alcove/bytes";
import type { DeliveryPlace } from "../epoch.ts";
import { type MemberPart, memberPartCommitment, memberPartContext, type PartCommitment } from "../guard.ts";
import type { CryptoPort } from "../port.ts";
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
  if (opened?.length !== 32) return undefined;
  const part = opened as MemberPart;
  return equalBytes(await memberPartCommitment(port, part, place), commitment) ? part : undefined;
}
