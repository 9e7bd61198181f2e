/**
 * Applies the ledger leaf by leaf: decides which bodies are owed, verifies each against the chains, and hands opened
 * revisions to the fold. What the server controls: which bodies it sends. What it can't: their place, author or content.
 */

import { assert, type Bytes, type CompartmentId, type DeviceId, equalBytes, type Hash, toHex } from "@alcove/bytes";
import {
  type Checkpoint,
  type CryptoPort,
  type Commitment,
  deriveContentKey,
  dropBoxPublicKey,
  type EpochKey,
  hash,
  type Leaf,
  parseBatch,
  parseEnvelope,
  type SealingSeed,
  type SealKey,
  sealingPublicKeyOf,
} from "@alcove/crypto";
import { openBackLink, openEnvelope, openEpochKey } from "@alcove/crypto/open";
import {
  applyKeyLogEntry,
  applyStatement,
  currentEpoch,
  type Failure,
  failure,
  isAmong,
  judgeBatch,
  judgeEnvelopes,
  judgeHeartbeat,
  parseHeartbeat,
  parseKeyLogEntry,
  parseStatement,
  type Roster,
} from "@alcove/protocol";
import { parseRevision, type Revision } from "@alcove/records";
import type { StoredBody } from "../disk.ts";
import type { OpenKeys } from "./keys.ts";
import { advanceAuthor, authorPlace, type EngineState, OwedTags } from "./state.ts";

/** One opened revision and where its envelope lies. */
export type FoldedRevision = {
  readonly revision: Revision;
  readonly compartment: CompartmentId;
  readonly record: Bytes;
  readonly number: number;
  readonly parents: readonly Hash[];
  readonly author: DeviceId;
  readonly envelopeHash: Hash;
  readonly place: { readonly position: number; readonly part: number };
};

export type Applied =
  | { readonly outcome: "applied"; readonly kind: "keyLog" }
  /** `seen`: the checkpoint that its author says they had verified. */
  | { readonly outcome: "applied"; readonly kind: "roster" | "heartbeat"; readonly seen: Checkpoint }
  | {
      readonly outcome: "applied";
      readonly kind: "batch";
      readonly revisions: readonly FoldedRevision[];
      readonly author: DeviceId;
      readonly seen: Checkpoint;
    }
  | { readonly outcome: "not-owed" }
  /** Owed, and not sent: the server holds it back. Replay stops here and goes on when it comes. */
  | { readonly outcome: "withheld" }
  /**
   * Sent, and not what the ledger or the chains allow. "put-aside": never applied, and replay goes on behind it, so that
   * one bad device can't keep the others' work away. "stop": as if withheld, since what follows may rest on it.
   */
  | { readonly outcome: "refused"; readonly alarm: Failure; readonly then: "put-aside" | "stop" };

export type Replay = ReturnType<typeof createReplay>;

/** `founding`: hash of the first statement, as pinned by Kit, pairing or founding. */
export function createReplay(crypto: CryptoPort, keys: OpenKeys, state: EngineState, founding: Hash) {
  const owed = new OwedTags(crypto, keys.account);
  const contentKeys = new Map<string, SealKey>();

  async function contentKey(compartment: CompartmentId, epoch: number, author: DeviceId): Promise<SealKey | undefined> {
    const name = `${toHex(compartment)}/${epoch}/${toHex(author)}`;
    const known = contentKeys.get(name);
    if (known) return known;
    const epochKey = state.epochKeys.get(toHex(compartment))?.[epoch - 1];
    if (!epochKey) return undefined;
    const key = await deriveContentKey(crypto, epochKey, author);
    contentKeys.set(name, key);
    return key;
  }

  async function apply(index: number, leaf: Leaf, body: StoredBody | undefined): Promise<Applied> {
    const expected = leaf.kind === "server" ? undefined : owed.find(leaf.kind, leaf.tag);
    if (!expected) return body ? putAside("alarm-batch-invalid", index) : { outcome: "not-owed" };
    if (!body) return { outcome: "withheld" };
    if (!equalBytes(hash(body.entry), leaf.bodyHash)) return refused("alarm-body-forged", index);
    switch (expected.kind) {
      case "roster":
        return applyRoster(index, body);
      case "keyLog":
        return applyKeyLog(index, body, expected.compartment);
      case "batch":
        return applyBatch(index, leaf, body, expected);
      case "heartbeat":
        return applyHeartbeat(index, body, expected.device);
    }
  }

  async function applyRoster(index: number, body: StoredBody): Promise<Applied> {
    if (!state.roster && !equalBytes(hash(body.entry), founding)) return refused("alarm-statement-invalid", index);
    const applied = await applyStatement(crypto, state.roster, body.entry, index);
    if (!applied.ok) return refused("alarm-statement-invalid", index, applied.error);
    state.roster = applied.value;
    const statement = parseStatement(body.entry)?.body;
    assert(statement, "it was applied");
    seen(index, statement.device, undefined);
    await owed.rebuild(state);
    return { outcome: "applied", kind: "roster", seen: statement.checkpoint };
  }

  async function applyKeyLog(index: number, body: StoredBody, compartment: CompartmentId): Promise<Applied> {
    const sealedKeys = body.payload;
    if (!state.roster) return refused("alarm-key-log-invalid", index);
    const name = toHex(compartment);
    const applied = await applyKeyLogEntry(
      crypto,
      state.roster,
      state.keyLogs.get(name),
      body.entry,
      sealedKeys,
      index,
    );
    const entry = parseKeyLogEntry(body.entry);
    if (!applied.ok || !entry) return refused("alarm-key-log-invalid", index, applied.ok ? undefined : applied.error);
    const log = applied.value;

    // A reader checks what the server can't: the sealed key opens, fits commitment and drop box, and opens the epoch before.
    if (entry.body.operation[0] === "rotate") {
      const opened = await openRotation(index, entry.body, sealedKeys, log);
      if (!opened) return refused("alarm-key-log-invalid", index);
      state.epochKeys.set(name, [...(state.epochKeys.get(name) ?? []), opened]);
    }
    state.keyLogs.set(name, log);
    seen(index, entry.body.device, entry.body.rosterHead);
    await owed.rebuild(state);
    return { outcome: "applied", kind: "keyLog" };
  }

  async function openRotation(
    index: number,
    entry: NonNullable<ReturnType<typeof parseKeyLogEntry>>["body"],
    sealedKeys: readonly Bytes[],
    log: NonNullable<ReturnType<EngineState["keyLogs"]["get"]>>,
  ): Promise<EpochKey | undefined> {
    const { operation, compartment } = entry;
    if (operation[0] !== "rotate") return undefined;
    const [, epoch, commitment, dropBoxKey, backLink, deliveries] = operation;
    const place = { practice: keys.practice, compartment, epoch };
    const mine = deliveries.findIndex(([recipient]) => equalBytes(recipient, keys.account));
    const sealed = sealedKeys[mine];
    if (!sealed) return undefined;
    const key = await openDelivered(
      compartment,
      epoch,
      commitment,
      entry.account,
      entry.rosterHead,
      sealed,
      deliveries[mine]?.[1],
    );
    if (!key || !equalBytes(await dropBoxPublicKey(crypto, key, place), dropBoxKey)) return undefined;
    if (epoch === 1) return key;
    const before = state.epochKeys.get(toHex(compartment))?.[epoch - 2];
    const commitmentBefore = log.epochs[epoch - 2]?.commitment;
    if (!before || !commitmentBefore || !backLink) return undefined;
    const linked = await openBackLink(crypto, key, place, commitmentBefore, backLink);
    return linked && equalBytes(linked, before) ? key : undefined;
  }

  async function openDelivered(
    compartment: CompartmentId,
    epoch: number,
    commitment: Commitment,
    deliverer: OpenKeys["account"],
    rosterHead: Hash,
    sealed: Bytes,
    keyHash: Hash | undefined,
  ): Promise<EpochKey | undefined> {
    for (const { seal } of keys.keyring.identities) {
      const recipientKey = sealingPublicKeyOf(seal as SealingSeed);
      if (keyHash && !equalBytes(hash(recipientKey), keyHash)) continue;
      return openEpochKey(
        crypto,
        seal as SealingSeed,
        {
          practice: keys.practice,
          compartment,
          epoch,
          commitment,
          recipient: keys.account,
          recipientKey,
          deliverer,
          rosterHead,
        },
        sealed,
      );
    }
    return undefined;
  }

  async function applyBatch(
    index: number,
    leaf: Leaf,
    body: StoredBody,
    expected: { compartment: CompartmentId; device: DeviceId },
  ): Promise<Applied> {
    const batch = parseBatch(body.entry);
    const envelopes = body.payload;
    if (!state.roster || !batch) return putAside("alarm-batch-invalid", index);
    if (
      !equalBytes(batch.body.compartment, expected.compartment) ||
      !equalBytes(batch.body.author, expected.device) ||
      !equalBytes(batch.body.tag, leaf.tag)
    ) {
      return putAside("alarm-batch-invalid", index);
    }
    const log = state.keyLogs.get(toHex(expected.compartment));
    const [broken, brokenEnvelopes] = await Promise.all([
      judgeBatch(crypto, state.roster, log, authorPlace(state, expected.device, expected.compartment), batch, index),
      judgeEnvelopes(crypto, batch, envelopes),
    ]);
    if (broken) return putAside("alarm-batch-invalid", index, broken);
    if (brokenEnvelopes) return refused("alarm-body-forged", index, brokenEnvelopes);
    // The author's chain goes on from here, whatever is inside.
    advanceAuthor(state, expected.device, expected.compartment, leaf.bodyHash);
    seen(index, expected.device, batch.body.rosterHead);
    await owed.expectBatch(state, expected.compartment, expected.device);
    const revisions = await openAll(index, envelopes, batch.body.envelopes);
    if (!revisions) return putAside("alarm-envelope-unopenable", index);
    return { outcome: "applied", kind: "batch", revisions, author: expected.device, seen: batch.body.checkpoint };
  }

  /** All of a batch's envelopes, side by side. `undefined` when one does not open, or holds what no app of ours writes. */
  async function openAll(
    index: number,
    envelopes: readonly Bytes[],
    hashes: readonly Hash[],
  ): Promise<FoldedRevision[] | undefined> {
    const opened = await Promise.all(
      envelopes.map(async (bytes, i): Promise<FoldedRevision | undefined> => {
        const envelope = parseEnvelope(bytes);
        if (!envelope) return undefined;
        const { header } = envelope;
        const key = await contentKey(header.compartment, header.epoch, header.author);
        const plaintext = key && (await openEnvelope(crypto, key, keys.practice, envelope));
        const revision = plaintext && parseRevision(plaintext);
        if (!revision) return undefined;
        return {
          revision,
          compartment: header.compartment,
          record: header.record,
          number: header.revision,
          parents: header.parents,
          author: header.author,
          envelopeHash: hashes[i] as Hash,
          place: { position: index, part: i },
        };
      }),
    );
    return opened.every((one) => one !== undefined) ? (opened as FoldedRevision[]) : undefined;
  }

  async function applyHeartbeat(index: number, body: StoredBody, device: DeviceId): Promise<Applied> {
    const heartbeat = parseHeartbeat(body.entry);
    if (!state.roster || !heartbeat || !equalBytes(heartbeat.body.device, device))
      return refused("alarm-body-forged", index);
    const last = state.heartbeats.get(toHex(device))?.sequence ?? 0;
    const broken = await judgeHeartbeat(crypto, state.roster, last, heartbeat, index);
    if (broken) return refused("alarm-body-forged", index, broken);
    state.heartbeats.set(toHex(device), { sequence: heartbeat.body.sequence, day: heartbeat.body.day });
    seen(index, device, heartbeat.body.rosterHead);
    owed.expectHeartbeat(state, device);
    return { outcome: "applied", kind: "heartbeat", seen: heartbeat.body.checkpoint };
  }

  /** An entry of a device that is itself fresh, naming a roster that holds another device's enrolment, vouches for that device. */
  function seen(index: number, device: DeviceId, rosterHead: Hash | undefined): void {
    const id = toHex(device);
    state.lastIndex.set(id, index);
    const { roster } = state;
    if (!roster || isProvisional(state, roster, id)) return;
    const upTo = rosterHead ? roster.heads.get(toHex(rosterHead))?.sequence : roster.sequence;
    for (const [other, enrolled] of roster.devices) {
      if (other !== id && upTo !== undefined && enrolled.enrolledSequence <= upTo) state.vouched.add(other);
    }
  }

  return {
    apply,
    contentKey,
    /** Once after the state was loaded. */
    prepare: () => owed.rebuild(state),
    /** After one of this device's own batches was applied. */
    expectOwn: (compartment: CompartmentId) => owed.expectBatch(state, compartment, keys.device),
    ownTag: (compartment: CompartmentId, counter: number) => owed.own(state, compartment, keys.device, counter),
    openOne: async (bytes: Bytes): Promise<Revision | undefined> => {
      const envelope = parseEnvelope(bytes);
      if (!envelope) return undefined;
      const key = await contentKey(envelope.header.compartment, envelope.header.epoch, envelope.header.author);
      const plaintext = key && (await openEnvelope(crypto, key, keys.practice, envelope));
      return plaintext && parseRevision(plaintext);
    },
    /** Compartments that this account may read. */
    readable: (roster: Roster) =>
      [...roster.compartments.values()].filter((compartment) => isAmong(compartment.readers, keys.account)),
    currentEpochOf: (compartment: CompartmentId) => {
      const log = state.keyLogs.get(toHex(compartment));
      return log && currentEpoch(log);
    },
  };
}

/** Set up by Kit, and nobody has shown since that what it sees is fresh (security.md section 7). */
export function isProvisional(state: EngineState, roster: Roster, device: string): boolean {
  const enrolled = roster.devices.get(device);
  return enrolled?.via === "kit" && enrolled.confirmedIndex === undefined && !state.vouched.has(device);
}

type AlarmCode = Extract<Failure["code"], `alarm-${string}`>;

function refused(code: AlarmCode, index: number, why?: Failure): Applied {
  return { outcome: "refused", alarm: failure(code, why ? { index, because: why.code } : { index }), then: "stop" };
}
function putAside(code: AlarmCode, index: number, why?: Failure): Applied {
  return {
    outcome: "refused",
    alarm: failure(code, why ? { index, because: why.code } : { index }),
    then: "put-aside",
  };
}
