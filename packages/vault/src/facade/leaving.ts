/** Somebody leaves: charts are passed on, psychotherapy notes decided one by one, and what they could open gets new keys. */

import type { Outcome } from "./outcome.ts";

/** One who leaves, or has left. */
export type LeavingHead = {
  readonly member: string;
  readonly name: string;
  readonly isYou: boolean;
  readonly isGone: boolean;
};

export type LeavingView = LeavingHead & {
  /** Absent where they were let go, and nobody had said before that they leave. */
  readonly begun?: { readonly byName: string; readonly at: number };
  /** Charts whose progress notes they open, or opened to the end; and of these the ones that nobody else does. */
  readonly charts: { readonly all: number; readonly alone: number };
  /** Who else opens them, most of them first. `waitForKey`: of how many their key has not come yet. */
  readonly others: readonly {
    readonly member: string;
    readonly name: string;
    readonly charts: number;
    readonly waitForKey: number;
  }[];
  /** Clients' devices that they admitted and that are in a portal still, as far as this member reads it. `device`: to end it. */
  readonly clientDevices: readonly {
    readonly portal: string;
    readonly chart: string;
    readonly chartName: string;
    readonly device: string;
  }[];
  /** Guarded charts that they let others into, or did to the end. */
  readonly letsInto: readonly LetInto[];
  readonly psychotherapy: readonly LeftApart[];
  /** Cards of their own open these notes, whatever was decided. */
  readonly hasOwnCards: boolean;
  /** What they could open and others open still gets a new key each. */
  readonly newKeys: {
    readonly all: number;
    /** Still to come, as far as this device follows them. */
    readonly waiting: number;
    /** Of those that this member does not open: their readers' devices see to it, and this one can't tell. */
    readonly elsewhere: number;
  };
};

/** `alone`: nobody else lets anybody in, or does any more. `choosers`: who chooses others, in the open chart. */
export type LetInto = {
  readonly chart: string;
  readonly chartName: string;
  readonly alone: boolean;
  readonly choosers: readonly string[];
};

/** Psychotherapy notes of theirs in one chart. "handed-over": they let somebody in; "destroyed": for good. Absent: to be decided. */
export type LeftApart = {
  readonly chart: string;
  readonly chartName: string;
  readonly decided?: "handed-over" | "exported" | "closed" | "destroyed";
  /** Whom they let in. */
  readonly readers: readonly string[];
};

/** `left`: charts that this member can't pass on alone, or that are guarded and are shared one at a time. */
export type ChartsPassed = { readonly passed: number; readonly left: number };

/** What a vault does with it. */
export type LeavingMethods = {
  /** Those who leave, as they or who manages members said, and those who have left. */
  leavings(): Promise<readonly LeavingHead[]>;
  /** How far it is; also of somebody of whom nobody has said that they leave. `undefined`: nobody of this id was ever a member. */
  leaving(member: string): Promise<LeavingView | undefined>;
  /** `last-owner`, `not-entitled`. Ends nothing: `removeMember` does. */
  beginLeaving(member: string): Promise<Outcome<void>>;
  /** They stay after all. */
  endLeaving(member: string): Promise<Outcome<void>>;
  /**
   * Lets `to` read and write the progress notes that somebody who leaves opens: those that nobody else does, or all. Keys
   * follow by themselves. `not-entitled`, `second-owner-needed`.
   */
  passCharts(request: {
    readonly member: string;
    readonly to: string;
    readonly which: "alone" | "all";
  }): Promise<Outcome<ChartsPassed>>;
  /** Of one's own psychotherapy notes in a chart, for when one leaves. Absent `as`: undecided again. */
  decideApart(request: { readonly chart: string; readonly as?: "exported" | "closed" }): Promise<Outcome<void>>;
  /**
   * Of one's own psychotherapy notes in a chart: keys and notes are gone for good, at the server with the statement, at one's other devices
   * when they see it. `legal-hold`, `not-entitled`, `notes-shared`, `notes-unsent` (`saves`, `drafts`), `guard-closed`, `second-factor-again`.
   */
  destroyApart(request: { readonly chart: string }): Promise<Outcome<void>>;
};
