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
  type BatchBody,
  batchTag,
  commitmentOf,
  type CryptoPort,
  type DeliveryPlace,
  deriveContentKey,
  deriveTagKey,
  dropBoxPublicKey,
  type EnvelopeHeader,
  type EpochKey,
  hash,
  importSigningKey,
  sealBackLink,
  sealEnvelope,
  sealEpochKey,
  type SealingPublicKey,
  sealingPublicKeyOf,
  type SealingSeed,
  signBatch,
  type SigningKey,
  type SigningSeed,
  type VerifyKey,
} from "@alcove/crypto";
import { type AuthorPlace, firstPlace } from "../batch-rules.ts";
import { signHeartbeat, type HeartbeatBody } from "../heartbeat.ts";
import { type Delivery, encodeKeyLogBody, type KeyLogBody } from "../keylog/entry.ts";
import { applyKeyLogEntry, currentEpoch, type KeyLog } from "../keylog/key-log.ts";
import { applyStatement } from "../roster/apply-statement.ts";
import type { Role } from "../roster/roles.ts";
import { memberOf, recipientsOf, type Roster } from "../roster/roster.ts";
import {
  type CompartmentKind,
  countersign,
  encodeStatementBody,
  type Operation,
  parseStatement,
  signAsPerson,
  type StatementBody,
} from "../roster/statement.ts";

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

/** One compartment as its reader knows it. `epochKeys`: epoch n at n - 1. */
export type TestCompartment = { readonly id: CompartmentId; log: KeyLog | undefined; readonly epochKeys: EpochKey[] };
export type Rotation = { readonly entry: Bytes; readonly sealedKeys: readonly Bytes[]; readonly epochKey: EpochKey };

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
    sealKey: sealingPublicKeyOf(sealSeed),
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
  const next = nextIdentity ? { nextIdentity: nextIdentity.signKey } : {};
  const signed = await signAsPerson(port, "statement", practice, encodeStatementBody(body), { ...keys, ...next });
  if (!secondOwner) return signed;
  const parsed = parseStatement(signed);
  assert(parsed !== undefined, "only what is well formed is countersigned");
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
  kind: CompartmentKind = "directory",
  chart: ChartId | null = null,
  signer: Signer = p.founder,
): Promise<TestCompartment> {
  const id = idFrom<CompartmentId>(p.port);
  await applyRight(p, await statement(p, [["compartment.create", id, kind, chart]], {}, signer));
  return { id, log: undefined, epochKeys: [] };
}

/** The next key-log entry of a compartment, signed by the founder unless told. */
export async function keyLogEntry(
  p: TestPractice,
  compartment: TestCompartment,
  operation: KeyLogBody["operation"],
  changes: Partial<KeyLogBody> = {},
  { member, device }: Signer = p.founder,
): Promise<Bytes> {
  const body: KeyLogBody = {
    compartment: compartment.id,
    sequence: (compartment.log?.sequence ?? -1) + 1,
    previous: compartment.log?.head ?? zeroHash(),
    rosterHead: p.roster.head,
    account: member.account,
    device: device.device,
    operation,
    ...changes,
  };
  const keys = { account: member.account, identity: member.signKey, device: device.device, deviceKey: device.key };
  return signAsPerson(p.port, "key-log", p.practice, encodeKeyLogBody(body), keys);
}

/** A rotation to the next epoch, delivered to everybody whom the roster says, or to these. */
export async function rotation(
  p: TestPractice,
  compartment: TestCompartment,
  changes: Partial<KeyLogBody> = {},
  signer: Signer = p.founder,
  recipients: readonly AccountId[] = recipientsIn(p, compartment),
): Promise<Rotation> {
  const { port, practice } = p;
  const epochKey = port.random(32) as EpochKey;
  const place = { practice, compartment: compartment.id, epoch: compartment.epochKeys.length + 1 };
  const commitment = await commitmentOf(port, epochKey, place);
  const before = compartment.epochKeys.at(-1);
  const facts = { ...place, commitment, deliverer: signer, rosterHead: changes.rosterHead ?? p.roster.head };
  const { deliveries, sealedKeys } = await deliverEpochKey(p, facts, epochKey, recipients);
  const operation: KeyLogBody["operation"] = [
    "rotate",
    place.epoch,
    commitment,
    await dropBoxPublicKey(port, epochKey, place),
    before ? ((await sealBackLink(port, epochKey, place, before)) as never) : null,
    deliveries,
  ];
  return { entry: await keyLogEntry(p, compartment, operation, changes, signer), sealedKeys, epochKey };
}

/** An entry that delivers the newest key to these. */
export async function delivery(
  p: TestPractice,
  compartment: TestCompartment,
  recipients: readonly AccountId[],
  changes: Partial<KeyLogBody> = {},
  signer: Signer = p.founder,
): Promise<Rotation> {
  const { log, epochKeys } = compartment;
  assert(log !== undefined, "there is a key to deliver");
  const epochKey = epochKeys.at(-1) as EpochKey;
  const { epoch, commitment } = currentEpoch(log);
  const facts = {
    practice: p.practice,
    compartment: compartment.id,
    epoch,
    commitment,
    deliverer: signer,
    rosterHead: changes.rosterHead ?? p.roster.head,
  };
  const { deliveries, sealedKeys } = await deliverEpochKey(p, facts, epochKey, recipients);
  const entry = await keyLogEntry(p, compartment, ["deliver", epoch, deliveries], changes, signer);
  return { entry, sealedKeys, epochKey };
}

/** The founder where there is no such compartment: what is built then is refused for that. */
function recipientsIn(p: TestPractice, { id }: TestCompartment): readonly AccountId[] {
  const compartment = p.roster.compartments.get(toHex(id));
  return compartment ? recipientsOf(p.roster, compartment) : [p.founder.member.account];
}

async function deliverEpochKey(
  { port, roster }: TestPractice,
  facts: Omit<DeliveryPlace, "recipient" | "recipientKey" | "deliverer"> & { readonly deliverer: Signer },
  epochKey: EpochKey,
  recipients: readonly AccountId[],
): Promise<{ readonly deliveries: Delivery[]; readonly sealedKeys: readonly Bytes[] }> {
  const sealedKeys: Bytes[] = [];
  const deliveries: Delivery[] = [];
  for (const recipient of recipients) {
    const recipientKey = memberOf(roster, recipient).identitySeal;
    const deliverer = facts.deliverer.member.account;
    const sealed = await sealEpochKey(port, { ...facts, recipient, recipientKey, deliverer }, epochKey);
    assert(sealed !== undefined, "a member's sealing key is valid");
    sealedKeys.push(sealed);
    deliveries.push([recipient, hash(recipientKey), hash(sealed)]);
  }
  return { deliveries, sealedKeys };
}

/** Applies a rotation that must stand; gives its ledger index. */
export async function applyRotation(p: TestPractice, compartment: TestCompartment, right: Rotation): Promise<number> {
  const applied = await applyKeyLogEntry(p.port, p.roster, compartment.log, right.entry, right.sealedKeys, p.next);
  assert(applied.ok, `a right rotation stands: ${applied.ok ? "" : applied.error.code}`);
  compartment.log = applied.value;
  compartment.epochKeys.push(right.epochKey);
  return p.next++;
}

/** A first revision of a new record under the compartment's current epoch. */
export async function envelope(
  p: TestPractice,
  compartment: TestCompartment,
  plaintext: Uint8Array,
  changes: Partial<EnvelopeHeader> = {},
): Promise<Bytes> {
  const header: EnvelopeHeader = {
    schema: 1,
    compartment: compartment.id,
    epoch: compartment.epochKeys.length,
    record: idFrom(p.port),
    revision: 1,
    parents: [],
    author: p.founder.device.device,
    ...changes,
  };
  const key = await deriveContentKey(p.port, compartment.epochKeys.at(-1) as EpochKey, header.author);
  return sealEnvelope(p.port, key, p.practice, header, plaintext);
}

/** The body of a batch over these envelopes at `place`. */
export async function batchBody(
  p: TestPractice,
  compartment: TestCompartment,
  envelopes: readonly Bytes[],
  place: AuthorPlace = firstPlace(),
  { member, device }: Signer = p.founder,
): Promise<BatchBody> {
  assert(compartment.log !== undefined, "there is an epoch to write under");
  const tagKey = await deriveTagKey(p.port, compartment.epochKeys.at(-1) as EpochKey, member.account);
  return {
    compartment: compartment.id,
    epoch: currentEpoch(compartment.log).epoch,
    author: device.device,
    deviceCounter: place.deviceCounter + 1,
    compartmentCounter: place.compartmentCounter + 1,
    previous: place.previous,
    rosterHead: p.roster.head,
    checkpoint: { size: p.next, root: asHash(p.port.random(32)) },
    group: null,
    tag: batchTag(tagKey, device.device, place.compartmentCounter + 1),
    envelopes: envelopes.map((each) => hash(each)),
  };
}

export async function signedBatch(
  p: TestPractice,
  body: BatchBody,
  device: TestDevice = p.founder.device,
): Promise<Bytes> {
  return signBatch(p.port, device.key, p.practice, body);
}

export async function heartbeat(
  p: TestPractice,
  changes: Partial<HeartbeatBody> = {},
  device: TestDevice = p.founder.device,
): Promise<Bytes> {
  const checkpoint = { size: p.next, root: asHash(p.port.random(32)) };
  const body = { device: device.device, sequence: 1, day: 20_000, rosterHead: p.roster.head, checkpoint, ...changes };
  return signHeartbeat(p.port, device.key, p.practice, body);
}

/** Everything a roster says, for comparing before and after. */
export function snapshotOf(roster: Roster): unknown {
  const { ledgerKey, members, former, devices, compartments, charts, heads, ...rest } = roster;
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
    heads: [...heads],
  });
}
