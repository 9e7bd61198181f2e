/** Charts, notes, drafts, files and searches as the apps see them. */

export type NoteKind = "progress" | "psychotherapy";

export type ChartView = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** Whether its progress notes are open to this member; of others they know the name. */
  readonly opens: boolean;
  readonly writes: boolean;
  /** Its words are on this device only while it is open here. */
  readonly guarded?: "closed" | "open";
  readonly progressNotes: number;
  readonly psychotherapyNotes: number;
  /** There are psychotherapy notes of this member's from before recovery cards were used, which these did not open. */
  readonly closedApart?: true;
  /** Notes with revisions side by side that wait for a person. */
  readonly conflicts: number;
  /** When anything in it was last written; the creation time in an empty chart. */
  readonly changedAt: number;
};

/** Where a revision is: only on this device, or in a checkpoint of the server too. */
export type Kept = { readonly here: number; readonly server?: number };

export type NoteHead = {
  readonly id: string;
  readonly chart: string;
  readonly kind: NoteKind;
  /** The day the note is about, `yyyy-mm-dd`. */
  readonly date: string;
  readonly title: string;
  /** First words of the note; empty for psychotherapy notes, whose words appear on opening only. */
  readonly excerpt: string;
  /** Of what it says now. */
  readonly author: string;
  /** Whose note it is: the author of its first revision. */
  readonly begunBy: string;
  readonly revisions: number;
  readonly writtenAt: number;
  readonly kept: Kept;
  /** Of a psychotherapy note: written under this member's own key. Of others always. */
  readonly isOwn: boolean;
  readonly mayEdit: boolean;
  /** Two revisions stand side by side and wait for a person. */
  readonly conflict: boolean;
  readonly attachments: number;
};

/** `text` is always the whole note in plain words; `doc` is the editor's own tree where one wrote it. */
export type NoteBody = { readonly text: string; readonly doc?: unknown };

export type NoteVersion = {
  readonly revision: string;
  readonly number: number;
  readonly parents: readonly string[];
  readonly writtenAt: number;
  readonly author: string;
  readonly device: string;
  readonly title: string;
  readonly body: NoteBody;
};

export type NoteView = {
  readonly head: NoteHead;
  /** The newest revision; where two stand side by side, `others` holds the rest. */
  readonly current: NoteVersion;
  readonly others: readonly NoteVersion[];
  readonly attachments: readonly AttachmentView[];
};

export type SaveNote = {
  /** Absent for a new note. */
  readonly note?: string;
  readonly chart: string;
  readonly kind: NoteKind;
  readonly date: string;
  readonly title: string;
  readonly body: NoteBody;
  /** Revisions this text was written over; a save over an older one becomes a version of its own. Naming both sides settles a conflict. */
  readonly basedOn: readonly string[];
  /** The draft this text came from; its journal is erased once the save is durable on this device. */
  readonly draft?: string;
};

export type DraftView = {
  readonly id: string;
  readonly chart: string;
  readonly note?: string;
  readonly kind: NoteKind;
  readonly date: string;
  readonly title: string;
  readonly body: NoteBody;
  readonly basedOn: readonly string[];
  readonly caret?: number;
  readonly keptAt: number;
  /** Set when the draft came from another device of this person; writing on takes it over. */
  readonly fromDevice?: string;
};

export type AttachmentView = {
  readonly id: string;
  readonly chart: string;
  readonly note?: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly addedAt: number;
};

export type SearchQuery = {
  /** Words; `word*` finds beginnings, `"two words"` a phrase, `-word` leaves out. */
  readonly words: string;
  readonly chart?: string;
  readonly kind?: NoteKind;
  /** Id of the member who wrote the note's newest revision. */
  readonly author?: string;
  /** Days the notes are about, `yyyy-mm-dd`, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
};

export type SearchHit = {
  readonly note: string;
  readonly chart: string;
  readonly chartName: string;
  readonly kind: NoteKind;
  readonly date: string;
  readonly title: string;
  /** Pieces of the text around the words; `hit` pieces are to be marked. */
  readonly snippet: readonly { readonly text: string; readonly hit: boolean }[];
};

export type SearchAnswer = {
  readonly hits: readonly SearchHit[];
  /** All matches, also those beyond `limit`. */
  readonly total: number;
  /** Matching psychotherapy notes, whose words stay out unless `kind` asks for them. */
  readonly apart: number;
  readonly notesLookedThrough: number;
  readonly milliseconds: number;
};

/** One note read from a file by `@alcove/documents`. */
export type ImportNote = {
  readonly title: string;
  readonly text: string;
  readonly date?: string;
  readonly source: string;
};

export type ImportOutcome = { readonly added: number; readonly alreadyThere: number; readonly stoppedEarly: boolean };
