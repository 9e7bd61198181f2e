/** Who signs a statement, as its body and its list of signatures say; whether they did is `verifySigned`'s to find out. */

import { type AccountId, type DeviceId, equalBytes, toHex } from "@alcove/bytes";
import { type CryptoPort, importVerifyKey, type VerifyKey } from "@alcove/crypto";
import type { Member, Roster } from "./roster.ts";
import { recoverySignersOf } from "./recovery-signers.ts";
import { type NamedKey, personKeys, signerKinds } from "./signed.ts";
import type { OperationOf, Statement } from "./statement.ts";
import { usableBy } from "./successor-set.ts";

export type Signers = {
  readonly member: Member;
  readonly account: AccountId;
  readonly device: DeviceId;
  /** Whether the roster has the device; if not, this statement enrols it and does nothing else. */
  readonly enrolled: boolean;
  /** Whether another owner has signed too. */
  readonly withSecondOwner: boolean;
  /** Everybody whose signature must stand under the statement, in this order, and nobody else's. */
  readonly keys: readonly NamedKey<VerifyKey>[];
};

/**
 * A present member with one of their unrevoked devices, or with the very device that this statement enrols by kit; the
 * identity that a rekey begins, or the set for a successor whose cards are used; and, last, at most one other owner. For a `recovery.use` the recovery key in place of an
 * identity. `undefined`: somebody named may not sign.
 */
export async function signersOf(port: CryptoPort, roster: Roster, statement: Statement): Promise<Signers | undefined> {
  const { account, device, operations } = statement.body;
  const member = roster.members.get(toHex(account));
  if (!member) return undefined;
  if (operations.some(([name]) => name === "recovery.use")) return recoverySignersOf(port, roster, member, statement);
  const enrolled = roster.devices.get(toHex(device));
  if (enrolled && (enrolled.revoked || !equalBytes(enrolled.account, account))) return undefined;
  const deviceKey = enrolled ? enrolled.key : await keyToEnrol(port, statement);
  if (!deviceKey) return undefined;
  const keys = personKeys({ account, identity: member.identitySign, device, deviceKey });

  const rekey = operations.find((each): each is OperationOf<"member.rekey"> => each[0] === "member.rekey");
  if (rekey) {
    const key = await importVerifyKey(port, rekey[2]);
    if (!key) return undefined;
    keys.push({ kind: signerKinds.nextIdentity, id: account, key });
  }
  const [use] = operations.filter((each): each is OperationOf<"successor.use"> => each[0] === "successor.use");
  if (use) {
    const spent = operations.length === 1 ? usableBy(roster, member, use[1]) : undefined;
    if (!spent) return undefined;
    keys.push({ kind: signerKinds.recoverySet, id: spent.set, key: spent.sign });
  }
  const further = statement.signatures[keys.length];
  if (further) {
    const second = otherOwners(roster, account).find((owner) => equalBytes(owner.account, further.id));
    if (!second || second.suspendedIndex !== undefined) return undefined;
    keys.push({ kind: signerKinds.identity, id: second.account, key: second.identitySign });
  }
  const withSecondOwner = further !== undefined;
  return { member, account, device, enrolled: enrolled !== undefined, withSecondOwner, keys };
}

export function otherOwners(roster: Roster, account: AccountId): Member[] {
  return [...roster.members.values()].filter((one) => one.role === "owner" && !equalBytes(one.account, account));
}

/** By kit a device signs its own enrolment, and nothing beside it. */
async function keyToEnrol(port: CryptoPort, { body }: Statement): Promise<VerifyKey | undefined> {
  const [only, ...more] = body.operations;
  if (!only || more.length > 0 || only[0] !== "device.enrol" || !equalBytes(only[2], body.device)) return undefined;
  return importVerifyKey(port, only[3]);
}
