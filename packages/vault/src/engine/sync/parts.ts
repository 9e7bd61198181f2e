/** What the steps of a sync share. */

import type { CompartmentId, Hash, Result } from "@alcove/bytes";
import type { CryptoPort, VerifyKey } from "@alcove/crypto";
import type { AppendEntry, Failure } from "@alcove/protocol";
import type { Disk, StoredBody } from "../../disk.ts";
import type { Clock } from "../../ports.ts";
import type { Session } from "../../session.ts";
import type { Fold } from "../../views/fold.ts";
import type { ToFold } from "../../views/lists/list.ts";
import type { OpenKeys } from "../keys.ts";
import type { Outbox } from "../outbox.ts";
import type { Replay } from "../replay.ts";
import type { SealedBatch } from "../seal.ts";
import type { EngineState } from "../state.ts";
import type { OwnEntry } from "./leaves.ts";

export type SyncParts = {
  readonly crypto: CryptoPort;
  readonly keys: OpenKeys;
  readonly state: EngineState;
  readonly replay: Replay;
  readonly fold: Fold;
  /** Lists of guarded charts that are open here; absent while none is. */
  readonly guardedFold: () => Fold | undefined;
  readonly disk: Disk;
  readonly outbox: Outbox;
  /** Hash of the first statement, as pinned. */
  readonly founding: Hash;
  /** The server's checkpoint key, as pinned. */
  readonly ledgerKey: VerifyKey;
  readonly clock: Clock;
  /** In a session of scope "full", signing in where needed. */
  readonly inSession: (
    work: (session: Session) => Promise<Result<undefined, Failure>>,
  ) => Promise<Result<undefined, Failure>>;
  readonly alarm: (failed: Failure) => void;
  readonly progress: (done: number, total: number) => void;
  /** Revisions that came in, for the views and the text index. */
  readonly folded: (revisions: readonly ToFold[]) => void;
  /** These compartments are read no more: what the views hold of them goes. */
  readonly forgotten: (compartments: readonly CompartmentId[]) => Promise<void>;
  /** What spent recovery cards opened is delivered anew: their key goes. */
  readonly deliveredAnew: () => void;
  /** Something is to be done in some time, whatever else happens. */
  readonly again: (inMs: number) => void;
  readonly isClosed: () => boolean;
};

/** The way out of a sync, or of a look at lists, whose vault was locked meanwhile. No bug: whoever began a sync is told `locked`. */
export class LockedMeanwhile extends Error {}

/** What still runs after a lock ends before it touches lists or disk again. @throws LockedMeanwhile */
export function endIfLocked({ isClosed }: SyncParts): void {
  if (isClosed()) throw new LockedMeanwhile();
}

/** One entry of an append, or an opening; a batch with where its parts will rest, and the pending body that holds it on disk. */
export type Sent<Entry extends OwnEntry = AppendEntry> = {
  readonly entry: Entry;
  readonly batch?: SealedBatch;
  readonly pending?: number;
};

/** A body of our own that the server needn't send back. */
export type OwnBody = { readonly body: StoredBody; readonly batch?: SealedBatch; readonly pending?: number };

/** Somebody was quicker, or the key changed: read on, seal anew, try again. */
export const isSealedAnew = (failed: Failure): boolean =>
  failed.code === "head-moved" || failed.code === "epoch-stale" || failed.code === "counter-wrong";
