/** The first statement of a practice (docs/spec, ROS-4). */

import { areDistinct, asHash, equalBytes, fail, type Hash, ok, type Result, toHex, zeroHash } from "@alcove/bytes";
import { type CryptoPort, importVerifyKey, type PublicKey } from "@alcove/crypto";
import { type Failure, failure } from "../errors.ts";
import type { Member, Roster } from "./roster.ts";
import { verifyAsPerson } from "./signed.ts";
import type { Statement } from "./statement.ts";

/** The first statement, which makes the founder owner. Failures: `statement-refused`, `signature-wrong`. */
export async function found(
  port: CryptoPort,
  statement: Statement,
  head: Hash,
  index: number,
): Promise<Result<Roster, Failure>> {
  const refused = fail(failure("statement-refused", { sequence: 0 }));
  const [create, ...more] = statement.body.operations;
  if (!create || more.length > 0 || create[0] !== "practice.create" || index !== 0) return refused;
  if (statement.body.checkpoint.size !== 0) return refused;
  const [, practice, origin, ledgerPublicKey, account, identitySign, identitySeal, device, devicePublicKey] = create;
  if (statement.body.sequence !== 0 || !equalBytes(statement.body.previous, zeroHash())) return refused;
  if (!equalBytes(statement.body.account, account) || !equalBytes(statement.body.device, device)) return refused;
  const [ledgerKey, identity, deviceKey] = await Promise.all(
    [ledgerPublicKey, identitySign, devicePublicKey].map((key: PublicKey) => importVerifyKey(port, key)),
  );
  if (!ledgerKey || !identity || !deviceKey) return refused;
  if (!areDistinct([ledgerPublicKey, identitySign, devicePublicKey])) return refused;
  if (!(await verifyAsPerson(port, "statement", practice, statement, { account, identity, device, deviceKey })))
    return fail(failure("signature-wrong"));
  const founding = asHash(head);
  const founder: Member = { account, role: "owner", identitySign: identity, identitySeal, keyringVersion: 1 };
  return ok({
    practice,
    founding,
    origin,
    ledgerKey,
    head: founding,
    sequence: 0,
    headIndex: index,
    members: new Map([[toHex(account), founder]]),
    former: [],
    devices: new Map([
      [
        toHex(device),
        { device, account, key: deviceKey, via: "founding" as const, enrolledSequence: 0, enrolledIndex: index },
      ],
    ]),
    compartments: new Map(),
    charts: new Map(),
    formerSets: [],
    successorSets: [],
    witnesses: [],
    heads: new Map([[toHex(founding), { sequence: 0, index }]]),
  });
}
