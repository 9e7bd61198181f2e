/**
 * Keys that will count, on the device's disk beside those that do, from before the server is asked until it is known
 * which the server has (docs/spec, OWN-6). Whichever passphrase the person then types, they get in: a crash or a lost
 * answer at any point leaves both.
 */

import type { Bytes, CborValue } from "@alcove/bytes";
import {
  boundContext,
  type CryptoPort,
  deriveLocalKey,
  type Keyring,
  type KeyringKey,
  open,
  type SecretKey,
} from "@alcove/crypto";
import { openKeyring } from "@alcove/crypto/open";
import type { Disk } from "../../disk.ts";
import type { Profile } from "../../profile.ts";

/** `former`: where another keyring key begins, the one before, sealed under it; 60 bytes. */
export type NextKeys = Pick<
  Profile,
  "secretKey" | "kdfVersion" | "keyringVersion" | "slot0" | "keyring" | "deviceKey"
> & { readonly former: Bytes | null };

/** The same, open in memory. `fromKit`: the person holds the Kit of this Secret Key already. */
export type OpenNext = {
  readonly fromKit?: true;
  readonly stored: NextKeys;
  readonly keyringKey: KeyringKey;
  readonly keyring: Keyring;
};

export function readNextKeys(disk: Disk): NextKeys | undefined {
  const value = disk.profile.get("next") as { readonly [name: string]: CborValue } | undefined;
  if (!value) return undefined;
  const bytes = (name: string) => value[name] as Bytes;
  return {
    secretKey: bytes("secretKey") as SecretKey,
    kdfVersion: value["kdfVersion"] as number,
    keyringVersion: value["keyringVersion"] as number,
    slot0: bytes("slot0"),
    keyring: bytes("keyring"),
    deviceKey: bytes("deviceKey"),
    former: value["former"] as Bytes | null,
  };
}

export function eraseNextKeys(disk: Disk): void {
  disk.profile.erase("next");
}

export type Place = Pick<Profile, "practice" | "account" | "device">;

export const formerContext = (place: Place, keyringVersion: number): Bytes =>
  boundContext("local", place.practice, [place.account, place.device, keyringVersion]);

export async function openFormer(
  crypto: CryptoPort,
  place: Place,
  next: NextKeys,
  keyringKey: KeyringKey,
): Promise<KeyringKey | undefined> {
  if (next.former === null) return keyringKey;
  const key = await deriveLocalKey(crypto, keyringKey, "local", place.device);
  const opened = await open(crypto, key, next.former, formerContext(place, next.keyringVersion));
  return opened?.length === 32 ? (opened as KeyringKey) : undefined;
}

/** `undefined`: not the keyring key that these are sealed under. The bytes are its own, so that wiping others leaves them. */
export async function openNext(
  crypto: CryptoPort,
  place: Place,
  stored: NextKeys,
  keyringKey: KeyringKey,
): Promise<OpenNext | undefined> {
  const at = { practice: place.practice, account: place.account, keyringVersion: stored.keyringVersion };
  const keyring = await openKeyring(crypto, keyringKey, at, stored.keyring);
  return keyring && { stored, keyring, keyringKey: keyringKey.slice() as KeyringKey };
}
