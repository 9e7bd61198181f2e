/**
 * What a person signs with an identity and a device: statements, key-log entries and releases (docs/spec, ENC-5, ROS-2, LOG-2, GRD-17).
 *
 *   signed = CBOR [body, [[signer kind, signer id (16), Ed25519 signature (64)] ...]]
 *
 * Every signature is over context(purpose, practice, body). Kinds of signer: 1 identity (id: account), 2 device
 * (id: device), 3 the identity that a rekey or a recovery begins (id: account), 4 a recovery set (id: set, or its name in a portal).
 */

import { type AccountId, type Bytes, type DeviceId, encodeCbor, equalBytes, type PracticeId } from "@alcove/bytes";
import {
  context,
  type CryptoPort,
  type Signature,
  sign,
  type SigningKey,
  verify,
  type VerifyKey,
} from "@alcove/crypto";
import type { Recipient } from "./recovery-set.ts";
import { anyBytes, bytes, parseAs, z } from "../schema.ts";

export const signerKinds = { identity: 1, device: 2, nextIdentity: 3, recoverySet: 4 } as const;
export type SignerKind = (typeof signerKinds)[keyof typeof signerKinds];
/** Whose signature stands in the list. `id`: account of an identity, id of a device or a recovery set. */
export type NamedKey<Key> = {
  readonly kind: SignerKind;
  readonly id: Recipient;
  readonly key: Key;
};

export const signedSchema = z.tuple([
  anyBytes,
  z
    .array(z.tuple([z.literal([1, 2, 3, 4]), bytes<Recipient>(16), bytes<Signature>(64)]))
    .check(z.minLength(1), z.maxLength(8)),
]);

/** Bytes signed by a person and one of their devices: statements and key-log entries. */
export type Signed<Body> = {
  readonly body: Body;
  readonly bodyBytes: Bytes;
  readonly signatures: readonly { readonly kind: SignerKind; readonly id: Bytes; readonly signature: Signature }[];
};

export type SignPurpose = "statement" | "key-log" | "release";

/** Signs with identity and device key, in this order, and with whoever signs behind them. */
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
    readonly after?: NamedKey<SigningKey>;
  },
): Promise<Bytes> {
  const { identity, device } = signerKinds;
  const keys: NamedKey<SigningKey>[] = [
    { kind: identity, id: signer.account, key: signer.identity },
    { kind: device, id: signer.device, key: signer.deviceKey },
    ...(signer.after ? [signer.after] : []),
  ];
  return signBy(port, purpose, practice, bodyBytes, keys);
}

/** What `signAsPerson` does, for whoever else signs: recovery signs as in docs/spec, ROS-25 and LOG-10. */
export async function signBy(
  port: CryptoPort,
  purpose: SignPurpose,
  practice: PracticeId,
  bodyBytes: Bytes,
  keys: readonly NamedKey<SigningKey>[],
): Promise<Bytes> {
  const message = context(purpose, practice, bodyBytes);
  const signatures = await Promise.all(
    keys.map(async ({ kind, id, key }) => [kind, id, await sign(port, key, message)]),
  );
  return encodeCbor([bodyBytes, signatures]);
}

/** The statement with a second owner's identity under it, who has read what it says. */
export async function countersign(
  port: CryptoPort,
  practice: PracticeId,
  statement: Omit<Signed<unknown>, "body">,
  account: AccountId,
  identity: SigningKey,
): Promise<Bytes> {
  const signature = await sign(port, identity, context("statement", practice, statement.bodyBytes));
  const before = statement.signatures.map((each) => [each.kind, each.id, each.signature]);
  return encodeCbor([statement.bodyBytes, [...before, [signerKinds.identity, account, signature]]]);
}

/** Whether exactly these signed, in this order, each under their own name. */
export async function verifySigned(
  port: CryptoPort,
  purpose: SignPurpose,
  practice: PracticeId,
  signed: Signed<unknown>,
  signers: readonly NamedKey<VerifyKey>[],
): Promise<boolean> {
  if (signed.signatures.length !== signers.length) return false;
  const message = context(purpose, practice, signed.bodyBytes);
  const right = signers.map(async ({ kind, id, key }, i) => {
    const given = signed.signatures[i] as Signed<unknown>["signatures"][0];
    return given.kind === kind && equalBytes(given.id, id) && verify(port, key, given.signature, message);
  });
  return (await Promise.all(right)).every(Boolean);
}

/** Exactly one signature by the identity and one by the device, both right. */
export async function verifyAsPerson(
  port: CryptoPort,
  purpose: SignPurpose,
  practice: PracticeId,
  signed: Signed<unknown>,
  signer: PersonKeys,
): Promise<boolean> {
  return verifySigned(port, purpose, practice, signed, personKeys(signer));
}

export type PersonKeys = {
  readonly identity: VerifyKey;
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly deviceKey: VerifyKey;
};

/** What every statement and key-log entry is signed by, in this order. */
export function personKeys({ account, identity, device, deviceKey }: PersonKeys): NamedKey<VerifyKey>[] {
  return [
    { kind: signerKinds.identity, id: account, key: identity },
    { kind: signerKinds.device, id: device, key: deviceKey },
  ];
}

/** The outer shape shared by statements and key-log entries. */
export function parseSigned(encoded: Uint8Array): Omit<Signed<never>, "body"> | undefined {
  const outer = parseAs(signedSchema, encoded);
  return (
    outer && { bodyBytes: outer[0], signatures: outer[1].map(([kind, id, signature]) => ({ kind, id, signature })) }
  );
}
