/**
 * Passkeys as a way to unlock (docs/spec, PSK-1 to PSK-3): an authenticator evaluates a pseudo-random function (WebAuthn's
 * PRF extension) behind its own user verification, and what it gives opens a slot together with the Secret Key. The list of
 * a person's passkeys travels between their devices sealed; each device makes the slots of its own keyring version from it.
 */

import {
  type AccountId,
  type Branded,
  type Bytes,
  concatBytes,
  encodeCbor,
  type PracticeId,
  wipe,
} from "@alcove/bytes";
import { boundContext, context } from "../context.ts";
import { pad } from "../padding.ts";
import type { CryptoPort } from "../port.ts";
import { seal } from "../primitives/aead.ts";
import { hash, hkdf } from "../primitives/hash.ts";
import { deriveLocalKey, type KeyringKey } from "./keyring.ts";
import type { SecretKey, UnlockKey } from "./root.ts";

/** 32 bytes that an authenticator makes of `prfInput`; they never leave the device. */
export type PrfOutput = Branded<"PrfOutput">;

export type PasskeyOwner = { readonly practice: PracticeId; readonly account: AccountId };

/** What an authenticator is asked about, 32 bytes; the same for all passkeys of a person, so that any of them may answer. */
export function prfInput({ practice, account }: PasskeyOwner): Bytes {
  return hash(context("prf", practice, account)) as Bytes;
}

/** Opens the passkey's slot. Whoever has the authenticator alone, or the device alone, does not have it. */
export async function derivePasskeyKey(
  port: CryptoPort,
  owner: PasskeyOwner,
  prf: PrfOutput,
  secretKey: SecretKey,
): Promise<UnlockKey> {
  const salt: Bytes = hash(context("salt", owner.practice, owner.account)) as Bytes;
  const input = concatBytes(prf, secretKey);
  const key = (await hkdf(port, input, context("passkey"), 32, salt)) as UnlockKey;
  wipe(input);
  return key;
}

export type Passkey = {
  /** 1 to 255; no two of a list have the same. */
  readonly slot: number;
  /** The authenticator's id for it, 1 to 1023 bytes. */
  readonly credential: Bytes;
  /** The relying party: the host name of the pages that may ask for it. */
  readonly host: string;
  /** As the person calls it, up to 60 characters. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  /** Opens the slot: with it a device makes the slot anew when the keyring's version rises. */
  readonly key: UnlockKey;
};

export const mostPasskeys = 10;

/** `counter` rises with every change of the list. */
export type PasskeyListPlace = PasskeyOwner & { readonly counter: number };

export const passkeysContext = ({ practice, account, counter }: PasskeyListPlace): Bytes =>
  boundContext("passkeys", practice, [account, counter]);

/** At most `mostPasskeys`. Padded, so that its length hardly says how many there are. */
export async function sealPasskeys(
  port: CryptoPort,
  keyringKey: KeyringKey,
  place: PasskeyListPlace,
  passkeys: readonly Passkey[],
): Promise<Bytes> {
  const key = await deriveLocalKey(port, keyringKey, "passkeys", place.account);
  const listed = passkeys.map((one) => [one.slot, one.credential, one.host, one.name, one.addedAt, one.key]);
  const plaintext = pad(encodeCbor([1, listed]));
  const sealed = await seal(port, key, plaintext, passkeysContext(place));
  wipe(plaintext);
  return sealed;
}
