/**
 * Spare codes stand in for the six digits, each once. Of each the server keeps an HMAC under a key outside its database, so
 * that a copy of the database holds nothing to try codes on. Kept are the HMACs of those that are left, 32 bytes each.
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import { type AccountId, type Bytes, concatBytes, fromBase32, type PracticeId } from "@alcove/bytes";
import { spareCodes } from "@alcove/protocol";
import type { SpareCodeKey } from "../keys/server-keys.ts";

type Owner = { readonly practice: PracticeId; readonly account: AccountId };

const macBytes = 32;

export function sealSpareCodes(key: SpareCodeKey, owner: Owner, codes: readonly Uint8Array[]): Bytes {
  return concatBytes(...codes.map((code) => macOf(key, owner, code)));
}

export const countSpareCodes = (kept: Uint8Array | null): number => (kept?.length ?? 0) / macBytes;

/** What is left when `text` was used; `undefined` where it is none of them. Every one is compared, right or not. */
export function useSpareCode(
  key: SpareCodeKey,
  owner: Owner,
  kept: Uint8Array | null,
  text: string,
): Bytes | undefined {
  const code = fromBase32(text);
  if (!kept || code?.length !== spareCodes.bytes) return undefined;
  const mac = macOf(key, owner, code);
  const left: Uint8Array[] = [];
  for (let at = 0; at < kept.length; at += macBytes) {
    const one = kept.subarray(at, at + macBytes);
    if (!timingSafeEqual(one, mac)) left.push(one);
  }
  return left.length < countSpareCodes(kept) ? concatBytes(...left) : undefined;
}

function macOf(key: SpareCodeKey, { practice, account }: Owner, code: Uint8Array): Bytes {
  return new Uint8Array(createHmac("sha256", key).update(practice).update(account).update(code).digest());
}
