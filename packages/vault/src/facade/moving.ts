/** Notes that were taken out of a chart: they stood in the wrong one, or go on in another. */

import type { MovedReason, NoteKind } from "@alcove/records";

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
