/**
 * Sync: pull what is new, verify it, apply it; then push what waits (docs/spec, SYN-1 to SYN-9). One runs at a time.
 * The order on disk: leaves and bodies of a page, and what they made superfluous, in one transaction; so a kill at any
 * point leaves a store that a later start replays to the same state.
 */

import {
  assert,
  type Bytes,
  encodeCbor,
  equalBytes,
  fail,
  type GroupId,
  type Hash,
  ok,
  parseCbor,
  type Result,
  toHex,
} from "@alcove/bytes";
import {
  appendLeaves,
  type Checkpoint,
  type CryptoPort,
  encodeLeaf,
  type Frontier,
  hash,
  heartbeatTag,
  keyLogTag,
  type Leaf,
  leafBytes,
  openCheckpoint,
  parseBatch,
  parseLeaf,
  rootOf,
  statementTag,
  type VerifyKey,
} from "@alcove/crypto";
import {
  type AppendEntry,
  checkAs,
  currentEpoch,
  type Failure,
  failure,
  isStale,
  limits,
  messages,
  type Messages,
  parseHeartbeat,
  parseKeyLogEntry,
  parseStatement,
} from "@alcove/protocol";
import type { Disk, StoredBody } from "../disk.ts";
import type { Clock } from "../ports.ts";
import { readMessage, type Session } from "../session.ts";
import type { Fold } from "../views/fold.ts";
import type { OpenKeys } from "./keys.ts";
import { type Destination, openSave, type OutboxRevision } from "./outbox.ts";
import { encodePayload, isProvisional, parsePayload, type Replay } from "./replay.ts";
import {
  createCompartments,
  makeHeartbeat,
  plannedPlace,
  type Planned,
  rotate,
  type SealedBatch,
  sealBatch,
} from "./seal.ts";
import { advanceAuthor, compartmentFor, type EngineState } from "./state.ts";

export type SyncParts = {
  readonly crypto: CryptoPort;
  readonly keys: OpenKeys;
  readonly state: EngineState;
  readonly replay: Replay;
  readonly fold: Fold;
  readonly disk: Disk;
  /** The server's checkpoint key, as pinned. */
  readonly ledgerKey: VerifyKey;
  readonly clock: Clock;
  /** A session of scope "full", signing in where needed. */
  readonly session: () => Promise<Result<Session, Failure>>;
  readonly alarm: (failed: Failure) => void;
  readonly progress: (done: number, total: number) => void;
  /** Revisions that came in, for the views and the text index. */
  readonly folded: (records: readonly { readonly chart: Bytes | null; readonly record: Bytes }[]) => void;
};

const revisionsPerAppend = 100;
/** How far ahead compartments are made in one statement. */
const savesLookedAhead = 40;
const bytesPerAppend = 1024 * 1024;

/** A body to keep with its place; `pending` where it rests on disk already. */
type ToStore = { readonly body: StoredBody; readonly pending: number | undefined };

export type Sync = ReturnType<typeof createSync>;

export function createSync(parts: SyncParts) {
  const { crypto, keys, state, replay, fold, disk } = parts;
  /** Leaves from `state.appliedTo` on. */
  let tail: Leaf[] = [];
  /** Bodies of our own that the server needn't send back. */
  const own = new Map<number, { readonly body: StoredBody; readonly batch?: SealedBatch; readonly pending?: number }>();

  /** Takes leaves up to a signed checkpoint, or says what is wrong with it. Nothing is kept unless the root is right. */
  async function acceptLeaves(bytes: Bytes, note: string): Promise<Result<Checkpoint, Failure>> {
    const checkpoint = await openCheckpoint(crypto, parts.ledgerKey, keys.practice, note);
    if (!checkpoint) return fail(failure("alarm-checkpoint-forged"));
    const read = readLeaves(state.frontier, bytes);
    if (!read) return fail(failure("server-rubbish"));
    if (checkpoint.size < state.frontier.size)
      return fail(failure("alarm-ledger-shorter", { had: state.frontier.size, shown: checkpoint.size }));
    if (read.frontier.size !== checkpoint.size) return fail(failure("server-rubbish", { size: checkpoint.size }));
    if (!equalBytes(rootOf(read.frontier), checkpoint.root))
      return fail(failure("alarm-ledger-forked", { size: checkpoint.size }));
    return ok(checkpoint);
  }

  function keepLeaves(bytes: Bytes, checkpoint: Checkpoint): void {
    if (bytes.length > 0) disk.leaves.append(state.frontier.size, bytes);
    const read = readLeaves(state.frontier, bytes);
    assert(read, "checked before");
    tail.push(...read.leaves);
    state.frontier = read.frontier;
    state.checkpoint = checkpoint;
  }

  /** Applies what is here, in order. Answers whether it stopped before `to` for want of a body. */
  async function applyUpTo(
    to: number,
    bodies: ReadonlyMap<number, StoredBody>,
    store: ToStore[],
  ): Promise<"done" | "withheld"> {
    const changed: { chart: Bytes | null; record: Bytes }[] = [];
    try {
      while (state.appliedTo < to) {
        const index = state.appliedTo;
        const leaf = tail[0];
        assert(leaf, "there is a leaf for each index below the checkpoint");
        const mine = own.get(index);
        const body = mine?.body ?? bodies.get(index);
        if (mine?.batch) {
          await applyOwnBatch(index, leaf, mine.batch);
        } else {
          const applied = await replay.apply(index, leaf, body);
          if (applied.outcome === "withheld") return "withheld";
          if (applied.outcome === "refused") {
            parts.alarm(applied.alarm);
            // A false body is as good as none. An invalid batch is put aside; statements and keys are not passed over.
            if (applied.alarm.code !== "alarm-batch-invalid" && applied.alarm.code !== "alarm-envelope-unopenable")
              return "withheld";
          }
          if (applied.outcome === "applied" && applied.kind === "batch") {
            fold.transaction(() => {
              for (const one of applied.revisions) {
                const chart = chartOf(one.compartment);
                const parents = one.parents
                  .map((parent) => fold.revisionByEnvelope(parent))
                  .filter((parent) => parent !== undefined);
                fold.add({
                  revision: one.revision,
                  record: one.record,
                  number: one.number,
                  parents,
                  author: one.author,
                  chart,
                  place: { kind: "ledger", ...one.place, envelope: one.envelopeHash },
                });
                if (one.revision.type === "note") {
                  const docid = fold.docidOf(one.record, one.revision.revision);
                  if (docid !== undefined && chart && indexing) fold.index(docid, one.revision, chart);
                }
                changed.push({ chart, record: one.record });
              }
            });
          }
        }
        if (body) store.push({ body, pending: mine?.pending });
        own.delete(index);
        tail.shift();
        state.appliedTo++;
      }
      return "done";
    } finally {
      if (changed.length > 0) parts.folded(changed);
    }
  }

  let indexing = true;

  async function applyOwnBatch(index: number, leaf: Leaf, batch: SealedBatch): Promise<void> {
    advanceAuthor(state, keys.device, batch.compartment, leaf.bodyHash);
    state.lastIndex.set(toHex(keys.device), index);
    await replay.expectOwn(batch.compartment);
    fold.transaction(() => {
      for (const one of batch.placed)
        fold.settle(one.revision, {
          kind: "ledger",
          position: index,
          offset: one.offset,
          length: one.length,
          envelope: one.envelope,
        });
    });
  }

  function chartOf(compartment: Uint8Array): Bytes | null {
    return state.roster?.compartments.get(toHex(compartment))?.chart ?? null;
  }

  async function pull(session: Session): Promise<Result<undefined, Failure>> {
    for (;;) {
      const request = encodeCbor({
        leavesFrom: state.frontier.size,
        bodiesFrom: state.appliedTo,
        maxBytes: limits.syncBytes,
      });
      const answered = await session.call("POST", "/v1/sync", request);
      if (!answered.ok) return answered;
      const message = readMessage("SyncAnswer", answered.value);
      if (!message.ok) return message;
      const done = await takePage(message.value);
      if (!done.ok) return done;
      if (done.value === "all") return ok();
    }
  }

  async function takePage(page: Messages["SyncAnswer"]): Promise<Result<"all" | "more", Failure>> {
    const accepted = await acceptLeaves(page.leaves, page.checkpoint);
    if (!accepted.ok) return raise(accepted.error);
    const bodies = new Map(
      page.bodies.map((body) => [
        body.index,
        { position: body.index, entry: body.entry, payload: encodePayload(body.payload) },
      ]),
    );
    const size = accepted.value.size;
    const to = Math.min(page.bodiesNext, size);
    if (to <= state.appliedTo && state.appliedTo < size) return fail(failure("server-rubbish"));
    const before = state.frontier;
    const store: ToStore[] = [];
    // In memory first, then all of it on disk at once; where the disk fails the caller throws this memory away.
    const appendedAt = before.size;
    const read = readLeaves(before, page.leaves);
    assert(read, "checked before");
    tail.push(...read.leaves);
    state.frontier = read.frontier;
    state.checkpoint = accepted.value;
    const outcome = await applyUpTo(to, bodies, store);
    disk.transaction(() => {
      if (page.leaves.length > 0) disk.leaves.append(appendedAt, page.leaves);
      storeBodies(store);
      disk.settings.set("appliedTo", state.appliedTo);
    });
    parts.progress(state.appliedTo, size);
    if (outcome === "withheld") return raise(failure("alarm-body-withheld", { count: 1, index: state.appliedTo }));
    return ok(state.appliedTo >= size ? "all" : "more");
  }

  function storeBodies(store: readonly ToStore[]): void {
    for (const { body, pending } of store) {
      if (pending === undefined) disk.bodies.add(body);
      else disk.pending.place(pending, body.position);
    }
  }

  function raise(failed: Failure): Result<never, Failure> {
    if (failed.code.startsWith("alarm-")) parts.alarm(failed);
    return fail(failed);
  }

  /** Sends entries, checks that exactly they stand in the ledger, applies them. */
  async function append(session: Session, entries: readonly AppendEntry[]): Promise<Result<undefined, Failure>> {
    const from = state.frontier.size;
    const answered = await session.call("POST", "/v1/append", encodeCbor({ from, entries: entries as never }));
    return answered.ok
      ? settleAppend(
          session,
          answered.value,
          from,
          entries.map((entry) => ({ entry })),
          () => {},
        )
      : answered;
  }

  async function settleAppend(
    session: Session,
    answer: Bytes,
    from: number,
    sent: readonly Sent[],
    whenStored: () => void,
  ): Promise<Result<undefined, Failure>> {
    const message = readMessage("Appended", answer);
    if (!message.ok) return message;
    const { first, leaves, checkpoint } = message.value;
    const accepted = await acceptLeaves(leaves, checkpoint);
    if (!accepted.ok) return raise(accepted.error);
    for (const [i, { entry, batch, pending, payload }] of sent.entries()) {
      const at = (first - from + i) * leafBytes;
      const expected = encodeLeaf(leafOf(entry));
      if (first < from || !equalBytes(leaves.subarray(at, at + leafBytes), expected))
        return raise(failure("alarm-leaf-missing", { index: first + i }));
      own.set(first + i, {
        body: { position: first + i, entry: entry.entry, payload: payload ?? encodePayload(entry.payload) },
        ...(batch ? { batch } : {}),
        ...(pending === undefined ? {} : { pending }),
      });
    }
    const alone = first === state.appliedTo && from === state.appliedTo && accepted.value.size === first + sent.length;
    if (!alone) {
      disk.transaction(() => keepLeaves(leaves, accepted.value));
      const pulled = await pull(session);
      if (!pulled.ok) return pulled;
      disk.transaction(whenStored);
      return ok();
    }
    const read = readLeaves(state.frontier, leaves);
    assert(read, "checked before");
    const appendedAt = state.frontier.size;
    tail.push(...read.leaves);
    state.frontier = read.frontier;
    state.checkpoint = accepted.value;
    const store: ToStore[] = [];
    const outcome = await applyUpTo(accepted.value.size, new Map(), store);
    assert(outcome === "done", "our own entries are all here");
    disk.transaction(() => {
      disk.leaves.append(appendedAt, leaves);
      storeBodies(store);
      disk.settings.set("appliedTo", state.appliedTo);
      whenStored();
    });
    return ok();
  }

  /** One entry of an append; a batch with where its parts will rest, and the pending body that holds it on disk. */
  type Sent = {
    readonly entry: AppendEntry;
    readonly batch?: SealedBatch;
    readonly payload?: Bytes;
    readonly pending?: number;
  };

  /** What the next append will carry, sealed while the one before may still travel. */
  type Prepared = {
    readonly batches: readonly SealedBatch[];
    readonly through: number;
    readonly saves: number;
  };

  async function prepare(
    after: number,
    planned: Planned,
    sealedBefore: readonly SealedBatch[],
  ): Promise<Prepared | undefined | "compartments"> {
    const byDestination = new Map<string, { destination: Destination; revisions: OutboxRevision[] }>();
    let through = after;
    let saves = 0;
    let revisions = 0;
    let bytes = 0;
    for (let row = disk.outbox.next(after); row; row = disk.outbox.next(row.sequence)) {
      const save = await openSave(crypto, keys, row.sealed);
      assert(save, "the outbox holds what this device sealed");
      if (saves > 0 && (revisions + save.length > revisionsPerAppend || bytes + row.sealed.length > bytesPerAppend))
        break;
      for (const one of save) {
        const name = destinationName(one.destination);
        const entry = byDestination.get(name) ?? { destination: one.destination, revisions: [] };
        entry.revisions.push(one);
        byDestination.set(name, entry);
      }
      through = row.sequence;
      saves++;
      revisions += save.length;
      bytes += row.sealed.length;
      if (revisions >= revisionsPerAppend || bytes >= bytesPerAppend) break;
    }
    if (saves === 0) return undefined;
    if (needsStructure([...byDestination.values()].map((one) => one.destination))) return "compartments";
    const sealed = new Map(
      sealedBefore.flatMap((batch) => batch.placed).map((one) => [toHex(one.revision), one.envelope]),
    );
    const group = byDestination.size > 1 ? (crypto.random(16) as GroupId) : null;
    const batches: SealedBatch[] = [];
    for (const { destination, revisions: some } of byDestination.values()) {
      const compartment =
        state.roster && compartmentFor(state.roster, keys.account, destination.kind, destination.chart);
      assert(compartment, "made before");
      const envelopeOf = (revision: Bytes) =>
        sealed.get(toHex(revision)) ?? (fold.revision(revision)?.["envelope"] as Hash | undefined) ?? undefined;
      const batch = await sealBatch(crypto, keys, state, replay, planned, {
        compartment: compartment.compartment,
        group,
        revisions: some,
        envelopeOf,
      });
      for (const one of batch.placed) sealed.set(toHex(one.revision), one.envelope);
      batches.push(batch);
    }
    return { batches, through, saves };
  }

  function needsStructure(destinations: readonly Destination[]): boolean {
    const { roster } = state;
    assert(roster, "pushing needs a roster");
    return destinations.some((destination) => {
      const compartment = compartmentFor(roster, keys.account, destination.kind, destination.chart);
      const log = compartment && state.keyLogs.get(toHex(compartment.compartment));
      return !compartment || !log || isStale(roster, log);
    });
  }

  /** Makes the compartments that waiting saves need, and rotates the stale ones among them. */
  async function makeStructure(session: Session, after: number): Promise<Result<undefined, Failure>> {
    const { roster } = state;
    assert(roster, "pushing needs a roster");
    const wanted = new Map<string, Destination>();
    let row = disk.outbox.next(after);
    for (let n = 0; row && n < savesLookedAhead; n++, row = disk.outbox.next(row.sequence)) {
      for (const one of (await openSave(crypto, keys, row.sealed)) ?? [])
        wanted.set(destinationName(one.destination), one.destination);
    }
    const missing: Destination[] = [];
    const rotations: AppendEntry[] = [];
    for (const destination of wanted.values()) {
      const compartment = compartmentFor(roster, keys.account, destination.kind, destination.chart);
      const log = compartment && state.keyLogs.get(toHex(compartment.compartment));
      if (!compartment) missing.push(destination);
      else if (!log || isStale(roster, log)) {
        const before = log && state.epochKeys.get(toHex(compartment.compartment))?.[currentEpoch(log).epoch - 1];
        rotations.push(
          await rotate(crypto, keys, roster, {
            compartment: compartment.compartment,
            readers: compartment.readers,
            rosterHead: roster.head,
            ...(log ? { log } : {}),
            ...(before ? { before } : {}),
          }),
        );
      }
    }
    if (missing.length > 0) {
      const made = await append(session, await createCompartments(crypto, keys, state, missing.slice(0, 40)));
      if (!made.ok) return made;
    }
    return rotations.length > 0 ? append(session, rotations) : ok();
  }

  /** An append that was cut off: it stands in the ledger by now, or is sent again byte for byte, or was refused and is sealed anew. */
  async function finishPending(session: Session): Promise<Result<undefined, Failure>> {
    const pending = disk.pending.get();
    if (!pending) return ok();
    const bodies = pending.bodies.map((one) => ({
      ...one,
      batch: parseBatch(one.entry),
      envelopes: parsePayload(one.payload),
    }));
    const reached = state.authors.get(toHex(keys.device))?.deviceCounter ?? 0;
    if (bodies.every(({ batch }) => batch && batch.body.deviceCounter <= reached)) {
      // They came back with the feed before the answer did.
      disk.transaction(() => {
        disk.outbox.removeThrough(pending.through);
        disk.pending.discard();
      });
      return ok();
    }
    const sent = bodies.map(
      ({ body, entry, payload, envelopes }): Sent => ({
        entry: { kind: "batch", entry, payload: envelopes ?? [] },
        payload,
        pending: body,
      }),
    );
    const from = state.frontier.size;
    const answered = await session.call(
      "POST",
      "/v1/append",
      encodeCbor({ from, entries: sent.map(({ entry }) => entry) as never }),
    );
    if (answered.ok)
      return settleAppend(session, answered.value, from, sent, () => disk.outbox.removeThrough(pending.through));
    if (isSealedAnew(answered.error)) disk.transaction(() => disk.pending.discard());
    return answered;
  }

  async function push(session: Session): Promise<Result<undefined, Failure>> {
    const finished = await finishPending(session);
    if (!finished.ok) return finished;
    const total = disk.outbox.count();
    let done = 0;
    let next: Prepared | undefined;
    for (;;) {
      const first = next ?? (await prepare(0, plannedPlace(state, keys), []));
      next = undefined;
      if (!first) return ok();
      if (first === "compartments") {
        const made = await makeStructure(session, 0);
        if (!made.ok) return made;
        continue;
      }
      const from = state.frontier.size;
      const payloads = first.batches.map(({ entry }) => encodePayload(entry.payload));
      const bodies = first.batches.map(({ entry }, i) => ({ entry: entry.entry, payload: payloads[i] as Bytes }));
      const stored = disk.transaction(() => disk.pending.add(first.through, bodies));
      const sent = first.batches.map(
        (batch, i): Sent => ({
          entry: batch.entry,
          batch,
          payload: payloads[i] as Bytes,
          pending: stored[i] as number,
        }),
      );
      const sending = session.call(
        "POST",
        "/v1/append",
        encodeCbor({ from, entries: sent.map(({ entry }) => entry) as never }),
      );
      // While this one travels the next is sealed; it is thrown away should this one be refused.
      const planned = plannedPlace(state, keys);
      for (const batch of first.batches) step(planned, batch);
      const ahead = await prepare(first.through, planned, first.batches);
      const answered = await sending;
      if (!answered.ok) {
        if (isSealedAnew(answered.error)) disk.transaction(() => disk.pending.discard());
        return answered;
      }
      const settled = await settleAppend(session, answered.value, from, sent, () =>
        disk.outbox.removeThrough(first.through),
      );
      if (!settled.ok) return settled;
      done += first.saves;
      parts.progress(done, total);
      next = ahead === "compartments" ? undefined : ahead;
    }
  }

  /** Says once a day that this device is alive and what it has seen; and at once where a new device waits to hear it. */
  async function beat(session: Session): Promise<Result<undefined, Failure>> {
    const { roster } = state;
    if (!roster || isProvisional(state, roster, toHex(keys.device))) return ok();
    const day = Math.floor(parts.clock.now() / 86_400_000);
    const last = state.heartbeats.get(toHex(keys.device));
    const awaited = [...roster.devices].some(([id, device]) => !device.revoked && isProvisional(state, roster, id));
    if (last && last.day >= day && !awaited) return ok();
    return append(session, [await makeHeartbeat(crypto, keys, state, day)]);
  }

  async function run(): Promise<Result<undefined, Failure>> {
    // A head that moved between reading and writing is read again; more than a few times in a row is not chance.
    let last: Failure = failure("head-moved");
    for (let attempt = 0; attempt < 5; attempt++) {
      const session = await parts.session();
      if (!session.ok) return session;
      const pulled = await pull(session.value);
      if (!pulled.ok) return pulled;
      if (state.roster && isProvisional(state, state.roster, toHex(keys.device))) return ok();
      const pushed = await push(session.value);
      const finished = pushed.ok ? await beat(session.value) : pushed;
      if (finished.ok) return ok();
      if (!isSealedAnew(finished.error)) return finished;
      last = finished.error;
    }
    return fail(last);
  }

  return {
    run,
    append,
    pull,
    /** After the state was loaded from a snapshot: the leaves and bodies that the disk has beyond it. */
    async catchUp(to: number): Promise<void> {
      tail = [];
      for (const { start, bytes } of disk.leaves.from(Math.min(state.appliedTo, state.frontier.size))) {
        for (let at = 0; at < bytes.length; at += leafBytes) {
          const index = start + at / leafBytes;
          const leaf = bytes.subarray(at, at + leafBytes);
          if (index >= state.frontier.size) state.frontier = appendLeaves(state.frontier, [leaf]);
          if (index >= state.appliedTo) tail.push(parseLeaf(leaf) as Leaf);
        }
      }
      while (state.appliedTo < to) {
        const rows = disk.bodies.from(state.appliedTo, 50);
        const through = rows.length < 50 ? to : Math.min(to, (rows.at(-1)?.position ?? to) + 1);
        const outcome = await applyUpTo(through, new Map(rows.map((row) => [row.position, row])), []);
        if (outcome === "withheld") return;
      }
    },
    /** Off while much comes in at once; the caller indexes afterwards. */
    setIndexing(on: "now" | "later"): void {
      indexing = on === "now";
    },
  };
}

const isSealedAnew = (failed: Failure): boolean =>
  failed.code === "head-moved" || failed.code === "epoch-stale" || failed.code === "counter-wrong";

const destinationName = (destination: Destination): string =>
  `${destination.kind}/${destination.chart ? toHex(destination.chart) : ""}`;

function step(planned: Planned, batch: SealedBatch): void {
  planned.deviceCounter++;
  planned.previous = batch.hash;
  const name = toHex(batch.compartment);
  planned.compartmentCounters.set(name, (planned.compartmentCounters.get(name) ?? 0) + 1);
}

function readLeaves(frontier: Frontier, bytes: Bytes): { leaves: Leaf[]; frontier: Frontier } | undefined {
  if (bytes.length % leafBytes !== 0) return undefined;
  const leaves: Leaf[] = [];
  const raw: Bytes[] = [];
  for (let at = 0; at < bytes.length; at += leafBytes) {
    const one = bytes.subarray(at, at + leafBytes);
    const leaf = parseLeaf(one);
    if (!leaf) return undefined;
    raw.push(one);
    leaves.push(leaf);
  }
  return { leaves, frontier: appendLeaves(frontier, raw) };
}

/** The leaf that an entry must become. */
function leafOf(entry: AppendEntry): Leaf {
  const bodyHash = hash(entry.entry);
  switch (entry.kind) {
    case "roster":
      return { kind: "roster", tag: statementTag(parseStatement(entry.entry)?.body.sequence ?? 0), bodyHash };
    case "keyLog": {
      const body = parseKeyLogEntry(entry.entry)?.body;
      assert(body, "our own entry");
      return { kind: "keyLog", tag: keyLogTag(body.compartment, body.sequence), bodyHash };
    }
    case "batch": {
      const body = parseBatch(entry.entry)?.body;
      assert(body, "our own batch");
      return { kind: "batch", tag: body.tag, bodyHash };
    }
    case "heartbeat": {
      const body = parseHeartbeat(entry.entry)?.body;
      assert(body, "our own heartbeat");
      return { kind: "heartbeat", tag: heartbeatTag(body.device, body.sequence), bodyHash };
    }
  }
}
