/**
 * Applies the ledger leaf by leaf: decides which bodies are owed, verifies each against the chains, and hands opened
 * revisions to the fold. What the server controls: which bodies it sends. What it can't: their place, author or content.
 */

import { type Bytes, type CompartmentId, type DeviceId, equalBytes, type Hash, toHex } from "@alcove/bytes";
import {
  type Batch,
  type CryptoPort,
  deriveContentKey,
  hash,
  type Leaf,
  parseBatch,
  parseEnvelope,
  type SealKey,
  verifyBatch,
} from "@alcove/crypto";
import { openEnvelope } from "@alcove/crypto/open";
import {
  applyKeyLogEntry,
  applyStatement,
  type Compartment,
  currentEpoch,
  isAmong,
  judgeBatch,
  judgeEnvelopes,
  judgeHeartbeat,
  keepsRelease,
  type KeyLog,
  type Operation,
  parseHeartbeat,
  parseKeyLogEntry,
  parseStatement,
  type Roster,
  type Sight,
  reads as setReads,
} from "@alcove/protocol";
import { parseRevision, type Revision } from "@alcove/records";
import type { StoredBody } from "../disk.ts";
import { type Applied, type FoldedRevision, putAside, refused } from "./applied.ts";
import { createDeliveredKeys, type Delivered } from "./delivered-keys.ts";
import type { OpenKeys } from "./keys.ts";
import { createOpenings } from "./openings.ts";
import { OwedTags } from "./owed-tags.ts";
import {
  advanceAuthor,
  authorPlace,
  type EngineState,
  isFollowed,
  isGuarded,
  isProvisional,
  tagSource,
} from "./state.ts";

export type Replay = ReturnType<typeof createReplay>;

/**
 * A replay of what has been, for compartments that were not followed then: of these everything is owed, and no key is taken
 * from what was delivered, since whoever reads a past has the keys or doesn't.
 */
export type Past = {
  readonly compartments: ReadonlySet<string>;
  readonly delivered: (key: Delivered) => void;
  /** Whether sealed keys of an entry at this index may be gone, as the roster says today. */
  readonly mayLackSealedKeys: (compartment: CompartmentId, index: number) => boolean;
};

/** `founding`: hash of the first statement, as pinned by Kit, pairing or founding. */
export function createReplay(crypto: CryptoPort, keys: OpenKeys, state: EngineState, founding: Hash, past?: Past) {
  const reads = (compartment: Compartment) => isAmong(compartment.readers, keys.account);
  /** Who lets others in follows key log and openings, and is sent nothing else. */
  const releases = (compartment: Compartment) => isAmong(compartment.releasers, keys.account);
  const follows = (compartment: Compartment) =>
    past
      ? past.compartments.has(toHex(compartment.compartment))
      : (reads(compartment) || releases(compartment)) && isFollowed(state, compartment.compartment);
  const owed = new OwedTags(state, follows, past ? () => true : reads);
  const { applyServer, passOpening, answeredBy, forgetOpenings, oversees } = createOpenings({
    ...{ crypto, keys, state, owed, reads, follows },
    isPast: past !== undefined,
  });
  const contentKeys = new Map<string, SealKey>();
  const delivered = createDeliveredKeys(crypto, keys, state.releaseParts);

  /** Who sees all that any device appends finds every gap in its chain; to others it may be what they don't read. */
  const sight = (): Sight => (!past && owed.isEverything() ? "whole" : "partial");

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
    if (leaf.kind === "server") return body ? applyServer(index, leaf, body) : passOpening(leaf);
    const expected = owed.find(leaf.kind, leaf.tag);
    if (!expected) return body ? unexpected(index, leaf, body) : { outcome: "not-owed" };
    if (!body)
      return "compartment" in expected
        ? { outcome: "withheld", compartment: expected.compartment }
        : { outcome: "withheld" };
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
      case "opening":
        // No other leaf is of its kind.
        return { outcome: "not-owed" };
    }
  }

  /**
   * Sent and not owed. What belongs to a compartment that this member reads only later, or has not yet read the past of,
   * is kept for then; in one that is followed nothing but what is owed can stand.
   */
  async function unexpected(index: number, leaf: Leaf, body: StoredBody): Promise<Applied> {
    const batch = leaf.kind === "batch" ? parseBatch(body.entry) : undefined;
    const compartment = batch?.body.compartment ?? parseKeyLogEntry(body.entry)?.body.compartment;
    const known = compartment && state.roster?.compartments.get(toHex(compartment));
    const log = compartment && state.keyLogs.get(toHex(compartment));
    const isReadable = leaf.kind === "keyLog" || (log !== undefined && tagSource(state, log) !== undefined);
    const isRead = past ? true : known && follows(known);
    // Where all was destroyed nothing can stand, and nothing is to come back.
    const isDestroyed = known?.destroyedIndex !== undefined;
    if (!known || isDestroyed || (isRead && isReadable) || !equalBytes(hash(body.entry), leaf.bodyHash))
      return putAside("alarm-batch-invalid", index);
    if (batch && equalBytes(batch.body.author, keys.device)) await goOnFromOwn(batch, leaf);
    // A change of keys may be the end of the guard that it waits for.
    if (leaf.kind === "keyLog") state.waitsForOpening.delete(toHex(known.compartment));
    return { outcome: "not-owed" };
  }

  /** Where this device's own chain stands must be known also for compartments that its member reads no more. */
  async function goOnFromOwn(batch: Batch, leaf: Leaf): Promise<void> {
    const key = state.roster?.devices.get(toHex(keys.device))?.key;
    if (key && (await verifyBatch(crypto, key, keys.practice, batch))) advanceAuthor(state, batch.body, leaf.bodyHash);
  }

  async function applyRoster(index: number, body: StoredBody): Promise<Applied> {
    if (!state.roster && !equalBytes(hash(body.entry), founding)) return refused("alarm-statement-invalid", index);
    const statement = parseStatement(body.entry)?.body;
    const concerned = statement && state.roster ? concernedBy(statement.operations, state.roster) : [];
    const applied = await applyStatement(crypto, state.roster, body.entry, index);
    if (!applied.ok || !statement)
      return refused("alarm-statement-invalid", index, applied.ok ? undefined : applied.error);
    state.roster = applied.value;
    const lost = follow(concerned, applied.value);
    // Where a guard is ended the chart is closed, also to who has it open: whoever opens it next brings all of it back.
    const ended = statement.operations.flatMap((each) => (each[0] === "guard.unset" ? each[1] : []));
    const closed = past ? [] : ended.filter((id) => isGuarded(state, id));
    for (const id of closed) forgetKeysOf(toHex(id));
    seen(index, statement.device, undefined);
    owed.statementApplied(statement.operations);
    return { outcome: "applied", kind: "roster", seen: statement.checkpoint, lost, closes: closed.length > 0 };
  }

  /** The compartments, as they are before, in which these operations may begin or end this member's reading. */
  function concernedBy(operations: readonly Operation[], roster: Roster): Compartment[] {
    const own = operations.filter(([, account]) => account instanceof Uint8Array && equalBytes(account, keys.account));
    const isReset = operations.some((each) => each[0] === "recovery.use" && equalBytes(each[2], keys.account));
    if (isReset || own.some(([name]) => name === "member.remove"))
      return [...roster.compartments.values()].filter((one) => reads(one) || releases(one));
    const named = own.flatMap((each) => (each[0] === "entitle" ? each[4] : each[0] === "disentitle" ? each[2] : []));
    const destroyed = operations.flatMap((each) => (each[0] === "compartment.destroy" ? [each[1]] : []));
    const uses = operations.flatMap((each) => (each[0] === "successor.use" ? [each[1]] : []));
    const used = roster.successorSets.filter(({ set }) => uses.some((one) => equalBytes(one, set)));
    return [
      ...[...named, ...destroyed]
        .map((id) => roster.compartments.get(toHex(id)))
        .filter((found) => found !== undefined),
      ...used.flatMap((set) => [...roster.compartments.values()].filter((one) => setReads(set, one))),
    ];
  }

  /** Takes up what this member reads from now on, and lets go of what they read no more. */
  function follow(before: readonly Compartment[], roster: Roster): CompartmentId[] {
    if (past) return [];
    const now = ({ compartment }: Compartment) => reads(roster.compartments.get(toHex(compartment)) as Compartment);
    const letsIn = ({ compartment }: Compartment) =>
      releases(roster.compartments.get(toHex(compartment)) as Compartment);
    // Who reads no more and lets others in from now on forgets what they read, and begins with the key log.
    const isLost = (one: Compartment) => (reads(one) && !now(one)) || (releases(one) && !letsIn(one) && !now(one));
    const lost = before.filter(isLost).map(({ compartment }) => compartment);
    for (const id of lost.map(toHex)) {
      state.unread.delete(id);
      state.waitsForOpening.delete(id);
      state.keyLogs.delete(id);
      state.memberParts.delete(id);
      forgetKeysOf(id);
      forgetOpenings((compartment) => compartment === id);
    }
    for (const one of before)
      if ((!reads(one) && now(one)) || (!releases(one) && letsIn(one))) state.unread.add(toHex(one.compartment));
    return lost;
  }

  async function applyKeyLog(index: number, body: StoredBody, compartment: CompartmentId): Promise<Applied> {
    if (!state.roster) return refused("alarm-key-log-invalid", index);
    // Every entry delivers to somebody. Whether its keys may be gone, only a roster of later can say.
    if (body.payload.length === 0 && !past) return { outcome: "withheld", compartment };
    const mayLack = body.payload.length === 0 && past?.mayLackSealedKeys(compartment, index);
    const sealedKeys = mayLack ? "gone" : body.payload;
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
    const mine = await delivered.find(entry.body, body.payload);
    if (mine && past) past.delivered(mine);
    // A reader checks what the server can't: the sealed key opens, fits commitment and drop box, and opens the epoch before.
    const isRotation = entry.body.operation[0] !== "deliver";
    const wasOpen = state.epochKeys.has(name);
    const fits = !mine || past !== undefined || (await takeKey(log, mine, isRotation));
    if (!fits && isRotation) return refused("alarm-key-log-invalid", index);
    state.keyLogs.set(name, log);
    // A reader who is given no part of a guarded epoch, such as who is suspended, keeps no key of before either (GRD-3).
    if (isRotation && !mine && !past && currentEpoch(log).guard) forgetKeysOf(name);
    seen(index, entry.body.device, entry.body.rosterHead);
    owed.keyLogApplied(compartment);
    // A delivery begins no epoch: a wrong one leaves everybody else's keys as they are, and may be made again.
    if (!fits) return putAside("alarm-key-log-invalid", index);
    const isClosed = wasOpen && !past && !state.epochKeys.has(name);
    return { outcome: "applied", kind: "keyLog", ...(isClosed ? { guarded: compartment } : {}) };
  }

  /**
   * Opens the key and all before it that are not here yet. Where batches under them have passed, those are to be read:
   * `isNew` says that the epoch begins with this entry.
   */
  async function takeKey(log: KeyLog, mine: Delivered, isNew: boolean): Promise<boolean> {
    const name = toHex(mine.compartment);
    const given = log.epochs[mine.epoch - 1];
    if (given && keepsRelease(given, mine.recipient)) return (await delivered.openReleaseOf(given, mine)) !== undefined;
    const had = state.epochKeys.get(name) ?? [];
    const hasPart = state.memberParts.get(name)?.[mine.epoch - 1] !== undefined;
    const followed =
      had.length === log.epochs.length - 1 || state.memberParts.get(name)?.[log.epochs.length - 2] !== undefined;
    if (had.length >= mine.epoch || (!isNew && hasPart)) return true;
    const guard = given?.guard;
    // Who sets a guard opens the chart like everybody else, so that this stands on record too.
    if (guard && isNew && !log.epochs[mine.epoch - 2]?.guard) state.releaseParts.delete(toHex(guard.release));
    const opened = await delivered.openUpTo(log, mine, had);
    if (!opened) return false;
    const before = state.memberParts.get(name) ?? [];
    if (opened.parts)
      state.memberParts.set(
        name,
        before.length > opened.parts.length ? before : opened.parts.map((part, i) => part ?? before[i]),
      );
    if (opened.keys) state.epochKeys.set(name, opened.keys);
    else forgetKeysOf(name);
    // Where a guard ends, all that it kept out of the lists is read into them.
    const guardEnds = !guard && log.epochs[mine.epoch - 2]?.guard !== undefined;
    if (!followed || !isNew || guardEnds) state.unread.add(name);
    return true;
  }

  function forgetKeysOf(name: string): void {
    state.epochKeys.delete(name);
    for (const one of contentKeys.keys()) if (one.startsWith(`${name}/`)) contentKeys.delete(one);
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
      judgeBatch(
        crypto,
        state.roster,
        log,
        authorPlace(state, expected.device, expected.compartment),
        batch,
        index,
        sight(),
      ),
      judgeEnvelopes(crypto, batch, envelopes),
    ]);
    if (broken) return putAside("alarm-batch-invalid", index, broken);
    if (brokenEnvelopes) return refused("alarm-body-forged", index, brokenEnvelopes);
    // The author's chain goes on from here, whatever is inside.
    advanceAuthor(state, batch.body, leaf.bodyHash);
    seen(index, expected.device, batch.body.rosterHead);
    owed.toldApplied("batch", expected.compartment, expected.device);
    const isClosed = isGuarded(state, expected.compartment) && !state.epochKeys.has(toHex(expected.compartment));
    const revisions = isClosed ? [] : await openAll(index, envelopes, batch.body.envelopes);
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
    owed.heartbeatApplied(device);
    return { outcome: "applied", kind: "heartbeat", author: device, seen: heartbeat.body.checkpoint };
  }

  /** An entry of a device that is itself fresh, naming a roster that holds another device's enrolment, vouches for that device. */
  function seen(index: number, device: DeviceId, rosterHead: Hash | undefined): void {
    const id = toHex(device);
    state.lastIndex.set(id, index);
    const { roster } = state;
    if (!roster || isProvisional(state, roster, id)) return;
    if (state.behind && state.behind.device !== id && index >= state.behind.size) state.behind = undefined;
    const upTo = rosterHead ? roster.heads.get(toHex(rosterHead))?.sequence : roster.sequence;
    // Every entry comes by here, and as a rule nobody is left to vouch for.
    if (upTo === undefined || state.vouched.size === roster.devices.size) return;
    roster.devices.forEach(({ enrolledSequence }, other) => {
      if (other !== id && enrolledSequence <= upTo) state.vouched.add(other);
    });
  }

  const readable = (roster: Roster) => [...roster.compartments.values()].filter(reads);

  return {
    apply,
    contentKey,
    /** After the state was changed by what was read late. */
    prepare: () => owed.forget(),
    /** Something of it did not come: nothing of it is owed until it is read with all that came before. */
    readLater(compartment: CompartmentId): void {
      state.unread.add(toHex(compartment));
      owed.follow(compartment);
    },
    /** Whether a leaf is one of those that are owed next. */
    isOwed: (leaf: Leaf): boolean =>
      leaf.kind === "server"
        ? (owed.find("opening", leaf.tag) ?? answeredBy(leaf)) !== undefined
        : owed.find(leaf.kind, leaf.tag) !== undefined,
    oversees,
    openKeysUpTo: delivered.openUpTo,
    openWithRelease: delivered.openWithRelease,
    /** What an entry delivered to this member, and the release part in it. */
    findDelivered: delivered.find,
    openReleaseOf: delivered.openReleaseOf,
    /** What a batch of an open chart holds, as it lies on disk. */
    openAll,
    forgetKeysOf: (compartment: CompartmentId) => forgetKeysOf(toHex(compartment)),
    /** After one of this device's own batches was applied. */
    expectOwn: (compartment: CompartmentId) => owed.toldApplied("batch", compartment, keys.device),
    ownTag: (compartment: CompartmentId, counter: number) => owed.tagOf("batch", compartment, keys.device, counter),
    openOne: async (bytes: Bytes): Promise<Revision | undefined> => {
      const envelope = parseEnvelope(bytes);
      if (!envelope) return undefined;
      const key = await contentKey(envelope.header.compartment, envelope.header.epoch, envelope.header.author);
      const plaintext = key && (await openEnvelope(crypto, key, keys.practice, envelope));
      return plaintext && parseRevision(plaintext);
    },
    /** Compartments that this account may read. */
    readable,
    currentEpochOf: (compartment: CompartmentId) => {
      const log = state.keyLogs.get(toHex(compartment));
      return log && currentEpoch(log);
    },
  };
}
