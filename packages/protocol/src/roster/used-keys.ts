/** Every key has one use, for ever: a signature made as one thing counts as no other, and a key that was given up never comes back. */

import { type AccountId, equalBytes, toHex } from "@alcove/bytes";
import type { PublicKey, SealingPublicKey } from "@alcove/crypto";
import type { Roster } from "./roster.ts";

/** Whether the practice has ever had this key as checkpoint, identity or device key. */
export function isUsedKey(roster: Roster, key: PublicKey): boolean {
  const is = (other: { readonly publicKey: PublicKey }) => equalBytes(other.publicKey, key);
  if (is(roster.ledgerKey) || roster.former.some(({ identitySign }) => is(identitySign))) return true;
  for (const { identitySign } of roster.members.values()) if (is(identitySign)) return true;
  for (const device of roster.devices.values()) if (is(device.key)) return true;
  return false;
}

export function isUsedSealingKey(roster: Roster, key: SealingPublicKey): boolean {
  return [...roster.members.values(), ...roster.former].some(({ identitySeal }) => equalBytes(identitySeal, key));
}

/** Whether the account is or ever was a member: what it authored stays its own, so nobody else gets its id. */
export function isUsedAccount(roster: Roster, account: AccountId): boolean {
  return roster.members.has(toHex(account)) || roster.former.some((one) => equalBytes(one.account, account));
}
