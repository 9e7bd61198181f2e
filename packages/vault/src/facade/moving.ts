/** Notes that were taken out of a chart: they stood in the wrong one, or go on in another. */

import type { MovedReason, NoteKind } from "@alcove/records";
import type { Outcome } from "./outcome.ts";

export type { MovedReason } from "@alcove/records";

export type MoveNote = {
  readonly note: string;
  /** The version that was read; refused where another one stands. */
  readonly revision: string;
  /** Where it is written anew. */
  readonly chart: string;
  /** Why it goes from where it is; absent: it stays there too. */
  readonly reason?: Exclude<MovedReason, "taken-back">;
};

export type MoveFile = {
  readonly file: string;
  /** Where it is sealed anew. */
  readonly chart: string;
  readonly reason: Exclude<MovedReason, "taken-back">;
  /** Names its progress events and `stop(task)`. A third each of `total`: sealing, sending, reading back from the server. */
  readonly task?: string;
};

/** What a chart says of a file that was taken out of it: neither its name nor another client. */
export type MovedFileView = {
  readonly id: string;
  /** When it was first added, wherever that was. */
  readonly addedAt: number;
  /** When it was taken out, by that device's clock. */
  readonly at: number;
  readonly by: string;
  readonly reason: MovedReason;
  /** Whether it is for this member to put it back. */
  readonly mayTakeBack: boolean;
  /** Where it lies now, if that is open here. */
  readonly to?: { readonly file: string; readonly chart: string };
};

/** What a chart says of a note that was taken out of it. It names no other client. */
export type MovedView = {
  readonly id: string;
  readonly note: string;
  readonly kind: NoteKind;
  /** The note's day, `yyyy-mm-dd`. */
  readonly date: string;
  /** When it was taken out, by its author's clock. */
  readonly at: number;
  readonly by: string;
  readonly reason: MovedReason;
  /** Whether it is for this member to put it back. */
  readonly mayTakeBack: boolean;
  /** Where it stands now, if that is open here. */
  readonly to?: { readonly note: string; readonly chart: string };
};

/** What a vault does with it. */
export type MovingMethods = {
  /** Notes that were taken out of this chart, newest day first. Empty: none, not open to this member, or guarded and closed. */
  movedNotes(chart: string): Promise<readonly MovedView[]>;
  /**
   * Writes the note anew in another chart, with its addenda and files, and takes it out of where it was where a reason is given: both or
   * neither. `note-unknown`, `chart-unknown`, `chart-same`, `guard-closed`, `note-changed`, `note-with-others`, `not-entitled`,
   * `attachment-incomplete`, `attachment-stopped`. Answers with the note as it stands there.
   */
  moveNote(request: MoveNote): Promise<Outcome<{ readonly note: string }>>;
  /** Files that were taken out of this chart by themselves, newest first. Empty: none, not open to this member, or guarded and closed. */
  movedFiles(chart: string): Promise<readonly MovedFileView[]>;
  /**
   * Seals the file anew in another chart, sends it, reads it back from the server, and only then takes it out of where it was. After
   * `file-copy-not-there` the file is in both charts: the same call goes on from there and copies nothing twice. `attachment-unknown`,
   * `chart-unknown`, `chart-same`, `guard-closed`, `not-entitled`, `file-with-others`, `file-of-note`, `attachment-incomplete`,
   * `attachment-stopped` (nothing was copied), `alarm-envelope-unopenable`. Answers with the file as it lies there.
   */
  moveFile(request: MoveFile): Promise<Outcome<{ readonly file: string }>>;
  /** It is in its chart again, and the copy goes, unless somebody else said what it is: then it `stays` too. `attachment-unknown`, `not-entitled`. */
  takeFileBack(moved: string): Promise<Outcome<{ readonly stays: boolean }>>;
};
