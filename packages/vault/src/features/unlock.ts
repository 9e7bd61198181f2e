/** From passphrase and what the device holds to open keys; and the way in for a newly made device key. */

import {
  type Bytes,
  type DeviceId,
  encodeCbor,
  fail,
  ok,
  parseCbor,
  type RecoverySetId,
  type Result,
  equalBytes,
} from "@alcove/bytes";
import {
  argon2idCost,
  boundContext,
  type CryptoPort,
  deriveLocalKey,
  derivePassphraseKeys,
  type KeyringKey,
  open,
  publicKeyOf,
  seal,
  sealingPublicKeyOf,
  type SealingSeed,
  type SigningSeed,
} from "@alcove/crypto";
import { openKeyring, openSlot } from "@alcove/crypto/open";
import { type Failure, failure } from "@alcove/protocol";
import { openKeys, type OpenKeys, type SpentCards } from "../engine/keys.ts";
import { identityHash } from "../kit.ts";
import type { Profile } from "../profile.ts";
import { type NextKeys, openFormer, openNext, type OpenNext } from "./own-keys/next-keys.ts";

type StoredKeys = Pick<
  Profile,
  "practice" | "account" | "secretKey" | "kdfVersion" | "keyringVersion" | "slot0" | "keyring"
>;

/**
 * Failures: `kdf-version-unknown`; `passphrase-wrong` (or a wrong Secret Key: they can't be told apart); `store-damaged`
 * when the slot opens and what it guards does not.
 */
export async function unlockKeyring(crypto: CryptoPort, stored: StoredKeys, passphrase: string) {
  if (!argon2idCost(stored.kdfVersion)) return fail(failure("kdf-version-unknown"));
  const derived = await derivePassphraseKeys(crypto, { ...stored, passphrase });
  if (!derived) return fail(failure("kdf-version-unknown"));
  const keyringKey = await openSlot(crypto, derived.unlockKey, { ...stored, slot: 0 }, stored.slot0);
  if (!keyringKey) return fail(failure("passphrase-wrong"));
  const keyring = await openKeyring(crypto, keyringKey, stored, stored.keyring);
  if (!keyring) return fail(failure("store-damaged"));
  return ok({ keyringKey, keyring, loginSeed: derived.loginSeed });
}

/** Keys that count, and those beside them that may, as far as this passphrase opens them. */
export type UnlockedDevice = { readonly keys: OpenKeys; readonly next?: OpenNext };

/** `next`: what rests beside the profile while nobody knows which of both the server has. Either passphrase opens the device. */
export async function unlockDevice(
  crypto: CryptoPort,
  profile: Profile,
  next: NextKeys | undefined,
  passphrase: string,
): Promise<Result<UnlockedDevice, Failure>> {
  const unlocked = await unlockKeyring(crypto, profile, passphrase);
  if (!unlocked.ok)
    return next && unlocked.error.code === "passphrase-wrong"
      ? unlockByNext(crypto, profile, next, passphrase)
      : unlocked;
  const { keyringKey, keyring } = unlocked.value;
  return withDeviceKey(crypto, profile, keyringKey, keyring, await nextOfSameKey(crypto, profile, next, keyringKey));
}

/** With the keyring key from a slot beside the passphrase's. `store-damaged`: it is right, and what it guards does not open. */
export async function unlockByKey(
  crypto: CryptoPort,
  profile: Profile,
  next: NextKeys | undefined,
  keyringKey: KeyringKey,
): Promise<Result<UnlockedDevice, Failure>> {
  const keyring = await openKeyring(crypto, keyringKey, profile, profile.keyring);
  if (!keyring) return fail(failure("store-damaged"));
  return withDeviceKey(crypto, profile, keyringKey, keyring, await nextOfSameKey(crypto, profile, next, keyringKey));
}

/** Another passphrase that may count, for the same keyring key. */
async function nextOfSameKey(
  crypto: CryptoPort,
  profile: Profile,
  next: NextKeys | undefined,
  keyringKey: KeyringKey,
): Promise<OpenNext | undefined> {
  return next && next.former === null ? openNext(crypto, profile, next, keyringKey) : undefined;
}

/** The passphrase is the new one: it opens the new keys, and through them those that still count here. */
async function unlockByNext(
  crypto: CryptoPort,
  profile: Profile,
  stored: NextKeys,
  passphrase: string,
): Promise<Result<UnlockedDevice, Failure>> {
  const unlocked = await unlockKeyring(crypto, { ...profile, ...stored }, passphrase);
  if (!unlocked.ok) return unlocked;
  const next = await openNext(crypto, profile, stored, unlocked.value.keyringKey);
  const keyringKey = await openFormer(crypto, profile, stored, unlocked.value.keyringKey);
  const keyring = keyringKey && (await openKeyring(crypto, keyringKey, profile, profile.keyring));
  return keyring && next ? withDeviceKey(crypto, profile, keyringKey, keyring, next) : fail(failure("store-damaged"));
}

async function withDeviceKey(
  crypto: CryptoPort,
  profile: Profile,
  keyringKey: KeyringKey,
  keyring: OpenKeys["keyring"],
  next: OpenNext | undefined,
): Promise<Result<UnlockedDevice, Failure>> {
  const deviceSeed = await openDeviceSeed(crypto, profile, keyringKey);
  if (!deviceSeed) return fail(failure("store-damaged"));
  const spent = profile.spentCards && (await openSpentCards(crypto, profile, keyringKey, profile.spentCards));
  const keys = await openKeys(crypto, { ...profile, keyringKey, keyring, deviceSeed, spent: spent ?? [] });
  return ok(next ? { keys, next } : { keys });
}

type DevicePlace = Pick<Profile, "practice" | "account" | "device">;

/** 60 bytes: the device key's seed, which never leaves this device. */
export async function sealDeviceSeed(
  crypto: CryptoPort,
  place: DevicePlace,
  keyringKey: KeyringKey,
  seed: SigningSeed,
): Promise<Bytes> {
  return seal(
    crypto,
    await deriveLocalKey(crypto, keyringKey, "device", place.device as DeviceId),
    seed,
    deviceContext(place),
  );
}

export async function openDeviceSeed(
  crypto: CryptoPort,
  profile: DevicePlace & Pick<Profile, "deviceKey">,
  keyringKey: KeyringKey,
): Promise<SigningSeed | undefined> {
  const opened = await open(
    crypto,
    await deriveLocalKey(crypto, keyringKey, "device", profile.device as DeviceId),
    profile.deviceKey,
    deviceContext(profile),
  );
  return opened?.length === 32 ? (opened as SigningSeed) : undefined;
}

/** What cards opened, on the disk of the device in front of which they were put together. */
export async function sealSpentCards(
  crypto: CryptoPort,
  place: DevicePlace,
  keyringKey: KeyringKey,
  spent: readonly SpentCards[],
): Promise<Bytes> {
  const key = await deriveLocalKey(crypto, keyringKey, "local", place.device);
  const kept = spent.map((one) => [one.set, one.seal, one.sign ?? null]);
  return seal(crypto, key, encodeCbor(kept), spentContext(place));
}

async function openSpentCards(
  crypto: CryptoPort,
  place: DevicePlace,
  keyringKey: KeyringKey,
  sealed: Bytes,
): Promise<readonly SpentCards[]> {
  const key = await deriveLocalKey(crypto, keyringKey, "local", place.device);
  const opened = await open(crypto, key, sealed, spentContext(place));
  const kept = opened ? (parseCbor(opened) as [RecoverySetId, SealingSeed, SigningSeed | null][]) : [];
  return kept.map(([set, seal, sign]) => ({ set, seal, ...(sign ? { sign } : {}) }));
}

const spentContext = (place: DevicePlace): Bytes =>
  boundContext("local", place.practice, ["spent cards", place.account, place.device]);
const deviceContext = (place: DevicePlace): Bytes =>
  boundContext("device", place.practice, [place.account, place.device]);

/** Whether opened private keys are the ones that this hash pins. */
export async function keyringFits(keyring: OpenKeys["keyring"], pinned: Uint8Array): Promise<boolean> {
  const { sign, seal: sealing } = keyring.identities[0];
  return equalBytes(identityHash(publicKeyOf(sign), await sealingPublicKeyOf(sealing)), pinned);
}
