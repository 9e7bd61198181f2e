/**
 * Group commit: whatever arrives while one commit runs is judged, one after the other, and written in the next, as one
 * transaction. Nobody is answered before SQLite has synced it to disk. Each append is taken whole or not at all.
 *
 * Invariant: a practice's state in memory equals its last commit. Should a commit fail, the states it touched are
 * forgotten and read from disk again, since nobody knows what reached it.
 */

import { fail, ok, type PracticeId, type Result, toHex } from "@alcove/bytes";
import { appendLeaves, type CryptoPort, rootOf, signCheckpoint, type SigningKey } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import { PracticeDraft, type PracticeState, emptyState, erasedBy, publish } from "../practice/state.ts";
import type { PracticeShelf } from "../practice/shelf.ts";
import { addBodies, eraseBodies } from "../store/body-log.ts";
import { failureOfStorage } from "../store/storage-failure.ts";
import type { Db, Trx } from "../store/tables.ts";
import { createRowWriter } from "./write-rows.ts";

export type AppendJob = {
  readonly practice: PracticeId;
  /** The practice must not exist yet; `judge` gets an empty draft. */
  readonly founds?: true;
  /** Stages on the draft. After a failure the draft is dropped. */
  judge(draft: PracticeDraft): Promise<Failure | undefined>;
  /** Rows beside the ledger's, in the same transaction. */
  write?(trx: Trx): Promise<void>;
};
export type Appending = { readonly state: PracticeState; readonly first: number };

export type AppendQueue = {
  /** Resolves when the append is on disk or refused. */
  submit(job: AppendJob): Promise<Result<Appending, Failure>>;
  /** Appends that wait or are being written. */
  readonly waiting: number;
  /** Resolves when all that was submitted is settled; later ones are refused with `server-stopping`. */
  stop(): Promise<void>;
};

export type AppendQueueParts = {
  readonly db: Db;
  readonly port: CryptoPort;
  readonly ledgerKey: SigningKey;
  readonly shelf: PracticeShelf;
  readonly now: () => number;
  /** After a commit that destroyed, and before anybody is answered: what its transaction could not take away. */
  readonly wipe: () => Promise<void>;
  readonly onCommitted: (state: PracticeState, draft: PracticeDraft) => void;
  readonly onFailed: (error: unknown) => void;
  readonly onMeasured: (commit: { readonly appends: number; readonly seconds: number }) => void;
};

type Waiting = { readonly job: AppendJob; settle(result: Result<Appending, Failure>): void };
/** One practice's part of a commit. */
type Part = { readonly state: PracticeState; readonly draft: PracticeDraft; readonly isNew: boolean };
type Accepted = { readonly waiting: Waiting; readonly part: Part; readonly first: number };

export function createAppendQueue(parts: AppendQueueParts): AppendQueue {
  const writeRows = createRowWriter(parts.db, parts.now);
  let queue: Waiting[] = [];
  let running: Promise<void> | undefined;
  let inCommit = 0;
  let stopped = false;

  async function run(): Promise<void> {
    // The tick lets every request that is already in the socket buffers join the first commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const taken = queue;
      queue = [];
      inCommit = taken.length;
      await commit(taken);
      inCommit = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
    running = undefined;
  }

  async function commit(taken: readonly Waiting[]): Promise<void> {
    const started = performance.now();
    const touched = new Map<string, Part>();
    const accepted: Accepted[] = [];
    const refused: { readonly waiting: Waiting; readonly error: Failure }[] = [];
    let committed: readonly Part[];
    try {
      for (const waiting of taken) {
        const judged = await judge(waiting.job, touched);
        if (judged.ok) accepted.push({ waiting, ...judged.value });
        else refused.push({ waiting, error: judged.error });
      }
      committed = [...touched.values()];
      await writeAll(committed, accepted);
    } catch (error) {
      for (const { state } of touched.values()) parts.shelf.forget(state.practice);
      parts.onFailed(error);
      const why = failureOfStorage(error);
      // Also those that were refused: they may have been judged by what is now undone.
      for (const waiting of taken) waiting.settle(fail(why));
      return;
    }
    if (committed.some(({ draft }) => draft.destroyed.length > 0)) await parts.wipe();
    for (const { state, draft } of committed) parts.onCommitted(state, draft);
    for (const { waiting, part, first } of accepted) waiting.settle(ok({ state: part.state, first }));
    for (const { waiting, error } of refused) waiting.settle(fail(error));
    if (accepted.length > 0)
      parts.onMeasured({ appends: accepted.length, seconds: (performance.now() - started) / 1000 });
  }

  async function judge(
    job: AppendJob,
    touched: Map<string, Part>,
  ): Promise<Result<{ readonly part: Part; readonly first: number }, Failure>> {
    const id = toHex(job.practice);
    const staged = touched.get(id);
    let known: PracticeState | undefined;
    try {
      known = staged?.state ?? (await parts.shelf.get(job.practice));
    } catch (error) {
      // One practice's damage is not the others'.
      parts.onFailed(error);
      return fail(failureOfStorage(error));
    }
    if (job.founds && known) return fail(failure("practice-exists"));
    if (!job.founds && !known) return fail(failure("session-ended"));
    const state = known ?? emptyState(job.practice);
    const part = staged ?? { state, draft: new PracticeDraft(state), isNew: known === undefined };
    const draft = new PracticeDraft(part.draft);
    const first = draft.nextIndex;
    const error = await job.judge(draft);
    if (error) return fail(error);
    part.draft.absorb(draft);
    touched.set(id, part);
    return ok({ part, first });
  }

  async function writeAll(written: readonly Part[], accepted: readonly Accepted[]): Promise<void> {
    if (written.length === 0) return;
    const ready = await Promise.all(
      written.map(async ({ state, draft, isNew }) => {
        const frontier = appendLeaves(
          state.ledger.frontier,
          draft.leaves.map(({ leaf }) => leaf),
        );
        const { size } = frontier;
        const checkpoint = await signCheckpoint(parts.port, parts.ledgerKey, state.practice, {
          size,
          root: rootOf(frontier),
        });
        const { ranges, bodies } = erasedBy(state, draft);
        const erased = await eraseBodies(parts.db, state.practice, ranges, state.bodyTail);
        const added = addBodies(erased.tail, bodies);
        const pages = [...erased.pages, ...added.pages];
        const { tail } = added;
        const firstIndex = state.ledger.size;
        const firstOffset = state.bodyTail.end;
        return { state, draft, isNew, frontier, size, checkpoint, firstIndex, firstOffset, pages, bodyTail: tail };
      }),
    );
    await parts.db.transaction().execute(async (trx) => {
      await writeRows(trx, ready);
      for (const { waiting } of accepted) await waiting.job.write?.(trx);
    });
    for (const { state, draft, isNew, ...committed } of ready) {
      publish(state, draft, committed);
      if (isNew) parts.shelf.put(state);
    }
  }

  return {
    submit(job) {
      if (stopped) return Promise.resolve(fail(failure("server-stopping")));
      return new Promise((resolve) => {
        queue.push({ job, settle: resolve });
        running ??= run();
      });
    },
    get waiting() {
      return queue.length + inCommit;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
