/** Another passphrase for the same identity (docs/spec, OWN-1): slot, login key and keyring are new, all else stays. */

import { encodeCbor, fail, ok, type Result } from "@alcove/bytes";
import { derivePassphraseKeys, publicKeyOf, sealKeyring, sealSlot } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { Ports } from "../../ports.ts";
import { unlockKeyring } from "../unlock.ts";
import { type NextKeys, openNext, type OpenNext, readNextKeys } from "./next-keys.ts";
import { giveUp, writeNextKeys } from "./unsettled.ts";

export type ChangePassphrase = { readonly now: string; readonly next: string; readonly totp?: string };

/**
 * `rest` is told what lies beside from the moment it does. Done at the server when it answers with keys. Failures: `passphrase-wrong` (the present one), those of the second factor,
 * `keys-unsettled` (no answer: both passphrases open this device until the next sync), and those of the network.
 */
export async function changePassphrase(
  { crypto }: Ports,
  disk: Disk,
  running: Opened,
  request: ChangePassphrase,
  rest: (beside: OpenNext) => void,
): Promise<Result<OpenNext, Failure>> {
  const { profile, keys } = running;
  // A session that has ended is met here, before anything is asked whose answer nobody would know.
  const met = await running.sync.over(async () => ok());
  if (!met.ok) return met;
  const session = await running.signIn();
  if (!session.ok) return session;
  if (readNextKeys(disk)) return fail(failure("keys-unsettled"));
  const known = await unlockKeyring(crypto, profile, request.now);
  if (!known.ok) return known;
  const derived = await derivePassphraseKeys(crypto, { ...profile, passphrase: request.next });
  if (!derived) return fail(failure("kdf-version-unknown"));

  const { practice, account, kdfVersion } = profile;
  const keyringVersion = profile.keyringVersion + 1;
  const keyring = { ...keys.keyring, version: keyringVersion, loginSeed: derived.loginSeed };
  const next: NextKeys = {
    secretKey: profile.secretKey,
    kdfVersion,
    keyringVersion,
    slot0: await sealSlot(
      crypto,
      derived.unlockKey,
      { practice, account, slot: 0, keyringVersion, kdfVersion },
      keys.keyringKey,
    ),
    keyring: await sealKeyring(crypto, keys.keyringKey, { practice, account }, keyring),
    deviceKey: profile.deviceKey,
    former: null,
  };
  const open = await openNext(crypto, profile, next, keys.keyringKey);
  if (!open) return fail(failure("bug"));
  writeNextKeys(disk, next);
  rest(open);
  const answered = await session.value.call(
    "POST",
    "/v1/passphrase",
    encodeCbor({ loginKey: publicKeyOf(derived.loginSeed), keyring: sealedOf(next), totp: request.totp ?? null }),
  );
  if (answered.ok) return ok(open);
  running.endSession();
  return fail(giveUp(disk, answered.error));
}

/** What the server is given of them. */
export const sealedOf = ({ keyringVersion, kdfVersion, slot0, keyring }: NextKeys) => ({
  keyringVersion,
  kdfVersion,
  slot0,
  keyring,
});
