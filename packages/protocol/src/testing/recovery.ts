/** Recovery sets for tests, with real shares, and what their keys sign. */

import { asHash, type Bytes, type Hash, type RecoverySetId, toHex } from "@alcove/bytes";
import {
  type CryptoPort,
  importSigningKey,
  type PublicKey,
  recoverySeeds,
  type RecoverySeed,
  type RecoveryShare,
  recoveryShareHash,
  type SealingPublicKey,
  sealingPublicKeyOf,
  type SealingSeed,
  type SigningKey,
  splitRecoverySeed,
} from "@alcove/crypto";
import { encodeKeyLogBody, type KeyLogBody, parseKeyLogEntry } from "../keylog/entry.ts";
import { setNameIn } from "../roster/recovery-set.ts";
import type { Compartment } from "../roster/roster.ts";
import { type NamedKey, signBy, signerKinds } from "../roster/signed.ts";
import { encodeStatementBody, type Operation, type OperationOf, type StatementBody } from "../roster/statement.ts";
import {
  applyRight,
  createDevice,
  createMember,
  idFrom,
  type Signer,
  statement,
  type TestPractice,
} from "./practice.ts";

export type TestSet = {
  readonly set: RecoverySetId;
  readonly needed: number;
  readonly seed: RecoverySeed;
  readonly signKey: SigningKey;
  readonly sealSeed: SealingSeed;
  readonly sealKey: SealingPublicKey;
  readonly shares: readonly RecoveryShare[];
  readonly hashes: readonly Hash[];
};

export async function createSet(
  { port, practice }: Pick<TestPractice, "port" | "practice">,
  { needed = 2, cards = 3 }: { readonly needed?: number; readonly cards?: number } = {},
): Promise<TestSet> {
  const set = idFrom<RecoverySetId>(port);
  const seed = port.random(32) as RecoverySeed;
  const seeds = await recoverySeeds(port, seed, { practice, set });
  const shares = await splitRecoverySeed(seed, { needed, cards });
  return {
    set,
    needed,
    seed,
    signKey: await importSigningKey(port, seeds.sign),
    sealSeed: seeds.seal,
    sealKey: await sealingPublicKeyOf(seeds.seal),
    shares,
    hashes: shares.map((share, i) => recoveryShareHash({ practice, set }, i + 1, share)),
  };
}

type SetParts = [RecoverySetId, number, PublicKey, SealingPublicKey, Hash[]];
export function setParts({ set, needed, signKey, sealKey, hashes }: TestSet): SetParts {
  return [set, needed, signKey.publicKey, sealKey, [...hashes]];
}

/** The practice's recovery set from now on, made by the founder. */
export async function makeSet(p: TestPractice, signer: Signer = p.founder): Promise<TestSet> {
  const made = await createSet(p);
  await applyRight(p, await statement(p, [["recovery.set", ...setParts(made)]], {}, signer));
  return made;
}

/** New keys for somebody, as they are made on a fresh device. */
export async function afresh(port: CryptoPort, { account }: Signer["member"]): Promise<Signer> {
  return { member: { ...(await createMember(port)), account }, device: await createDevice(port) };
}

export function recovery(
  spent: TestSet,
  { member, device }: Signer,
  next: TestSet,
  { keyringVersion = 2, reason = "locked-out" as OperationOf<"recovery.use">[8] } = {},
): Operation {
  const { account, signKey, sealKey } = member;
  const keys = [account, signKey.publicKey, sealKey, device.device, device.key.publicKey] as const;
  return ["recovery.use", spent.set, ...keys, keyringVersion, reason, ...setParts(next)];
}

/** The set's key, the new device and the new identity, in the order of docs/spec, ROS-25. */
export function recoveryKeys(spent: TestSet, { member, device }: Signer): NamedKey<SigningKey>[] {
  return [
    { kind: signerKinds.recoverySet, id: spent.set, key: spent.signKey },
    { kind: signerKinds.device, id: device.device, key: device.key },
    { kind: signerKinds.nextIdentity, id: member.account, key: member.signKey },
  ];
}

/** The member, their device and the set whose cards they put together, in the order of docs/spec, SUC-4. */
export function successorKeys(used: TestSet, { member, device }: Signer): NamedKey<SigningKey>[] {
  return [
    { kind: signerKinds.identity, id: member.account, key: member.signKey },
    { kind: signerKinds.device, id: device.device, key: device.key },
    { kind: signerKinds.recoverySet, id: used.set, key: used.signKey },
  ];
}

/** A statement that follows the roster's head, signed by these. */
export async function recoveryStatement(
  p: TestPractice,
  operations: readonly Operation[],
  { member, device }: Signer,
  keys: readonly NamedKey<SigningKey>[],
  changes: Partial<StatementBody> = {},
): Promise<Bytes> {
  const body: StatementBody = {
    sequence: p.roster.sequence + 1,
    previous: p.roster.head,
    account: member.account,
    device: device.device,
    checkpoint: { size: p.next, root: asHash(p.port.random(32)) },
    operations,
    ...changes,
  };
  return signBy(p.port, "statement", p.practice, encodeStatementBody(body), keys);
}

/** The member with new keys, and the new set, after the cards of `spent` were used. */
export async function recover(
  p: TestPractice,
  spent: TestSet,
  { member }: Signer = p.founder,
): Promise<{ readonly signer: Signer; readonly next: TestSet; readonly index: number }> {
  const signer = await afresh(p.port, member);
  const next = await createSet(p);
  const use = await recoveryStatement(p, [recovery(spent, signer, next)], signer, recoveryKeys(spent, signer));
  const index = await applyRight(p, use);
  return { signer, next, index };
}

/** The same entry with the spent set's signature as the third. */
export async function withRecoveryKey(
  { port, practice, roster }: TestPractice,
  entry: Bytes,
  { member, device }: Signer,
  spent: TestSet,
): Promise<Bytes> {
  const { body } = parseKeyLogEntry(entry) as { readonly body: KeyLogBody };
  const place = roster.compartments.get(toHex(body.compartment)) as Compartment;
  return signBy(port, "key-log", practice, encodeKeyLogBody(body), [
    { kind: signerKinds.identity, id: member.account, key: member.signKey },
    { kind: signerKinds.device, id: device.device, key: device.key },
    { kind: signerKinds.recoverySet, id: setNameIn(place, spent.set), key: spent.signKey },
  ]);
}
