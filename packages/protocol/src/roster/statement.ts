/**
 * Statement: one entry of the roster, the hash chain of people, devices and rights (docs/spec, ROS-1 to ROS-10).
 *
 *   body      = CBOR [1, sequence, previous (32), signer account (16), signer device (16), checkpoint size, checkpoint root (32), [operation ...]]
 *   statement = CBOR [body, [[signer kind, signer id (16), Ed25519 signature (64)] ...]]
 *
 * Every signature is over context("statement", practice, body). Kinds of signer: 1 identity (id: account), 2 device (id: device).
 */

import {
  type AccountId,
  type Bytes,
  type ChartId,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  type Hash,
  type PracticeId,
} from "@alcove/bytes";
import {
  context,
  type CryptoPort,
  type PublicKey,
  type SealingPublicKey,
  sealingPublicKeyBytes,
  type Signature,
  sign,
  type SigningKey,
  verify,
  type VerifyKey,
} from "@alcove/crypto";
import { limits } from "../limits.ts";
import { anyBytes, bytes, index, parseAs, text, z } from "../schema.ts";

export const compartmentKinds = [
  "directory",
  "schedule",
  "clinical",
  "psychotherapy",
  "administrative",
  "access-log",
  "portal",
  "programme",
] as const;
export type CompartmentKind = (typeof compartmentKinds)[number];

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
  z.tuple([
    z.literal("device.revoke"),
    bytes<AccountId>(16),
    bytes<DeviceId>(16),
    z.enum(["retired", "lost", "stolen"]),
  ]),
  z.tuple([
    z.literal("compartment.create"),
    bytes<CompartmentId>(16),
    z.enum(compartmentKinds),
    z.nullable(bytes<ChartId>(16)),
  ]),
  z.tuple([z.literal("freshness.confirm"), bytes<AccountId>(16), bytes<DeviceId>(16)]),
]);
/**
 * - `practice.create`: practice, API origin, checkpoint key, founder account, identity signing and sealing key, first device, its key.
 * - `device.enrol`: account, device, key, how, pairing transcript hash (null by kit).
 * - `device.revoke`: account, device, why. Lost and stolen make stale what that person can read.
 * - `compartment.create`: compartment, kind, chart (null where it belongs to none). The signer may read and write it.
 * - `freshness.confirm`: the person vouches for what a provisional device sees.
 */
export type Operation = z.infer<typeof operation>;

export const statementBodySchema = z.tuple([
  z.literal(1),
  index,
  bytes<Hash>(32),
  bytes<AccountId>(16),
  bytes<DeviceId>(16),
  index,
  bytes<Hash>(32),
  z.array(operation).check(z.minLength(1), z.maxLength(limits.operationsPerStatement)),
]);
export const signedSchema = z.tuple([
  anyBytes,
  z
    .array(z.tuple([z.literal([1, 2]), bytes<AccountId | DeviceId>(16), bytes<Signature>(64)]))
    .check(z.minLength(1), z.maxLength(8)),
]);

export type StatementBody = {
  readonly sequence: number;
  readonly previous: Hash;
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly checkpoint: { readonly size: number; readonly root: Hash };
  readonly operations: readonly Operation[];
};

/** Bytes signed by a person and one of their devices: statements and key-log entries. */
export type Signed<Body> = {
  readonly body: Body;
  readonly bodyBytes: Bytes;
  readonly signatures: readonly { readonly kind: 1 | 2; readonly id: Bytes; readonly signature: Signature }[];
};
export type Statement = Signed<StatementBody>;

export const signerKinds = { identity: 1, device: 2 } as const;

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
  const body = outer && parseAs(statementBodySchema, outer.bodyBytes);
  if (!outer || !body) return undefined;
  const [, sequence, previous, account, device, size, root, operations] = body;
  return { ...outer, body: { sequence, previous, account, device, checkpoint: { size, root }, operations } };
}

export type SignPurpose = "statement" | "key-log";

/** Signs with identity and device key, in this order. */
export async function signAsPerson(
  port: CryptoPort,
  purpose: SignPurpose,
  practice: PracticeId,
  bodyBytes: Bytes,
  signer: {
    readonly account: AccountId;
    readonly identity: SigningKey;
    readonly device: DeviceId;
    readonly deviceKey: SigningKey;
  },
): Promise<Bytes> {
  const message = context(purpose, practice, bodyBytes);
  return encodeCbor([
    bodyBytes,
    [
      [signerKinds.identity, signer.account, await sign(port, signer.identity, message)],
      [signerKinds.device, signer.device, await sign(port, signer.deviceKey, message)],
    ],
  ]);
}

/** Exactly one signature by the identity and one by the device, both right. */
export async function verifyAsPerson(
  port: CryptoPort,
  purpose: SignPurpose,
  practice: PracticeId,
  signed: Signed<unknown>,
  signer: {
    readonly identity: VerifyKey;
    readonly account: AccountId;
    readonly device: DeviceId;
    readonly deviceKey: VerifyKey;
  },
): Promise<boolean> {
  const [first, second, ...more] = signed.signatures;
  if (!first || !second || more.length > 0 || first.kind !== signerKinds.identity || second.kind !== signerKinds.device)
    return false;
  if (!sameId(first.id, signer.account) || !sameId(second.id, signer.device)) return false;
  const message = context(purpose, practice, signed.bodyBytes);
  const right = await Promise.all([
    verify(port, signer.identity, first.signature, message),
    verify(port, signer.deviceKey, second.signature, message),
  ]);
  return right.every(Boolean);
}

/** The outer shape shared by statements and key-log entries. */
export function parseSigned(encoded: Uint8Array): Omit<Signed<never>, "body"> | undefined {
  const outer = parseAs(signedSchema, encoded);
  return (
    outer && { bodyBytes: outer[0], signatures: outer[1].map(([kind, id, signature]) => ({ kind, id, signature })) }
  );
}

function sameId(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
