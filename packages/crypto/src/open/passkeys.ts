/** Opens a person's list of passkeys. Only their own devices import this. */

import { type Bytes, type CborValue, parseCbor } from "@alcove/bytes";
import { deriveLocalKey, type KeyringKey } from "../keys/keyring.ts";
import { mostPasskeys, type Passkey, type PasskeyListPlace, passkeysContext } from "../keys/passkeys.ts";
import type { UnlockKey } from "../keys/root.ts";
import { unpad } from "../padding.ts";
import type { CryptoPort } from "../port.ts";
import { open } from "../primitives/aead.ts";

/** `undefined`: another keyring key's, account's or counter's, damaged, or of a shape that no Alcove writes. */
export async function openPasskeys(
  port: CryptoPort,
  keyringKey: KeyringKey,
  place: PasskeyListPlace,
  sealed: Uint8Array,
): Promise<readonly Passkey[] | undefined> {
  const key = await deriveLocalKey(port, keyringKey, "passkeys", place.account);
  const opened = await open(port, key, sealed, passkeysContext(place));
  const plaintext = opened && unpad(opened);
  const value = plaintext && parseCbor(plaintext);
  if (!Array.isArray(value) || value.length !== 2 || value[0] !== 1 || !Array.isArray(value[1])) return undefined;
  const passkeys = value[1].map(parsePasskey).filter((one) => one !== undefined);
  const slots = new Set(passkeys.map(({ slot }) => slot));
  const isWhole = passkeys.length === value[1].length && passkeys.length <= mostPasskeys;
  return isWhole && slots.size === passkeys.length ? passkeys : undefined;
}

function parsePasskey(value: CborValue): Passkey | undefined {
  if (!Array.isArray(value) || value.length !== 6) return undefined;
  const [slot, credential, host, name, addedAt, key] = value;
  // Slot 0 is the passphrase's.
  if (!isBetween(slot, 1, 255) || !isBytes(credential, 1, 1023) || !isText(host, 253) || !isText(name, 60))
    return undefined;
  if (!isBetween(addedAt, 0, Number.MAX_SAFE_INTEGER) || !isBytes(key, 32, 32)) return undefined;
  return { slot, credential, host, name, addedAt, key: key as UnlockKey };
}

/** CBOR here holds whole numbers only. */
const isBetween = (value: unknown, least: number, most: number): value is number =>
  typeof value === "number" && value >= least && value <= most;
const isText = (value: unknown, most: number): value is string => typeof value === "string" && value.length <= most;
const isBytes = (value: unknown, least: number, most: number): value is Bytes =>
  value instanceof Uint8Array && value.length >= least && value.length <= most;
