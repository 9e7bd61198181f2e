/** What a test practice appends besides statements: key-log entries, envelopes, batches, heartbeats. */

import { asHash, assert, type Bytes, type CompartmentId, toHex, zeroHash } from "@alcove/bytes";
import {
  type BatchBody,
  batchTag,
  combineParts,
  commitmentOf,
  type DeliveryPlace,
  deriveContentKey,
  deriveTagKey,
  dropBoxPublicKey,
  type EnvelopeHeader,
  type EpochKey,
  hash,
  type MemberPart,
  memberPartCommitment,
  type ReleasePart,
  releasePartCommitment,
  sealBackLink,
  sealEnvelope,
  sealEpochKey,
  sealMemberPart,
  sealPartInside,
  sealReleasePart,
  signBatch,
} from "@alcove/crypto";
import { type AuthorPlace, firstPlace } from "../batch-rules.ts";
import { signHeartbeat, type HeartbeatBody } from "../heartbeat.ts";
import { type Delivery, encodeKeyLogBody, type KeyLogBody } from "../keylog/entry.ts";
import { applyKeyLogEntry, currentEpoch, type KeyLog } from "../keylog/key-log.ts";
import type { Recipient } from "../roster/recovery-set.ts";
import { activeReleasersOf, isAmong, recipientsOf, sealingKeyOf } from "../roster/roster.ts";
import { signAsPerson } from "../roster/signed.ts";
import { idFrom, type Signer, type TestDevice, type TestPractice } from "./practice.ts";

/** One compartment as its reader knows it. `epochKeys`: epoch n at n - 1. */
export type TestCompartment = { readonly id: CompartmentId; log: KeyLog | undefined; readonly epochKeys: EpochKey[] };
export type Rotation = {
  readonly entry: Bytes;
  readonly sealedKeys: readonly Bytes[];
  readonly epochKey: EpochKey;
  /** Of a guarded epoch. */
  readonly parts?: Parts;
};
export type Parts = { readonly member: MemberPart; readonly release: ReleasePart };

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
  recipients: readonly Recipient[] = recipientsIn(p, compartment),
): Promise<Rotation> {
  const { port, practice } = p;
  const place = { practice, compartment: compartment.id, epoch: compartment.epochKeys.length + 1 };
  const guarded = p.roster.compartments.get(toHex(compartment.id))?.guard?.isSet ?? false;
  const parts = guarded
    ? { member: port.random(32) as MemberPart, release: port.random(32) as ReleasePart }
    : undefined;
  const epochKey = parts ? await combineParts(port, parts.member, parts.release, place) : (port.random(32) as EpochKey);
  const commitment = await commitmentOf(port, epochKey, place);
  const before = compartment.epochKeys.at(-1);
  const facts = { ...place, commitment, deliverer: signer, rosterHead: changes.rosterHead ?? p.roster.head };
  const { deliveries, sealedKeys } = await deliverEpochKey(p, facts, epochKey, recipients, parts);
  const epochFacts = [
    place.epoch,
    commitment,
    await dropBoxPublicKey(port, epochKey, place),
    before ? ((await sealBackLink(port, epochKey, place, before)) as never) : null,
    deliveries,
  ] as const;
  const operation: KeyLogBody["operation"] = parts
    ? [
        "rotate.guarded",
        ...epochFacts,
        await memberPartCommitment(port, parts.member, place),
        await releasePartCommitment(port, parts.release, place),
        (await sealPartInside(port, epochKey, place, parts.member)) as never,
      ]
    : ["rotate", ...epochFacts];
  const entry = await keyLogEntry(p, compartment, operation, changes, signer);
  return { entry, sealedKeys, epochKey, ...(parts ? { parts } : {}) };
}

/** An entry that delivers the newest key to these. */
export async function delivery(
  p: TestPractice,
  compartment: TestCompartment,
  recipients: readonly Recipient[],
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
function recipientsIn(p: TestPractice, { id }: TestCompartment): readonly Recipient[] {
  const compartment = p.roster.compartments.get(toHex(id));
  if (!compartment) return [p.founder.member.account];
  const releasers = compartment.guard?.isSet ? activeReleasersOf(p.roster, compartment) : [];
  return [...recipientsOf(p.roster, compartment), ...releasers];
}

async function deliverEpochKey(
  { port, roster }: TestPractice,
  facts: Omit<DeliveryPlace, "recipient" | "recipientKey" | "deliverer"> & { readonly deliverer: Signer },
  epochKey: EpochKey,
  recipients: readonly Recipient[],
  parts?: Parts,
): Promise<{ readonly deliveries: Delivery[]; readonly sealedKeys: readonly Bytes[] }> {
  const sealedKeys: Bytes[] = [];
  const deliveries: Delivery[] = [];
  for (const recipient of recipients) {
    const recipientKey = sealingKeyOf(roster, facts.compartment, recipient);
    const deliverer = facts.deliverer.member.account;
    const place = { ...facts, recipient, recipientKey, deliverer };
    const isMember = roster.members.has(toHex(recipient));
    const lets = isAmong(roster.compartments.get(toHex(facts.compartment))?.releasers ?? [], recipient);
    const sealed = await (parts && lets
      ? sealReleasePart(port, place, parts.release)
      : parts && isMember
        ? sealMemberPart(port, place, parts.member)
        : sealEpochKey(port, place, epochKey));
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
