/** Every key has one use, for ever: a signature made as one thing counts as no other, and a key that was given up never comes back. */

import { equalBytes, toHex } from "@alcove/bytes";
import {
  type CryptoPort,
  importVerifyKey,
  isSealingPublicKey,
  type PublicKey,
  type SealingPublicKey,
  type VerifyKey,
} from "@alcove/crypto";
import type { Recipient, RecoverySet } from "./recovery-set.ts";
import type { Roster } from "./roster.ts";

/** Whether the practice has ever had this key as checkpoint, identity, device or recovery key. */
export function isUsedKey(roster: Roster, key: PublicKey): boolean {
  const is = (other: { readonly publicKey: PublicKey }) => equalBytes(other.publicKey, key);
  if (is(roster.ledgerKey) || roster.former.some(({ identitySign }) => is(identitySign))) return true;
  for (const { identitySign } of roster.members.values()) if (is(identitySign)) return true;
  for (const device of roster.devices.values()) if (is(device.key)) return true;
  return setsOf(roster).some(({ sign }) => is(sign));
}

export function isUsedSealingKey(roster: Roster, key: SealingPublicKey): boolean {
  if (setsOf(roster).some(({ seal }) => equalBytes(seal, key))) return true;
  return [...roster.members.values(), ...roster.former].some(({ identitySeal }) => equalBytes(identitySeal, key));
}

/**
 * Whether the account is or ever was a member: what it authored stays its own, so nobody else gets its id. Recovery sets
 * stand beside accounts where keys are delivered, so they share their ids.
 */
export function isUsedAccount(roster: Roster, account: Recipient): boolean {
  if (setsOf(roster).some(({ set }) => equalBytes(set, account))) return true;
  return roster.members.has(toHex(account)) || roster.former.some((one) => equalBytes(one.account, account));
}

/** A pair of public keys that is valid and that the practice has never had. */
export async function newKeys(
  { port, roster }: { readonly port: CryptoPort; readonly roster: Roster },
  sign: PublicKey,
  seal: SealingPublicKey,
): Promise<{ readonly sign: VerifyKey; readonly seal: SealingPublicKey } | undefined> {
  const key = await importVerifyKey(port, sign);
  if (!key || isUsedKey(roster, sign)) return undefined;
  if (!isSealingPublicKey(seal) || isUsedSealingKey(roster, seal)) return undefined;
  return { sign: key, seal };
}

type AnySet = Pick<RecoverySet, "set" | "sign" | "seal">;
const setsOf = ({ recoverySet, formerSets, successorSets }: Roster): readonly AnySet[] => [
  ...(recoverySet ? [recoverySet] : []),
  ...formerSets,
  ...successorSets,
];
