/** Who looked at a chart, as each device wrote it down itself. */

import type { NoteKind } from "./notes.ts";
import type { Outcome } from "./outcome.ts";

/** "listed": the list, with titles and first words. "searched": words around what a search found. "given": to who asked in an emergency. "numbers": people and numbers. */
export type AccessAct =
  | "listed"
  | "viewed"
  | "searched"
  | "exported"
  | "printed"
  | "given"
  | "numbers"
  | "numbers-printed";

/** What one device did with a chart's notes within a quarter of an hour. */
export type Sitting = {
  readonly member: string;
  readonly name: string;
  readonly device: string;
  /** By that device's clock. */
  readonly from: number;
  readonly to: number;
  readonly acts: readonly {
    readonly act: AccessAct;
    readonly kind: NoteKind;
    /** All there were; else these. */
    readonly all: boolean;
    /** With what this member may know of them: of psychotherapy notes the day, of files the name. */
    readonly notes: readonly { readonly id: string; readonly date?: string; readonly title?: string }[];
  }[];
};

export type AccessLog = {
  /** The chart's log is here, with its key. Else `sittings` holds what this device did, and what stands beside own psychotherapy notes. */
  readonly reads: boolean;
  /** Newest first. */
  readonly sittings: readonly Sitting[];
};

/** What a vault does with it. */
export type AccessLogMethods = {
  /** Who looked at the chart's notes, was shown them by a search, wrote them to files or printed them, as their devices say. */
  accessLog(chart: string): Promise<AccessLog>;
  /**
   * Before notes are written to files or printed: on this device's disk when it answers. What the vault itself gives out, it
   * writes down by itself. `note`: absent for all of this kind that are open here.
   */
  recordAccess(request: {
    readonly chart: string;
    readonly act: Extract<AccessAct, "exported" | "printed">;
    readonly kind: NoteKind;
    readonly note?: string;
  }): Promise<Outcome<void>>;
};
