/**
 * The tail of the ledger: leaves that are here and not applied yet. Takes new ones only up to a signed checkpoint whose
 * root they rebuild, and applies them in order with their bodies. Leaves, bodies and what they made superfluous reach
 * the disk in one transaction, so that a kill at any point leaves a store that a later start replays to the same state.
 */

import {
  assert,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  equalBytes,
  fail,
  ok,
  type Result,
  toHex,
} from "@alcove/bytes";
import {
  appendLeaves,
  type Checkpoint,
  emptyFrontier,
  encodeLeaf,
  type Leaf,
  leafBytes,
  openCheckpoint,
  parseBatch,
  parseLeaf,
  rootOf,
} from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import type { StoredBody } from "../../disk.ts";
import type { Fold } from "../../views/fold.ts";
import { belongsIn } from "../../views/homes.ts";
import { keyOf } from "../../views/record-key.ts";
import type { ToFold } from "../../views/lists/list.ts";
import { createPastRoots } from "../past-roots.ts";
import type { FoldedRevision } from "../applied.ts";
import type { SealedBatch } from "../seal.ts";
import { keepBehind, largestNamed } from "../behind.ts";
import { advanceAuthor, isGuarded } from "../state.ts";
import { readLeaves } from "./leaves.ts";
import { forgetKeysOnDisk, forgetOnDisk } from "./forget.ts";
import { endIfLocked, type OwnBody, type SyncParts } from "./parts.ts";

export type Tail = ReturnType<typeof createTail>;

/** A body to keep with its place; `pending` where it rests on disk already. */
type ToStore = { readonly body: StoredBody; readonly pending: number | undefined };

const bodiesAtOnce = 50;

export function createTail(parts: SyncParts) {
  const { crypto, keys, state, replay, fold, disk } = parts;
  /** From index `start` on; cut off at the front now and then, since shifting one by one costs all that follow. */
  let leaves: Leaf[] = [];
  let start = state.appliedTo;
  const own = new Map<number, OwnBody>();
  let taking: Promise<unknown> | undefined;
  const rootAt = createPastRoots(state.frontier.size > start ? emptyFrontier : state.frontier, leavesBetween);

  /** The one that was opened last, with its signature: it is kept with the leaves that it is over. */
  let signed: { readonly note: string; readonly checkpoint: Checkpoint } | undefined;

  /** A checkpoint of this practice's server. Fails with `alarm-checkpoint-forged`. */
  async function open(note: string): Promise<Result<Checkpoint, Failure>> {
    const checkpoint = await openCheckpoint(crypto, parts.ledgerKey, keys.practice, note);
    if (checkpoint) signed = { note, checkpoint };
    return checkpoint ? ok(checkpoint) : raise(failure("alarm-checkpoint-forged"));
  }

  /** Checks leaves against a checkpoint. Nothing is kept. Failures: `server-rubbish` and the ledger's alarms. */
  async function check(bytes: Bytes, note: string): Promise<Result<Checkpoint, Failure>> {
    const opened = await open(note);
    if (!opened.ok) return opened;
    const checkpoint = opened.value;
    if (checkpoint.size < state.frontier.size)
      return raise(failure("alarm-ledger-shorter", { had: state.frontier.size, shown: checkpoint.size }));
    const read = readLeaves(state.frontier, bytes);
    if (!read || read.frontier.size !== checkpoint.size) return fail(failure("server-rubbish"));
    if (!equalBytes(rootOf(read.frontier), checkpoint.root))
      return raise(failure("alarm-ledger-forked", { size: checkpoint.size }));
    return ok(checkpoint);
  }

  /**
   * Takes checked leaves, applies as far as `to` with these bodies, and stores all of it at once; where the disk fails
   * the caller throws this memory away. `whenStored` joins the transaction.
   */
  function take(...page: Parameters<typeof takeNow>): Promise<"done" | "withheld"> {
    const taken = takeNow(...page).finally(() => {
      taking = undefined;
    });
    taking = taken;
    return taken;
  }

  async function takeNow(
    bytes: Bytes,
    checkpoint: Checkpoint,
    to: number,
    bodies: ReadonlyMap<number, StoredBody>,
    whenStored: () => void = () => {},
  ): Promise<"done" | "withheld"> {
    endIfLocked(parts);
    const appendedAt = state.frontier.size;
    const { behind } = state;
    const read = readLeaves(state.frontier, bytes);
    assert(read, "checked before");
    leaves.push(...read.leaves);
    state.frontier = read.frontier;
    state.checkpoint = checkpoint;
    const store: ToStore[] = [];
    const lost: CompartmentId[] = [];
    const closed: CompartmentId[] = [];
    const outcome = await applyUpTo(to, bodies, store, lost, closed, "from the server");
    disk.transaction(() => {
      if (bytes.length > 0) disk.leaves.append(appendedAt, bytes);
      const through = disk.pending.through();
      for (const { body, pending } of store) {
        if (pending === undefined) disk.bodies.add(body);
        else disk.pending.place(pending, body.position);
      }
      // With the last of them: their answer may have been followed by a page that was cut off.
      if (through !== undefined && disk.pending.through() === undefined) parts.outbox.removeThrough(through);
      disk.settings.set("appliedTo", state.appliedTo);
      if (signed?.checkpoint === checkpoint) disk.settings.set("checkpoint", signed.note);
      if (state.behind !== behind) keepBehind(disk, state.behind);
      if (lost.length > 0) {
        const waiting = new Set(folds().flatMap((each) => each.blobsWaiting().map(toHex)));
        const [kept, blobs] = partition(lost.flatMap(blobsIn), (blob) => waiting.has(toHex(blob)));
        forgetOnDisk(disk, new Set(lost.map(toHex)), { device: keys.device, oversees: replay.oversees(), blobs });
        // A file that waits names the same bytes, and the server may let go of them.
        disk.chunks.sendAgain(kept);
      }
      if (closed.length > 0) forgetKeysOnDisk(disk, state, closed);
      whenStored();
    });
    if (lost.length + closed.length > 0) await letGo([...lost, ...closed]);
    return outcome;
  }

  const folds = () => [fold, parts.guardedFold()].filter((one) => one !== undefined);
  const blobsIn = (compartment: CompartmentId): Bytes[] => folds().flatMap((one) => one.blobsIn(compartment));

  async function letGo(compartments: readonly CompartmentId[]): Promise<void> {
    disk.wipeOwed();
    await parts.forgotten(compartments);
  }

  async function applyUpTo(
    to: number,
    bodies: ReadonlyMap<number, StoredBody>,
    store: ToStore[],
    lost: CompartmentId[],
    closed: CompartmentId[],
    source: "from the server" | "from the disk" = "from the disk",
  ): Promise<"done" | "withheld"> {
    const changed: ToFold[] = [];
    let isTold = false;
    try {
      while (state.appliedTo < to) {
        const index = state.appliedTo;
        const leaf = leaves[index - start];
        assert(leaf, "there is a leaf for each index below the checkpoint");
        const mine = own.get(index);
        const body = mine?.body ?? bodies.get(index);
        if (mine?.batch) {
          applyOwnBatch(index, leaf, mine.batch);
        } else {
          const applied = await replay.apply(index, leaf, body);
          if (applied.outcome === "withheld") {
            if (applied.overseen) state.overseen.add(index);
            else if (!applied.compartment) return "withheld";
            else replay.readLater(applied.compartment);
          }
          if (applied.outcome === "refused") {
            parts.alarm(applied.alarm);
            if (applied.then === "stop") return "withheld";
          }
          if (applied.outcome === "applied") {
            if ("seen" in applied) compare(applied.seen);
            if ("author" in applied && body && !mine && source === "from the server") judgeOwn(applied, body);
            if (applied.kind === "batch") changed.push(...foldIn(applied.revisions));
            if (applied.kind === "roster") lost.push(...applied.lost);
            if (applied.kind === "keyLog" && applied.guarded) closed.push(applied.guarded);
            if (applied.kind === "opening" || (applied.kind === "roster" && applied.closes)) isTold = true;
          }
        }
        if (body) store.push({ body, pending: mine?.pending });
        own.delete(index);
        state.appliedTo++;
      }
      return "done";
    } finally {
      leaves = leaves.slice(state.appliedTo - start);
      start = state.appliedTo;
      // Of openings and ends of guarded charts nothing is folded, and they are shown.
      if (changed.length > 0 || isTold) parts.folded(changed);
    }
  }

  /** What is applied is signed, whatever its author saw; that they saw another past is the server's doing. */
  function compare(seen: Checkpoint): void {
    if (seen.size > 0 && !equalBytes(rootAt(seen.size), seen.root))
      parts.alarm(failure("alarm-ledger-forked", { size: seen.size }));
  }

  /**
   * Before a device sends a batch it has stored it, and of a heartbeat how large a ledger it names. What is not here like this is
   * no lost answer: an older copy of the store was put in its place, or a copy is in use elsewhere (FRE-4).
   */
  function judgeOwn(
    {
      kind,
      author,
      seen,
    }: { readonly kind: "batch" | "heartbeat"; readonly author: DeviceId; readonly seen: Checkpoint },
    { entry }: StoredBody,
  ): void {
    if (!equalBytes(author, keys.device)) return;
    const isKnown =
      kind === "batch"
        ? disk.pending.get()?.bodies.some((sent) => equalBytes(sent.entry, entry))
        : seen.size <= largestNamed(disk);
    if (!isKnown) state.behind = { device: toHex(keys.device), size: state.frontier.size };
  }

  /** From memory where they are, else from disk. */
  function* leavesBetween(from: number, to: number): Generator<Bytes> {
    let at = from;
    for (const chunk of at < start ? disk.leaves.from(at) : []) {
      for (; at < Math.min(to, start); at++) {
        const offset = (at - chunk.start) * leafBytes;
        if (offset >= chunk.bytes.length) break;
        yield chunk.bytes.subarray(offset, offset + leafBytes);
      }
    }
    for (; at < to; at++) {
      const leaf = leaves[at - start];
      assert(leaf, "entries name sizes up to their own place");
      yield encodeLeaf(leaf);
    }
  }

  /** What is guarded goes into lists of its own, which are in memory only. */
  function foldIn(revisions: readonly FoldedRevision[]): ToFold[] {
    const guarded = revisions.filter(({ compartment }) => isGuarded(state, compartment));
    const others = guarded.length > 0 ? revisions.filter((one) => !guarded.includes(one)) : revisions;
    const open = parts.guardedFold();
    return [...foldInto(fold, others), ...(open ? foldInto(open, guarded) : [])];
  }

  function foldInto(lists: Fold, revisions: readonly FoldedRevision[]): ToFold[] {
    return lists.transaction(() =>
      revisions.flatMap(({ revision, record, number, author, compartment, ...one }) => {
        const found = state.roster?.compartments.get(toHex(compartment));
        if (!found || !belongsIn(found, revision)) return [];
        const { chart } = found;
        const parents = one.parents
          .map((parent) => lists.revisionByEnvelope(keyOf(record, revision), parent))
          .filter((parent) => parent !== undefined);
        const place = { kind: "ledger" as const, ...one.place, envelope: one.envelopeHash, compartment };
        const entry = { revision, record, number, parents, author, chart, place };
        lists.add(entry);
        return [entry];
      }),
    );
  }

  /** What this process sealed itself needs no opening: the views have it since it was saved, and learn its place. */
  function applyOwnBatch(index: number, leaf: Leaf, batch: SealedBatch): void {
    const body = parseBatch(batch.entry.entry)?.body;
    assert(body, "our own batch");
    advanceAuthor(state, body, leaf.bodyHash);
    state.lastIndex.set(toHex(keys.device), index);
    replay.expectOwn(batch.compartment);
    const lists = isGuarded(state, batch.compartment) ? parts.guardedFold() : fold;
    lists?.transaction(() => {
      for (const [part, { revision, envelope }] of batch.placed.entries())
        lists.settle(revision, { kind: "ledger", position: index, part, envelope, compartment: batch.compartment });
    });
  }

  function raise(failed: Failure): Result<never, Failure> {
    if (failed.code.startsWith("alarm-")) parts.alarm(failed);
    return fail(failed);
  }

  return {
    open,
    /** Of this device's own leaves, up to its newest size. */
    rootAt,
    check,
    take,
    raise,
    /** Does `work` at a moment when memory is as one page left it, not halfway into the next. */
    async betweenPages<T>(work: () => T): Promise<T> {
      while (taking) await taking.catch(() => undefined);
      return work();
    },
    /** Does `work` with nobody else changing memory meanwhile. */
    alone<T>(work: () => Promise<T>): Promise<T> {
      const done = (async () => {
        while (taking) await taking.catch(() => undefined);
        const mine = work();
        taking = mine;
        return mine.finally(() => {
          taking = undefined;
        });
      })();
      return done;
    },
    foldIn,
    /** Our own entry will stand at this index: apply it from here. */
    expectOwn: (index: number, body: OwnBody): void => void own.set(index, body),
    /** After the state was loaded from a snapshot: the leaves and bodies that the disk has beyond it. */
    async catchUp(to: number): Promise<void> {
      leaves = [];
      start = state.appliedTo;
      const first = Math.min(state.appliedTo, state.frontier.size);
      for (const { start: from, bytes } of disk.leaves.from(first)) {
        // The first chunk may begin long before: a first sync is one.
        for (let at = Math.max(0, first - from) * leafBytes; at < bytes.length; at += leafBytes) {
          const index = from + at / leafBytes;
          const raw = bytes.subarray(at, at + leafBytes);
          const leaf = parseLeaf(raw);
          assert(leaf, "leaves were checked before they were kept");
          if (index >= state.frontier.size) state.frontier = appendLeaves(state.frontier, [raw]);
          if (index >= state.appliedTo) leaves.push(leaf);
        }
      }
      // Leaves reach the disk up to a signed checkpoint only.
      if (state.frontier.size > 0) state.checkpoint = { size: state.frontier.size, root: rootOf(state.frontier) };
      while (state.appliedTo < to) {
        const rows = disk.bodies.from(state.appliedTo, bodiesAtOnce);
        const through = rows.length < bodiesAtOnce ? to : Math.min(to, (rows.at(-1)?.position ?? to) + 1);
        const lost: CompartmentId[] = [];
        const closed: CompartmentId[] = [];
        const outcome = await applyUpTo(through, new Map(rows.map((row) => [row.position, row])), [], lost, closed);
        if (closed.length > 0) disk.transaction(() => forgetKeysOnDisk(disk, state, closed));
        if (lost.length + closed.length > 0) await letGo([...lost, ...closed]);
        if (outcome === "withheld") return;
      }
    },
  };
}

function partition<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}
