/** What a member, or whoever has a device of theirs, could have read: said from signed entries, and of each the one whose word it is. */

import type { Outcome } from "./outcome.ts";

/** Somebody's act, by the index of its entry in the ledger. `day`: of the newest heartbeat before it, `yyyy-mm-dd`. */
export type NamedAct = {
  readonly index: number;
  readonly day?: string;
  readonly by: string;
  readonly byName: string;
};

export type CouldHaveRead = {
  readonly format: "alcove-could-have-read-1";
  readonly practice: { readonly id: string; readonly name: string };
  readonly member: { readonly id: string; readonly name: string; readonly left?: NamedAct };
  /** Where it is about one device of theirs only: what could be read with it until it was taken out. */
  readonly device?: string;
  readonly madeAt: number;
  readonly madeBy: { readonly id: string; readonly name: string };
  /** Everything is said as of this checkpoint. */
  readonly ledger: { readonly size: number; readonly root: string };
  readonly devices: readonly ReadingDevice[];
  readonly compartments: readonly ReadableCompartment[];
  readonly openings: readonly { readonly chartName: string; readonly device: string; readonly at: number }[];
  /** What this report rests on, and what nobody can say. */
  readonly restsOn: readonly string[];
  readonly notKnown: readonly string[];
};

export type ReadingDevice = {
  readonly id: string;
  readonly name: string;
  readonly enrolledAt: number;
  /** Ledger index from which it counts no more. */
  readonly ended?: { readonly index: number; readonly why: string };
  /** By its own signature: it had checked the ledger up to this size, on this day by its clock. */
  readonly saw?: { readonly size: number; readonly day: string };
  /** By the server's word alone: up to which ledger index it sent what they could read, and when it last sent any. */
  readonly served?: { readonly to: number; readonly at: number };
};

export type ReadableCompartment = {
  readonly id: string;
  readonly kind: string;
  readonly chart?: string;
  readonly chartName?: string;
  readonly rights: readonly {
    readonly right: "read" | "write" | "read-write" | "release";
    readonly until?: string;
    readonly begun: NamedAct;
    readonly ended?: NamedAct;
  }[];
  /**
   * Of notes, by what their own devices wrote into the chart's access log. "unseen": this member can't read it, or there is none; of
   * psychotherapy notes also what their author did is theirs alone to see.
   */
  readonly viewed?:
    | "unseen"
    | {
        /** Sittings of a quarter of an hour; absent ones say nothing. */
        readonly times: number;
        /** By their devices' clocks. */
        readonly first?: number;
        readonly last?: number;
        readonly exported: boolean;
        readonly printed: boolean;
      };
  /** "unseen": this device does not follow who was given the key. "none": nobody gave it. */
  readonly key:
    | "unseen"
    | "none"
    | {
        /** The first time. */
        readonly given: NamedAct;
        readonly epochs: readonly number[];
        /** What was written from this ledger index on is under a key that they were not given. Absent: there is none yet. */
        readonly opensUntil?: number;
        /** A guarded chart's key opens nothing without the server's part. */
        readonly guarded: boolean;
      };
};

/** What a vault does with it. */
export type CouldHaveReadMethods = {
  /**
   * What a member, present or former, could have read, or whoever has one device of theirs: at the newest checkpoint, as facts and as a
   * PDF. `store-damaged`: what lies on this device is not what the server signed.
   */
  couldHaveRead(
    about: { readonly member: string } | { readonly device: string },
  ): Promise<Outcome<{ readonly report: CouldHaveRead; readonly pdf: Uint8Array }>>;
};
