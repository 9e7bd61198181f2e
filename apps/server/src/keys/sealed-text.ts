/**
 * What the server must read again but no thief of its database may: second-factor secrets, account addresses,
 * release parts of guarded compartments.
 * AES-256-GCM under the server's key, bound to practice, account and use. This is not the code that seals records, and
 * it opens nothing that a device sealed.
 *
 *   sealed = nonce (12) || ciphertext || tag (16)
 */

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type Bytes, concatBytes, type PracticeId, utf8 } from "@alcove/bytes";
import type { ServerSealKey } from "./server-keys.ts";

export type SealedUse = "second-factor" | "e-mail" | "release-part";
/** `of`: the account; for a release part compartment and epoch. */
export type SealedPlace = { readonly practice: PracticeId; readonly of: Bytes; readonly use: SealedUse };

export function sealForServer(key: ServerSealKey, place: SealedPlace, plaintext: Uint8Array): Bytes {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(additionalData(place));
  return concatBytes(nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

/** `undefined`: another key, place or use, or damaged. */
export function openForServer(key: ServerSealKey, place: SealedPlace, sealed: Uint8Array): Bytes | undefined {
  if (sealed.length < 28) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(additionalData(place));
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  try {
    return concatBytes(decipher.update(sealed.subarray(12, sealed.length - 16)), decipher.final());
  } catch {
    return undefined;
  }
}

function additionalData({ practice, of, use }: SealedPlace): Bytes {
  return concatBytes(utf8(`alcove/server/${use}\0`), practice, of);
}
