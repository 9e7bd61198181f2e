/**
 * A small practice for tests: real keys, and every entry built right unless a test changes a field. What is built is not
 * applied; `apply...` does that, and stops the test where a right entry is refused.
 */

import {
  type AccountId,
  asHash,
  asId,
  assert,
  type Branded,
  type Bytes,
  type ChartId,
  type CompartmentId,
  type DeviceId,
  type Hash,
  type PracticeId,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import {
  type CryptoPort,
  importSigningKey,
  type SealingPublicKey,
  sealingPublicKeyOf,
  type SealingSeed,
  type SigningKey,
  type SigningSeed,
  type VerifyKey,
} from "@alcove/crypto";
import { applyStatement } from "../roster/apply-statement.ts";
import type { Role } from "../roster/roles.ts";
import type { Roster } from "../roster/roster.ts";
import { countersign, parseSigned, signAsPerson, signerKinds } from "../roster/signed.ts";
import { type BegunKind, encodeStatementBody, type Operation, type StatementBody } from "../roster/statement.ts";
import type { TestCompartment } from "./entries.ts";

export type TestMember = {
  readonly account: AccountId;
  readonly signSeed: SigningSeed;
  readonly signKey: SigningKey;
  readonly sealSeed: SealingSeed;
  readonly sealKey: SealingPublicKey;
};
export type TestDevice = { readonly device: DeviceId; readonly seed: SigningSeed; readonly key: SigningKey };
export type Signer = { readonly member: TestMember; readonly device: TestDevice };
/** Who signs a statement besides: the identity that a rekey begins, a second owner. */
export type Further = { readonly nextIdentity?: TestMember; readonly secondOwner?: TestMember };

export type TestPractice = {
  readonly port: CryptoPort;
  readonly practice: PracticeId;
  readonly ledgerKey: SigningKey;
  readonly founder: Signer;
  readonly foundingStatement: Bytes;
  roster: Roster;
  /** Ledger index of the next entry. */
  next: number;
};

export const testOrigin = "http://localhost:7420";
export const idFrom = <B extends Branded<string>>(port: CryptoPort): B => asId<B>(port.random(16));

export async function createMember(port: CryptoPort): Promise<TestMember> {
  const signSeed = port.random(32) as SigningSeed;
  const sealSeed = port.random(32) as SealingSeed;
  return {
    account: idFrom<AccountId>(port),
    signSeed,
    signKey: await importSigningKey(port, signSeed),
    sealSeed,
    sealKey: await sealingPublicKeyOf(sealSeed),
  };
}

export async function createDevice(port: CryptoPort): Promise<TestDevice> {
  const seed = port.random(32) as SigningSeed;
  return { device: idFrom<DeviceId>(port), seed, key: await importSigningKey(port, seed) };
}

/** The operation that founds a practice with these keys. */
export function foundingOperation(practice: PracticeId, ledgerKey: SigningKey, { member, device }: Signer): Operation {
  return [
    "practice.create",
    practice,
    testOrigin,
    ledgerKey.publicKey,
    member.account,
    member.signKey.publicKey,
    member.sealKey,
    device.device,
    device.key.publicKey,
  ];
}

export async function foundTestPractice(port: CryptoPort): Promise<TestPractice> {
  const practice = idFrom<PracticeId>(port);
  const ledgerKey = await importSigningKey(port, port.random(32) as SigningSeed);
  const founder = { member: await createMember(port), device: await createDevice(port) };
  const body = foundingBody(founder, [foundingOperation(practice, ledgerKey, founder)]);
  const foundingStatement = await signStatement(port, practice, body, founder);
  const roster = await applyStatement(port, undefined, foundingStatement, 0);
  assert(roster.ok, "a right founding stands");
  return { port, practice, ledgerKey, founder, foundingStatement, roster: roster.value, next: 1 };
}

export function foundingBody({ member, device }: Signer, operations: readonly Operation[]): StatementBody {
  const checkpoint = { size: 0, root: zeroHash() };
  return { sequence: 0, previous: zeroHash(), account: member.account, device: device.device, checkpoint, operations };
}

export async function signStatement(
  port: CryptoPort,
  practice: PracticeId,
  body: StatementBody,
  { member, device }: Signer,
  { nextIdentity, secondOwner }: Further = {},
): Promise<Bytes> {
  const keys = { account: member.account, identity: member.signKey, device: device.device, deviceKey: device.key };
  const { nextIdentity: kind } = signerKinds;
  const next = nextIdentity ? { after: { kind, id: member.account, key: nextIdentity.signKey } } : {};
  const signed = await signAsPerson(port, "statement", practice, encodeStatementBody(body), { ...keys, ...next });
  if (!secondOwner) return signed;
  const parsed = parseSigned(signed);
  assert(parsed !== undefined, "it was just signed");
  return countersign(port, practice, parsed, secondOwner.account, secondOwner.signKey);
}

/** A statement that follows the roster's head, by the founder unless told; `changes` replaces fields of its body. */
export async function statement(
  p: TestPractice,
  operations: readonly Operation[],
  changes: Partial<StatementBody> = {},
  signer: Signer = p.founder,
  further: Further = {},
): Promise<Bytes> {
  const body: StatementBody = {
    sequence: p.roster.sequence + 1,
    previous: p.roster.head,
    account: signer.member.account,
    device: signer.device.device,
    checkpoint: { size: p.next, root: asHash(p.port.random(32)) },
    operations,
    ...changes,
  };
  return signStatement(p.port, p.practice, body, signer, further);
}

/** Applies a statement that must stand; gives its ledger index. */
export async function applyRight(p: TestPractice, encoded: Bytes): Promise<number> {
  const applied = await applyStatement(p.port, p.roster, encoded, p.next);
  assert(applied.ok, `a right statement stands: ${applied.ok ? "" : applied.error.code}`);
  p.roster = applied.value;
  return p.next++;
}

/** A member with a first device, added by the founder. */
export async function addMember(p: TestPractice, role: Role = "clinician", further: Further = {}): Promise<Signer> {
  const signer = { member: await createMember(p.port), device: await createDevice(p.port) };
  await applyRight(p, await statement(p, [addition(signer, role)], {}, p.founder, further));
  return signer;
}

export function addition({ member, device }: Signer, role: Role): Operation {
  const { account, signKey, sealKey } = member;
  const invite = account.slice() as never;
  const transcript = asHash(new Uint8Array(32).fill(7));
  return [
    "member.add",
    account,
    role,
    signKey.publicKey,
    sealKey,
    device.device,
    device.key.publicKey,
    invite,
    transcript,
  ];
}

/** Gives the account a right in compartments, by the founder unless told. */
export async function entitle(
  p: TestPractice,
  { account }: TestMember,
  right: "read" | "write" | "read-write",
  compartments: readonly CompartmentId[],
  { untilDay = null, signer = p.founder }: { untilDay?: number | null; signer?: Signer } = {},
): Promise<number> {
  return applyRight(p, await statement(p, [["entitle", account, right, untilDay, [...compartments]]], {}, signer));
}

export function enrolment(
  { account }: TestMember,
  { device, key }: TestDevice,
  via: "kit" | "pairing",
  transcript: Hash | null = via === "kit" ? null : asHash(new Uint8Array(32).fill(7)),
): Operation {
  return ["device.enrol", account, device, key.publicKey, via, transcript];
}

export async function createCompartment(
  p: TestPractice,
  kind: BegunKind = "directory",
  chart: ChartId | null = null,
  signer: Signer = p.founder,
): Promise<TestCompartment> {
  const id = idFrom<CompartmentId>(p.port);
  await applyRight(p, await statement(p, [["compartment.create", id, kind, chart]], {}, signer));
  return { id, log: undefined, epochKeys: [] };
}

/** Everything a roster says, for comparing before and after. */
export function snapshotOf(roster: Roster): unknown {
  const { ledgerKey, members, former, devices, compartments, charts, heads, ...others } = roster;
  const { recoverySet, formerSets, successorSets, ...rest } = others;
  const identity = <One extends { readonly identitySign: VerifyKey }>({ identitySign, ...one }: One) => ({
    ...one,
    identitySign: toHex(identitySign.publicKey),
  });
  return structuredClone({
    ...rest,
    ledgerKey: toHex(ledgerKey.publicKey),
    members: [...members].map(([id, member]) => [id, identity(member)]),
    former: former.map(identity),
    devices: [...devices].map(([id, { key, ...device }]) => [id, toHex(key.publicKey), device]),
    compartments: [...compartments],
    charts: [...charts],
    sets: [...(recoverySet ? [recoverySet] : []), ...formerSets, ...successorSets].map(({ sign, ...set }) => [
      toHex(sign.publicKey),
      set,
    ]),
    heads: [...heads],
  });
}
