/** Templates for notes as the apps see them. */

import type { NoteTemplate } from "@alcove/records";
import type { NoteKind } from "./notes.ts";

export type { TemplateSection } from "@alcove/records";

/** Who changed what is the practice's own, and what stands of it: more than one where it was changed at the same time, until a save settles it. */
export type OwnView = {
  readonly changedBy: string;
  readonly changedAt: number;
  readonly putAway: boolean;
  readonly basedOn: readonly string[];
};

/** `own`: of the practice's own. Its id is its record's, its version counts its revisions. */
export type TemplateView = NoteTemplate & {
  readonly own?: OwnView;
};

export type SaveTemplate = Omit<NoteTemplate, "id" | "version"> & {
  /** Absent for a new one. */
  readonly template?: string;
  /** `OwnView.basedOn` of what was on screen; absent: all that stands. */
  readonly basedOn?: readonly string[];
  /** It begins no note any more. */
  readonly putAway?: boolean;
};

export type BeginNote = {
  readonly chart: string;
  readonly kind: NoteKind;
  /** The day the note is about, `yyyy-mm-dd`. */
  readonly date: string;
  /** Absent: the one that was used last, in this chart or, where it has no notes yet, in any. */
  readonly template?: string;
};

/** What a new note is begun with. Absent: an empty page. The template's smart fields stand for what they name. */
export type NoteBeginning = { readonly template?: TemplateView };

/** Words of a member's own, for which `/word` stands while they write. */
export type SnippetView = { readonly word: string; readonly text: string };
