/**
 * Statement: one entry of the roster, the hash chain of people, devices and rights (docs/spec, ROS-1 and ROS-2).
 *
 *   body      = CBOR [1, sequence, previous (32), signer account (16), signer device (16), checkpoint size, checkpoint root (32), [operation ...]]
 *   statement = CBOR [body, signatures]
 *
 * Signed for "statement" (signed.ts).
 */

import {
  type AccountId,
  type Branded,
  type Bytes,
  type ChartId,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  type Hash,
  type PracticeId,
  type RecoverySetId,
} from "@alcove/bytes";
import { noteKeyName, type PublicKey, type SealingPublicKey, sealingPublicKeyBytes } from "@alcove/crypto";
import { limits } from "../limits.ts";
import { between, byFirstWord, bytes, count, index, parseAs, text, z } from "../schema.ts";
import { roles } from "./roles.ts";
import { parseSigned, type Signed } from "./signed.ts";

/** Kinds that `compartment.create` begins. */
export const begunKinds = [
  "directory",
  "schedule",
  "clinical",
  "psychotherapy",
  "administrative",
  "access-log",
  "portal",
  "programme",
  "crisis",
  "will",
] as const;
export type BegunKind = (typeof begunKinds)[number];
/** The last one is begun by `emergency.give` alone. */
export const compartmentKinds = [...begunKinds, "emergency"] as const;
export type CompartmentKind = (typeof compartmentKinds)[number];

export const revokeReasons = ["retired", "lost", "stolen"] as const;
export type RevokeReason = (typeof revokeReasons)[number];
/** Why a member begins a new identity: somebody may know passphrase, Secret Key or Kit; or a device of theirs is gone. */
export const rekeyReasons = ["exposed", "lost", "stolen"] as const;
/** Why recovery cards were used: nobody gets in any more; somebody else may; the person can't act (ill, dead). */
export const recoveryReasons = ["locked-out", "exposed", "absent"] as const;
export type RekeyReason = (typeof rekeyReasons)[number];
/** `release`: lets openings of a guarded compartment through, and reads nothing. One has one of them, or none. */
export const rights = ["read", "write", "read-write", "release"] as const;

const identityKeys = [bytes<PublicKey>(32), bytes<SealingPublicKey>(sealingPublicKeyBytes)] as const;
const entitled = z
  .array(bytes<CompartmentId>(16))
  .check(z.minLength(1), z.maxLength(limits.compartmentsPerEntitlement));

/** Set, how many cards it takes, signing and sealing key, hash of each card's share. */
const recoverySet = [
  bytes<RecoverySetId>(16),
  count,
  bytes<PublicKey>(32),
  bytes<SealingPublicKey>(sealingPublicKeyBytes),
  z.array(bytes<Hash>(32)).check(z.minLength(2), z.maxLength(limits.recoveryCards)),
] as const;

const operation = z.union([
  z.tuple([
    z.literal("practice.create"),
    bytes<PracticeId>(16),
    text(200),
    bytes<PublicKey>(32),
    bytes<AccountId>(16),
    bytes<PublicKey>(32),
    bytes<SealingPublicKey>(sealingPublicKeyBytes),
    bytes<DeviceId>(16),
    bytes<PublicKey>(32),
  ]),
  z.tuple([
    z.literal("device.enrol"),
    bytes<AccountId>(16),
    bytes<DeviceId>(16),
    bytes<PublicKey>(32),
    z.enum(["kit", "pairing"]),
    z.nullable(bytes<Hash>(32)),
  ]),
  z.tuple([z.literal("device.revoke"), bytes<AccountId>(16), bytes<DeviceId>(16), z.enum(revokeReasons)]),
  z.tuple([
    z.literal("compartment.create"),
    bytes<CompartmentId>(16),
    z.enum(begunKinds),
    z.nullable(bytes<ChartId>(16)),
  ]),
  z.tuple([z.literal("freshness.confirm"), bytes<AccountId>(16), bytes<DeviceId>(16)]),
  z.tuple([
    z.literal("member.add"),
    bytes<AccountId>(16),
    z.enum(roles),
    ...identityKeys,
    bytes<DeviceId>(16),
    bytes<PublicKey>(32),
    bytes<Branded<"InviteId">>(16),
    bytes<Hash>(32),
  ]),
  z.tuple([z.literal("member.remove"), bytes<AccountId>(16)]),
  z.tuple([z.literal("member.role"), bytes<AccountId>(16), z.enum(roles)]),
  z.tuple([z.literal("member.rekey"), bytes<AccountId>(16), ...identityKeys, count, z.enum(rekeyReasons)]),
  z.tuple([z.literal("entitle"), bytes<AccountId>(16), z.enum(rights), z.nullable(index), entitled]),
  z.tuple([z.literal("disentitle"), bytes<AccountId>(16), entitled]),
  z.tuple([z.literal("recovery.set"), ...recoverySet]),
  z.tuple([
    z.literal("recovery.use"),
    bytes<RecoverySetId>(16),
    bytes<AccountId>(16),
    ...identityKeys,
    bytes<DeviceId>(16),
    bytes<PublicKey>(32),
    count,
    z.enum(recoveryReasons),
    ...recoverySet,
  ]),
  z.tuple([
    z.literal("recovery.drill"),
    bytes<RecoverySetId>(16),
    z.array(count).check(z.minLength(1), z.maxLength(limits.recoveryCards)),
  ]),
  z.tuple([z.literal("successor.set"), z.nullable(bytes<AccountId>(16)), ...recoverySet]),
  z.tuple([z.literal("successor.end"), bytes<RecoverySetId>(16)]),
  z.tuple([z.literal("successor.use"), bytes<RecoverySetId>(16)]),
  z.tuple([z.literal("guard.set"), entitled]),
  z.tuple([z.literal("guard.unset"), entitled]),
  z.tuple([z.literal("compartment.destroy"), bytes<CompartmentId>(16), count, bytes<Hash>(32)]),
  z.tuple([z.literal("emergency.give"), bytes<CompartmentId>(16), bytes<ChartId>(16), bytes<AccountId>(16), index]),
  z.tuple([
    z.literal("policy.set"),
    z.boolean(),
    z.nullable(between(3, 6)),
    z.nullable(between(1, 480)),
    z.nullable(between(1, 24)),
  ]),
  z.tuple([
    z.literal("witness.set"),
    z
      .array(z.tuple([z.string().check(z.regex(noteKeyName)), bytes<PublicKey>(32)]))
      .check(z.maxLength(limits.witnesses)),
  ]),
]);
/**
 * - `practice.create`: practice, API origin, checkpoint key, founder account, identity signing and sealing key, first device, its key.
 * - `device.enrol`: account, device, key, how, pairing transcript hash (null by kit).
 * - `device.revoke`: account, device, why. Lost and stolen make stale what that person can read.
 * - `compartment.create`: compartment, kind, chart (null where it belongs to none). The signer may read and write it.
 * - `freshness.confirm`: the person vouches for what a provisional device sees.
 * - `member.add`: account, role, identity signing and sealing key, first device, its key, invite, pairing transcript hash.
 * - `member.remove`: account. Their devices and rights end.
 * - `member.role`: account, the role from now on. No right begins or ends.
 * - `member.rekey`: account, new identity signing and sealing key, keyring version from which on keyrings hold them, why.
 * - `entitle`: account, right, last day on which keys may be delivered (days since 1970-01-01; null: no end), compartments.
 *   It is the account's whole right there from now on, whatever it was.
 * - `disentitle`: account, compartments in which it has no right any more.
 * - `recovery.set`: set, cards it takes, its signing and sealing key, hash of each card's share. It takes the place of the one before.
 * - `recovery.use`: the set whose cards were put together, an owner's account, their new identity signing and sealing key,
 *   new device, its key, keyring version as in `member.rekey`, why, and the new set, as in `recovery.set`.
 * - `recovery.drill`: set, the numbers of its cards that were seen and fit their hashes. It changes nothing.
 * - `successor.set`: the member who may use it (null: whoever of the practice has enough cards), and the set as in
 *   `recovery.set`. It reads the signer's own psychotherapy notes, in the place of the signer's set before.
 * - `successor.end`: the signer's own set, which reads nothing that is written from now on.
 * - `successor.use`: the set whose cards were put together. The signer reads what it read; it is none any more.
 * - `guard.set`: compartments whose keys are made of two parts from the next rotation on.
 * - `guard.unset`: compartments whose keys are whole again from the next rotation on.
 * - `compartment.destroy`: compartment, how many bodies it has, what they are by their leaves. Nobody opens any of them again.
 * - `emergency.give`: a new compartment for what of the chart is given to this member in an emergency, and their last day in it.
 * - `policy.set`: whether passphrases hold every class of characters, after how many months another is due, after how many
 *   minutes without their person devices lock, for how many hours after the passphrase passkeys open them. Null: not asked.
 * - `witness.set`: name and key of each witness whose cosignatures the practice's devices believe from now on.
 */
export type Operation = z.infer<typeof operation>;
export type OperationOf<Name extends Operation[0]> = Extract<Operation, readonly [Name, ...unknown[]]>;

const bodyWith = <Operations extends z.ZodMiniType>(one: Operations) =>
  z.tuple([
    z.literal(1),
    index,
    bytes<Hash>(32),
    bytes<AccountId>(16),
    bytes<DeviceId>(16),
    index,
    bytes<Hash>(32),
    z.array(one).check(z.minLength(1), z.maxLength(limits.operationsPerStatement)),
  ]);
export const statementBodySchema = bodyWith(operation);
const quickBodySchema = bodyWith(byFirstWord(operation));
export type StatementBody = {
  readonly sequence: number;
  readonly previous: Hash;
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly checkpoint: { readonly size: number; readonly root: Hash };
  readonly operations: readonly Operation[];
};

export type Statement = Signed<StatementBody>;

export function encodeStatementBody(body: StatementBody): Bytes {
  return encodeCbor([
    1,
    body.sequence,
    body.previous,
    body.account,
    body.device,
    body.checkpoint.size,
    body.checkpoint.root,
    body.operations,
  ]);
}

/** `undefined`: not a statement of this version, or one with an operation that it doesn't know: refused, not skipped. */
export function parseStatement(encoded: Uint8Array): Statement | undefined {
  const outer = parseSigned(encoded);
  const body = outer && parseAs(quickBodySchema, outer.bodyBytes);
  if (!outer || !body) return undefined;
  const [, sequence, previous, account, device, size, root, operations] = body;
  return { ...outer, body: { sequence, previous, account, device, checkpoint: { size, root }, operations } };
}
