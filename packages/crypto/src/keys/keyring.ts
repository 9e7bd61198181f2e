/**
 * The keyring: a person's identity keys, present and former, and the login key, sealed under a random keyring key;
 * slots seal that keyring key to each way of unlocking (docs/spec, KEY-5 to KEY-8). Opening is in `open/keyring.ts`.
 */

import { type AccountId, type Branded, type Bytes, encodeCbor, type DeviceId, type PracticeId } from "@alcove/bytes";
import { boundContext, context } from "../context.ts";
import type { CryptoPort } from "../port.ts";
import { importSealKey, seal, type SealKey } from "../primitives/aead.ts";
import { hkdf } from "../primitives/hash.ts";
import type { SealingSeed } from "../primitives/hpke.ts";
import type { SigningSeed } from "../primitives/sign.ts";
import type { UnlockKey } from "./root.ts";

/** 32 random bytes. */
export type KeyringKey = Branded<"KeyringKey">;

export type IdentitySeeds = { readonly sign: SigningSeed; readonly seal: SealingSeed };

export type Keyring = {
  /** Rises with every change; the newest one the roster names is the least a device takes. */
  readonly version: number;
  /** The present identity first, former ones after it: they still open what was sealed to them. */
  readonly identities: readonly [IdentitySeeds, ...IdentitySeeds[]];
  readonly loginSeed: SigningSeed;
};

/** What a slot or keyring is bound to. `slot`: 0 is the passphrase; others are passkeys. */
export type KeyringPlace = {
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly keyringVersion: number;
};
export type SlotPlace = KeyringPlace & { readonly slot: number; readonly kdfVersion: number };

export const keyringContext = (place: KeyringPlace): Bytes =>
  boundContext("keyring", place.practice, [place.account, place.keyringVersion]);
export const slotContext = (place: SlotPlace): Bytes =>
  boundContext("slot", place.practice, [place.account, place.slot, place.keyringVersion, place.kdfVersion]);

/** 60 bytes: the 32-byte keyring key sealed under what the slot is opened with. */
export async function sealSlot(
  port: CryptoPort,
  unlockKey: UnlockKey,
  place: SlotPlace,
  keyringKey: KeyringKey,
): Promise<Bytes> {
  return seal(port, await importSealKey(port, unlockKey), keyringKey, slotContext(place));
}

export async function sealKeyring(
  port: CryptoPort,
  keyringKey: KeyringKey,
  place: Omit<KeyringPlace, "keyringVersion">,
  keyring: Keyring,
): Promise<Bytes> {
  const key = await importSealKey(port, await hkdf(port, keyringKey, context("keyring"), 32));
  const plaintext = encodeCbor([
    1,
    keyring.version,
    keyring.identities.map(({ sign, seal: sealing }) => [sign, sealing]),
    keyring.loginSeed,
  ]);
  return seal(port, key, plaintext, keyringContext({ ...place, keyringVersion: keyring.version }));
}

/**
 * Keys that a device derives from the keyring key for what only it stores: its own device key, Secret Key, outbox,
 * snapshots; or a person for what travels between their devices: drafts, passkeys. Each use has its own; the keyring key is
 * never used directly.
 */
export async function deriveLocalKey(
  port: CryptoPort,
  keyringKey: KeyringKey,
  purpose: "device" | "outbox" | "draft" | "snapshot" | "local" | "passkeys" | "invite-kept",
  owner: DeviceId | AccountId,
): Promise<SealKey> {
  return importSealKey(port, await hkdf(port, keyringKey, context(purpose, owner), 32));
}
