/** Templates for notes as the apps see them. */

import type { NoteTemplate } from "@alcove/records";
import type { NoteKind } from "./notes.ts";
import type { Outcome } from "./outcome.ts";

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

/** What a vault does with it. */
export type TemplatesMethods = {
  /** Those that come with the app and the practice's own; a note's `form` names one. */
  templates(): Promise<readonly TemplateView[]>;
  /** `template-unknown`, `template-unfit` (a name or heading is missing, too long or there twice), `not-entitled`. */
  saveTemplate(request: SaveTemplate): Promise<Outcome<{ readonly id: string }>>;
  /** One's own, by word. Colleagues' apps could read them: they are no place for a client's words. */
  snippets(): Promise<readonly SnippetView[]>;
  /** In the place of what the word stood for. `snippet-unfit`: no word of at most 20 letters and digits, or no text. */
  saveSnippet(request: SnippetView): Promise<Outcome<void>>;
  removeSnippet(word: string): Promise<Outcome<void>>;
  /** What a new note is begun with. `template-unknown`: none of this id for notes of this kind. */
  beginNote(request: BeginNote): Promise<Outcome<NoteBeginning>>;
};
