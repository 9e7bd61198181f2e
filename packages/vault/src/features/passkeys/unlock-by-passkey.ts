/** The lock opened by an authenticator in the place of the passphrase (docs/spec, PSK-8). */

import { equalBytes, fail, type Result, wipe } from "@alcove/bytes";
import { type CryptoPort, derivePasskeyKey, type PrfOutput } from "@alcove/crypto";
import { openSlot } from "@alcove/crypto/open";
import { type Failure, failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { UnlockByPasskey } from "../../facade/own-keys.ts";
import type { Profile } from "../../profile.ts";
import { readPasskeys } from "../../stored-passkeys.ts";
import { readNextKeys } from "../own-keys/next-keys.ts";
import { unlockByKey, type UnlockedDevice } from "../unlock.ts";

/**
 * Failures: `passkey-wrong`: none of this device's, or one that gives something else than it gave when it was added; they
 * can't be told apart by whoever only has the device. `store-damaged`: the slot opens and what it guards does not.
 */
export async function unlockByPasskey(
  crypto: CryptoPort,
  disk: Disk,
  profile: Profile,
  { credential, prf }: UnlockByPasskey,
): Promise<Result<UnlockedDevice, Failure>> {
  const stored = readPasskeys(disk)?.slots.find((one) => equalBytes(one.credential, credential));
  if (!stored) return fail(failure("passkey-wrong"));
  const output = prf as Uint8Array as PrfOutput;
  const key = await derivePasskeyKey(crypto, profile, output, profile.secretKey);
  wipe(output);
  const keyringKey = await openSlot(crypto, key, { ...profile, slot: stored.slot }, stored.sealed);
  wipe(key);
  if (!keyringKey) return fail(failure("passkey-wrong"));
  return unlockByKey(crypto, profile, readNextKeys(disk), keyringKey);
}
