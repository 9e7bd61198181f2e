/** Puts shares of a recovery seed together. Only a device in front of which the holders of the cards stand imports this. */

import { type Bytes, toHex } from "@alcove/bytes";
import { type RecoverySeed, type RecoveryShare, recoveryShareBytes } from "../keys/recovery.ts";

/**
 * `undefined`: fewer than two shares, one that is of another length or stands at place 0, or two at one place. Fewer than
 * are needed, or one of another seed, give another seed: whoever combines compares the public keys.
 */
export async function combineRecoveryShares(shares: readonly RecoveryShare[]): Promise<RecoverySeed | undefined> {
  const places = new Set(shares.map((share) => toHex(share.subarray(-1))));
  if (shares.length < 2 || places.size !== shares.length || places.has("00")) return undefined;
  if (shares.some((share) => share.length !== recoveryShareBytes)) return undefined;
  const { combine } = await import("shamir-secret-sharing");
  const seed = await combine(shares.map((share) => share as Uint8Array));
  return new Uint8Array(seed) as Bytes as RecoverySeed;
}
