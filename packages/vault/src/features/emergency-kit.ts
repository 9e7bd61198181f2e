/** The Emergency Kit of the member at this device, from what is open. */

import { fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { EmergencyKit } from "../facade.ts";
import { encodeKit, identityHash, secretKeyGroups } from "../kit.ts";

export function emergencyKit({ keys, state, fold, profile }: Opened, madeAt: number): Result<EmergencyKit, Failure> {
  const { roster, checkpoint } = state;
  const member = roster?.members.get(toHex(keys.account));
  if (!roster || !checkpoint || !member) return fail(failure("bug"));
  const email = fold.named(keys.account)?.["email"];
  return ok({
    practiceName: fold.nameOf(keys.practice) ?? profile.practiceName,
    memberName: fold.nameOf(keys.account) ?? profile.memberName,
    memberEmail: typeof email === "string" ? email : "",
    madeAt,
    deviceName: profile.deviceName,
    origin: profile.origin,
    secretKey: secretKeyGroups(keys.secretKey).join(" "),
    text: encodeKit({
      origin: profile.origin,
      practice: profile.practice,
      account: profile.account,
      kdfVersion: profile.kdfVersion,
      secretKey: keys.secretKey,
      founding: profile.founding,
      identity: identityHash(member.identitySign.publicKey, member.identitySeal),
      ledgerKey: profile.ledgerKey,
      checkpoint,
    }),
  });
}
