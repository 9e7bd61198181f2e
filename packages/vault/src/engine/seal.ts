/** Makes what an append carries: compartments with their first epoch, rotations, batches, heartbeats. */

import {
  type AccountId,
  asHash,
  asId,
  equalBytes,
  type Bytes,
  type ChartId,
  type CompartmentId,
  type GroupId,
  type Hash,
  type RecordId,
  toHex,
} from "@alcove/bytes";
import {
  type BatchBody,
  combineParts,
  commitmentOf,
  type CryptoPort,
  type DeliveryPlace,
  dropBoxPublicKey,
  type EpochKey,
  hash,
  hashLarge,
  importSigningKey,
  type MemberPart,
  memberPartCommitment,
  publicKeyOf,
  type ReleasePart,
  releasePartCommitment,
  sealBackLink,
  sealEnvelope,
  sealEpochKey,
  sealMemberPart,
  sealReleasePart,
  sealPartInside,
  signBatch,
  type SigningKey,
  type SigningSeed,
} from "@alcove/crypto";
import {
  type AppendEntry,
  currentEpoch,
  type Delivery,
  encodeKeyLogBody,
  encodeStatementBody,
  firstPlace,
  clientsOf,
  isAmong,
  type KeyLog,
  type KeyLogOperation,
  type NamedKey,
  type Operation,
  noClients,
  type PortalClient,
  portalReaders,
  type PortalReaders,
  type Recipient,
  type Roster,
  sealingKeyOf,
  signerKinds,
  staffOf,
  setsReading,
  signAsPerson,
  signHeartbeat,
} from "@alcove/protocol";
import { recordSchemaVersion } from "@alcove/records";
import { assert, zeroHash } from "@alcove/bytes";
import type { OpenKeys } from "./keys.ts";
import type { Destination, OutboxRevision } from "./outbox.ts";
import type { Replay } from "./replay.ts";
import { authorPlace, type EngineState } from "./state.ts";

export function seenCheckpoint(state: EngineState): { size: number; root: Hash } {
  return state.checkpoint ?? { size: 0, root: zeroHash() };
}

/** Who signs a statement behind person and device: the identity that a rekey begins, or a set whose cards were used. */
export type SignerAfter = NamedKey<SigningKey>;

export async function signStatement(
  crypto: CryptoPort,
  keys: OpenKeys,
  state: EngineState,
  operations: readonly Operation[],
  after?: SignerAfter,
): Promise<AppendEntry> {
  const { roster } = state;
  assert(roster, "statements after the first need a roster");
  const body = encodeStatementBody({
    sequence: roster.sequence + 1,
    previous: roster.head,
    account: keys.account,
    device: keys.device,
    checkpoint: seenCheckpoint(state),
    operations,
  });
  const entry = await signAsPerson(crypto, "statement", keys.practice, body, {
    account: keys.account,
    identity: keys.identity,
    device: keys.device,
    deviceKey: keys.deviceKey,
    ...(after ? { after } : {}),
  });
  return { kind: "roster", entry, payload: [] };
}

/** One statement for all, and each compartment's first epoch; in this order in one append. */
export async function createCompartments(
  crypto: CryptoPort,
  keys: OpenKeys,
  state: EngineState,
  destinations: readonly Destination[],
): Promise<AppendEntry[]> {
  const made = destinations.map(({ kind, chart }) => {
    assert(kind !== "emergency", "that kind is given, and begun with what is given in it");
    return { kind, chart, compartment: crypto.random(16) as CompartmentId };
  });
  const operations = made.map(
    ({ kind, chart, compartment }): Operation => [
      "compartment.create",
      compartment,
      kind,
      chart === null ? null : asId<ChartId>(chart),
    ],
  );
  const statement = await signStatement(crypto, keys, state, operations);
  const rosterHead = hash(statement.entry);
  const { roster } = state;
  assert(roster, "a compartment needs a roster");
  const rotations = await Promise.all(
    made.map(({ compartment, kind }) => {
      const place = { compartment, kind, author: keys.account, createdIndex: Number.POSITIVE_INFINITY };
      const recipients = [keys.account, ...setsReading(roster, place)];
      const portal = kind === "portal" ? { portal: portalReaders(roster, compartment, [keys.account], noClients) } : {};
      return rotate(crypto, keys, roster, { compartment, recipients, rosterHead, ...portal });
    }),
  );
  return [statement, ...rotations];
}

/**
 * The next epoch of a compartment, delivered to these, who are all that `recipientsOf` names, and its release part to those who let
 * openings through. `log` and `before` absent: the first one.
 */
export async function rotate(
  crypto: CryptoPort,
  keys: OpenKeys,
  roster: Roster,
  facts: {
    readonly compartment: CompartmentId;
    readonly recipients: readonly Recipient[];
    readonly rosterHead: Hash;
    readonly log?: Pick<KeyLog, "sequence" | "head" | "epochs" | "readers">;
    readonly before?: EpochKey;
    /** The set in whose name, where the signer is no reader. */
    readonly after?: SignerAfter;
    /** Of a portal: who reads it from now on. Its clients' devices are given the key too. */
    readonly portal?: PortalReaders;
    /** The two parts of its key, where the compartment is guarded; and who lets openings through, where people do. */
    readonly guard?: KeyParts & { readonly releasers: readonly AccountId[] };
  },
): Promise<AppendEntry> {
  const { compartment, rosterHead, log, guard, portal } = facts;
  const epoch = (log?.epochs.length ?? 0) + 1;
  const place = { practice: keys.practice, compartment, epoch };
  const key = guard ? await combineParts(crypto, guard.member, guard.release, place) : (crypto.random(32) as EpochKey);
  const commitment = await commitmentOf(crypto, key, place);
  const given = { key, ...(guard ? { part: guard.member, release: guard.release } : {}) };
  const releasers = guard?.releasers ?? [];
  const at = { ...place, commitment, rosterHead };
  const clients = clientsOf(portal);
  const recipients = [...facts.recipients, ...releasers, ...clients.map(([device]) => device)];
  const sealed = await sealTo(crypto, keys, roster, at, recipients, given, { releasers, clients });
  const backLink = facts.before ? await sealBackLink(crypto, key, place, facts.before) : null;
  const dropBox = await dropBoxPublicKey(crypto, key, place);
  const epochFacts = [epoch, commitment, dropBox, backLink as never, sealed.deliveries] as const;
  const operation: KeyLogOperation = guard
    ? [
        "rotate.guarded",
        ...epochFacts,
        await memberPartCommitment(crypto, guard.member, place),
        await releasePartCommitment(crypto, guard.release, place),
        (await sealPartInside(crypto, key, place, guard.member)) as never,
      ]
    : portal
      ? ["rotate.portal", ...epochFacts, portal]
      : ["rotate", ...epochFacts];
  return signKeyLogEntry(crypto, keys, facts, sealed.keys, operation);
}

export type KeyParts = { readonly member: MemberPart; readonly release: ReleasePart };

/** The key of an epoch that there is, for readers who do not have it. */
export async function deliver(
  crypto: CryptoPort,
  keys: OpenKeys,
  roster: Roster,
  facts: {
    readonly compartment: CompartmentId;
    readonly recipients: readonly Recipient[];
    readonly rosterHead: Hash;
    readonly log: KeyLog;
    readonly key: GivenKey;
  },
): Promise<AppendEntry> {
  const { compartment, rosterHead, log, key } = facts;
  const { epoch, commitment } = currentEpoch(log);
  const place = { practice: keys.practice, compartment, epoch, commitment, rosterHead };
  const sealed = await sealTo(crypto, keys, roster, place, facts.recipients, key);
  return signKeyLogEntry(crypto, keys, facts, sealed.keys, ["deliver", epoch, sealed.deliveries]);
}

/** Members get the part where there is one, who lets in the release part, the recovery set the key. Whoever has a chart closed has no key to give. */
export type GivenKey = { readonly key?: EpochKey; readonly part?: MemberPart; readonly release?: ReleasePart };

async function sealTo(
  crypto: CryptoPort,
  keys: OpenKeys,
  roster: Roster,
  place: Omit<Parameters<typeof sealEpochKey>[1], "recipient" | "recipientKey" | "deliverer">,
  recipients: readonly Recipient[],
  given: GivenKey,
  {
    releasers,
    clients,
  }: { readonly releasers: readonly AccountId[]; readonly clients: readonly PortalClient[] } = nobodyElse,
): Promise<{ keys: Bytes[]; deliveries: Delivery[] }> {
  async function sealFor(recipient: Recipient, at: DeliveryPlace): Promise<Bytes | undefined> {
    const { key, part, release } = given;
    if (release && isAmong(releasers, recipient)) return sealReleasePart(crypto, at, release);
    if (part && roster.members.has(toHex(recipient))) return sealMemberPart(crypto, at, part);
    return key && sealEpochKey(crypto, at, key);
  }
  // Side by side: each is ten calls to the platform, one after the other, on whatever thread is free.
  const all = await Promise.all(
    recipients.map(async (recipient): Promise<{ sealed: Bytes; delivery: Delivery }> => {
      const client = clients.find(([device]) => equalBytes(device, recipient));
      const recipientKey = client ? client[2] : sealingKeyOf(roster, place.compartment, recipient);
      const at = { ...place, recipient, recipientKey, deliverer: keys.account };
      const sealed = await sealFor(recipient, at);
      assert(sealed, "the roster holds valid keys only");
      return { sealed, delivery: [recipient, hash(recipientKey), asHash(await hashLarge(crypto, sealed))] };
    }),
  );
  return { keys: all.map(({ sealed }) => sealed), deliveries: all.map(({ delivery }) => delivery) };
}

const nobodyElse = { releasers: [], clients: [] };

async function signKeyLogEntry(
  crypto: CryptoPort,
  keys: OpenKeys,
  facts: {
    readonly compartment: CompartmentId;
    readonly rosterHead: Hash;
    readonly log?: Pick<KeyLog, "sequence" | "head" | "readers">;
    readonly after?: SignerAfter;
  },
  payload: readonly Bytes[],
  operation: KeyLogOperation,
): Promise<AppendEntry> {
  const { compartment, rosterHead, log } = facts;
  const body = encodeKeyLogBody({
    compartment,
    sequence: log ? log.sequence + 1 : 0,
    previous: log?.head ?? zeroHash(),
    rosterHead,
    account: keys.account,
    device: keys.device,
    operation,
  });
  const entry = await signAsPerson(crypto, "key-log", keys.practice, body, {
    account: keys.account,
    identity: keys.identity,
    device: keys.device,
    deviceKey: keys.deviceKey,
    ...(facts.after ? { after: facts.after } : await formerIn(crypto, keys, log?.readers)),
  });
  return { kind: "keyLog", entry, payload: [...payload] };
}

/** A client's device knows this member by the list before: where they have replaced their keys since, the former identity signs too. */
async function formerIn(
  crypto: CryptoPort,
  keys: OpenKeys,
  readers: PortalReaders | undefined,
): Promise<{ after?: SignerAfter }> {
  const listed = readers && listedIdentity(keys, readers);
  if (!listed || equalBytes(listed, keys.keyring.identities[0].sign)) return {};
  return { after: { kind: signerKinds.identity, id: keys.account, key: await importSigningKey(crypto, listed) } };
}

/** Of this member's identities the one that a portal's list names. `undefined`: none, or one that is lost. */
export function listedIdentity({ account, keyring }: OpenKeys, readers: PortalReaders): SigningSeed | undefined {
  const listed = staffOf(readers).find(([one]) => equalBytes(one, account));
  return keyring.identities.find(({ sign }) => listed && equalBytes(publicKeyOf(sign), listed[1]))?.sign;
}

/** Where this device's chain stands after what is already on its way. */
export type Planned = { deviceCounter: number; previous: Hash; readonly compartmentCounters: Map<string, number> };

export function plannedPlace(state: EngineState, keys: OpenKeys): Planned {
  const chain = state.authors.get(toHex(keys.device));
  return {
    deviceCounter: chain?.deviceCounter ?? 0,
    previous: chain?.previous ?? firstPlace().previous,
    compartmentCounters: new Map(chain?.compartmentCounters),
  };
}

/** A sealed batch, and the envelope that each revision has become: parts of the body, in this order. */
export type SealedBatch = {
  readonly entry: AppendEntry;
  readonly hash: Hash;
  readonly compartment: CompartmentId;
  readonly placed: readonly { readonly revision: Bytes; readonly envelope: Hash }[];
};

/**
 * Seals revisions for one compartment, in order; parents that are sealed in the same call are resolved on the way.
 * `envelopeOf` gives the envelope hash of a revision that the ledger has, or that was sealed before.
 */
export async function sealBatch(
  crypto: CryptoPort,
  keys: OpenKeys,
  state: EngineState,
  replay: Replay,
  planned: Planned,
  facts: {
    readonly compartment: CompartmentId;
    readonly group: GroupId | null;
    readonly revisions: readonly OutboxRevision[];
    readonly envelopeOf: (revision: Bytes) => Hash | undefined;
  },
): Promise<SealedBatch> {
  const { compartment, revisions } = facts;
  const log = state.keyLogs.get(toHex(compartment));
  const { roster } = state;
  assert(log && roster, "a batch needs its compartment");
  const { epoch } = currentEpoch(log);
  const key = await replay.contentKey(compartment, epoch, keys.device);
  assert(key, "a writer holds the epoch key");

  const sealed = new Map<string, Hash>();
  const sealOne = async (one: OutboxRevision): Promise<{ bytes: Bytes; hash: Hash }> => {
    const parents = one.parents.map((parent) => sealed.get(toHex(parent)) ?? facts.envelopeOf(parent));
    assert(
      parents.every((parent) => parent !== undefined),
      "parents are sealed before their children",
    );
    const header = {
      schema: recordSchemaVersion,
      compartment,
      epoch,
      record: asId<RecordId>(one.record),
      revision: one.number,
      parents: parents as Hash[],
      author: keys.device,
    };
    const bytes = await sealEnvelope(crypto, key, keys.practice, header, one.revision);
    return { bytes, hash: await hashLarge(crypto, bytes) };
  };
  const results: { bytes: Bytes; hash: Hash }[] = [];
  // First revisions have no parents and are sealed side by side; edits wait for what they stand on.
  const first = await Promise.all(revisions.map(async (one) => (one.parents.length === 0 ? sealOne(one) : undefined)));
  for (const [i, one] of revisions.entries()) {
    const result = first[i] ?? (await sealOne(one));
    results.push(result);
    sealed.set(toHex(one.id), result.hash);
  }

  const name = toHex(compartment);
  const compartmentCounter =
    (planned.compartmentCounters.get(name) ?? authorPlace(state, keys.device, compartment).compartmentCounter) + 1;
  const tag = replay.ownTag(compartment, compartmentCounter);
  assert(tag, "a writer holds the tag key");
  const body: BatchBody = {
    compartment,
    epoch,
    author: keys.device,
    deviceCounter: planned.deviceCounter + 1,
    compartmentCounter,
    previous: planned.previous,
    rosterHead: roster.head,
    checkpoint: seenCheckpoint(state),
    group: facts.group,
    tag,
    envelopes: results.map((result) => result.hash),
  };
  const entry = await signBatch(crypto, keys.deviceKey, keys.practice, body);
  planned.deviceCounter++;
  planned.previous = asHash(hash(entry));
  planned.compartmentCounters.set(name, compartmentCounter);
  return {
    entry: { kind: "batch", entry, payload: results.map((result) => result.bytes) },
    hash: planned.previous,
    compartment,
    placed: revisions.map((one, i) => ({ revision: one.id, envelope: results[i]?.hash as Hash })),
  };
}

export async function makeHeartbeat(
  crypto: CryptoPort,
  keys: OpenKeys,
  state: EngineState,
  day: number,
): Promise<AppendEntry> {
  const { roster, checkpoint } = state;
  assert(roster && checkpoint, "a heartbeat says what was seen");
  const sequence = (state.heartbeats.get(toHex(keys.device))?.sequence ?? 0) + 1;
  const entry = await signHeartbeat(crypto, keys.deviceKey, keys.practice, {
    device: keys.device,
    sequence,
    day,
    rosterHead: roster.head,
    checkpoint,
  });
  return { kind: "heartbeat", entry, payload: [] };
}
