/** Who signs a `recovery.use` (docs/spec, ROS-25): the recovery key in place of owners, and those whom it brings in. */

import { equalBytes } from "@alcove/bytes";
import { type CryptoPort, importVerifyKey } from "@alcove/crypto";
import type { Member, Roster } from "./roster.ts";
import { signerKinds } from "./signed.ts";
import type { Signers } from "./signers.ts";
import type { Statement } from "./statement.ts";

/** The set's key, the new device and the identity that begins. `undefined`: the statement is none that these may sign. */
export async function recoverySignersOf(
  port: CryptoPort,
  roster: Roster,
  member: Member,
  { body }: Statement,
): Promise<Signers | undefined> {
  const [use, ...more] = body.operations;
  const { recoverySet } = roster;
  if (!use || use[0] !== "recovery.use" || more.length > 0 || !recoverySet) return undefined;
  const [, set, account, sign, , device, publicKey] = use;
  if (!equalBytes(set, recoverySet.set)) return undefined;
  if (!equalBytes(account, body.account) || !equalBytes(device, body.device)) return undefined;
  const [identity, deviceKey] = [await importVerifyKey(port, sign), await importVerifyKey(port, publicKey)];
  if (!identity || !deviceKey) return undefined;
  const keys = [
    { kind: signerKinds.recoverySet, id: recoverySet.set, key: recoverySet.sign },
    { kind: signerKinds.device, id: device, key: deviceKey },
    { kind: signerKinds.nextIdentity, id: account, key: identity },
  ];
  return { member, account, device, enrolled: false, withSecondOwner: false, keys };
}
