/** Opens slots and keyrings. Only a person's own devices import this. */

import { type Bytes, parseCbor } from "@alcove/bytes";
import { context } from "../context.ts";
import {
  type IdentitySeeds,
  type Keyring,
  type KeyringKey,
  type KeyringPlace,
  keyringContext,
  type SlotPlace,
  slotContext,
} from "../keys/keyring.ts";
import type { UnlockKey } from "../keys/root.ts";
import type { CryptoPort } from "../port.ts";
import { importSealKey, open } from "../primitives/aead.ts";
import { hkdf } from "../primitives/hash.ts";
import type { SealingSeed } from "../primitives/hpke.ts";
import type { SigningSeed } from "../primitives/sign.ts";

/** `undefined`: wrong passphrase or Secret Key, or a slot of another account, version or KDF. They can't be told apart. */
export async function openSlot(
  port: CryptoPort,
  unlockKey: UnlockKey,
  place: SlotPlace,
  sealed: Uint8Array,
): Promise<KeyringKey | undefined> {
  const opened = await open(port, await importSealKey(port, unlockKey), sealed, slotContext(place));
  return opened?.length === 32 ? (opened as KeyringKey) : undefined;
}

/** `undefined`: another account's or another version's keyring, or damaged. */
export async function openKeyring(
  port: CryptoPort,
  keyringKey: KeyringKey,
  place: KeyringPlace,
  sealed: Uint8Array,
): Promise<Keyring | undefined> {
  const key = await importSealKey(port, await hkdf(port, keyringKey, context("keyring"), 32));
  const opened = await open(port, key, sealed, keyringContext(place));
  const value = opened && parseCbor(opened);
  if (!Array.isArray(value) || value.length !== 4) return undefined;
  const [format, version, identities, loginSeed] = value;
  if (format !== 1 || version !== place.keyringVersion || !is32(loginSeed) || !Array.isArray(identities))
    return undefined;
  const seeds: IdentitySeeds[] = [];
  for (const pair of identities) {
    if (!Array.isArray(pair) || pair.length !== 2 || !is32(pair[0]) || !is32(pair[1])) return undefined;
    seeds.push({ sign: pair[0] as SigningSeed, seal: pair[1] as SealingSeed });
  }
  const [present, ...former] = seeds;
  if (present === undefined) return undefined;
  return { version, identities: [present, ...former], loginSeed: loginSeed as SigningSeed };
}

function is32(value: unknown): value is Bytes {
  return value instanceof Uint8Array && value.length === 32;
}
