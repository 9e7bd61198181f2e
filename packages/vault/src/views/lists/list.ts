/** A part of the fold: the lists that records of some types feed. A feature adds its records' shapes and one of these. */

import type { Bytes } from "@alcove/bytes";
import type { MemorySql } from "../../ports.ts";
import type { RecordType, Revision, RevisionOf } from "@alcove/records";

/** Where a revision rests: in a body of the ledger, or in the outbox. */
export type RevisionPlace =
  | {
      readonly kind: "ledger";
      readonly position: number;
      /** Which of the body's envelopes, from 0. */
      readonly part: number;
      readonly envelope: Bytes;
      readonly compartment: Bytes;
    }
  | { readonly kind: "outbox"; readonly sequence: number };

export type ToFold = {
  readonly revision: Revision;
  readonly record: Bytes;
  readonly number: number;
  /** Revision ids (not envelope hashes) of the parents. */
  readonly parents: readonly Bytes[];
  readonly author: Bytes;
  /** Of the compartment the revision lies in; null in the directory. */
  readonly chart: Bytes | null;
  readonly place: RevisionPlace;
};

/** What a revision changes in the lists; it stands among the revisions already. */
export type Handlers = { readonly [T in RecordType]?: (entry: ToFold, revision: RevisionOf<T>) => void };

export type List = {
  /** Tables and indices, as SQL. */
  readonly schema: string;
  /** Of those with a column `record`: a record's rows go when it leaves the lists. */
  readonly tables: readonly string[];
  /** Gives handlers, and what screens ask. */
  readonly open: (sql: MemorySql, leads: Leads) => object;
};

/** Of revisions side by side the one with the higher number, then the higher id, leads: on every device the same. */
export type Leads = (record: Bytes, revision: Bytes) => boolean;
