/** Charts, notes, drafts, files and searches as the apps see them. */

import type { ChartStatus } from "./administrative.ts";
import type { AttachmentView } from "./documents.ts";
import type { Outcome } from "./outcome.ts";

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
  /** Names of who belongs to it, as far as these are open to this member. */
  readonly people: readonly string[];
  /** What these are called besides. */
  readonly called: readonly string[];
  /** As its face sheet says. */
  readonly status?: ChartStatus;
  /** Before a chart: somebody asks, waits or was not taken on, or has people and numbers alone that are not open to this member. It has no notes. */
  readonly isEnquiry?: true;
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

/** By whom, and when by their clock. */
export type Written = { readonly author: string; readonly writtenAt: number };

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
  /** The template that it was begun with; absent: none. */
  readonly form?: string;
  /** An addendum: the note it adds to. */
  readonly adds?: string;
  /** Persons of its chart whom it is about; empty: all of them. */
  readonly about: readonly string[];
  /** Of what was written anew here: when it was first written in another chart. */
  readonly firstWritten?: number;
  /** By an author, or by somebody else behind them too, as their devices say; the note is locked. Absent: nobody signed. */
  readonly signed?: "signed" | "countersigned";
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
  /** Of what was imported: the file, by its path in the folder that was chosen, and when. Absent: it was written here. */
  readonly cameFrom?: { readonly path: string; readonly at: number };
  /** This member wrote all of it, and may take it out of its chart. */
  readonly mayMove: boolean;
};

export type SaveNote = {
  /** Absent for a new note. */
  readonly note?: string;
  readonly chart: string;
  readonly kind: NoteKind;
  readonly date: string;
  readonly title: string;
  readonly body: NoteBody;
  /** The template it was begun with; absent: what the note had, or none. */
  readonly form?: string;
  /** Of a new note: an addendum to this one. */
  readonly adds?: string;
  /** Persons of the chart whom it is about, empty for all of them; absent: what the note had, or the note that it adds to. */
  readonly about?: readonly string[];
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
  readonly form?: string;
  readonly adds?: string;
  /** Not of a note but of a form that is filled in: its response, or "new". `form` is then the form's id, and `body.doc` what was typed. */
  readonly response?: string;
  /** Persons of the chart whom it is about. */
  readonly about?: readonly string[];
  readonly basedOn: readonly string[];
  readonly caret?: number;
  readonly keptAt: number;
  /** Set when the draft came from another device of this person; writing on takes it over. */
  readonly fromDevice?: string;
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

/** Something beside the notes that holds the words. A `document` is a file with what is said of it. */
export type SearchFind = {
  readonly kind: "diagnosis" | "medication" | "flag" | "plan" | "measure" | "document" | "case" | "form";
  /** Of the record; of a document that of its file. */
  readonly id: string;
  readonly chart: string;
  readonly chartName: string;
  /** What it is of; absent: only when it was written is known. */
  readonly date?: string;
  readonly writtenAt: number;
  /** Empty: its kind says it. */
  readonly title: string;
  readonly snippet: SearchHit["snippet"];
};

export type SearchAnswer = {
  readonly hits: readonly SearchHit[];
  /** All matches, also those beyond `limit`. */
  readonly total: number;
  /** What holds the words beside the notes, the newest first, at most 50; empty where `kind` asks for notes of one kind. */
  readonly elsewhere: readonly SearchFind[];
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

/**
 * What of one's own work is not finished, and since which day, `yyyy-mm-dd`. `note`: an appointment that was kept has none. `change`: a
 * colleague asked for one of a signed note. `countersign`: a supervisor reads what somebody signed, and has not stood behind it. `review`: a
 * flag or a plan was to be looked at by then. `form`: an answer in it speaks of danger, or it waits for a name, or for this member's key, or
 * ends within a week.
 */
export type UnfinishedView = { readonly chart: string; readonly day: string } & (
  | { readonly kind: "note" }
  | { readonly kind: "change"; readonly note: string; readonly by: string; readonly words: string }
  | { readonly kind: "countersign"; readonly note: string; readonly by: string }
  | { readonly kind: "of-age"; readonly name: string }
  | { readonly kind: "review"; readonly fact: "flag" | "plan"; readonly words: string }
  | {
      readonly kind: "form";
      readonly response: string;
      readonly title: string;
      readonly why: "danger" | "sign" | "confirm" | "ends";
    }
);

/**
 * What a chart holds, for comparing with where it came from: as it opens from this device's disk. Hashes are SHA-256 in lower-case hex,
 * of a text's UTF-8 and of a file's bytes. No word of it is shown.
 */
export type ReadBack = {
  readonly notes: readonly {
    readonly id: string;
    readonly kind: NoteKind;
    /** The day it is about, as it is now. */
    readonly date: string;
    /** Where it was imported from; absent: it was written here. */
    readonly source?: string;
    /** Of its first text, and of what stands now where that is another one. */
    readonly hashes: readonly string[];
  }[];
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly note?: string;
    readonly hash: string;
  }[];
};

/** What a vault does with it. */
export type NotesMethods = {
  charts(): Promise<readonly ChartView[]>;
  /** One of them. `chart-unknown`. */
  chart(id: string): Promise<Outcome<ChartView>>;
  createChart(request: { readonly name: string }): Promise<Outcome<{ readonly id: string }>>;
  renameChart(request: { readonly chart: string; readonly name: string }): Promise<Outcome<void>>;
  notes(chart: string, newest?: number): Promise<readonly NoteHead[]>;
  note(id: string): Promise<Outcome<NoteView>>;
  /** Progress notes of this member's without their signature, from the day of the first that they signed; none before. */
  unsignedNotes(): Promise<readonly NoteHead[]>;
  /** Of the last thirty days, what `today` leaves to do; `zone` says which day is which. Oldest first. `appointment-unfit`. */
  unfinished(request: { readonly today: string; readonly zone: string }): Promise<Outcome<readonly UnfinishedView[]>>;
  /** `template-unknown`: the form is no template’s id. `day-unfit`: there is no such day. `note-signed`: it is locked; what is to be added is an addendum. */
  saveNote(request: SaveNote): Promise<Outcome<{ readonly note: string; readonly revision: string }>>;
  history(note: string): Promise<Outcome<readonly NoteVersion[]>>;
  drafts(): Promise<readonly DraftView[]>;
  /** Keeps writing on disk, sealed, before it answers; at most a second of typing is ever only in memory. */
  keepDraft(
    draft: Omit<DraftView, "id" | "keptAt"> & { readonly id?: string },
  ): Promise<Outcome<{ readonly id: string; readonly keptAt: number }>>;
  discardDraft(id: string): Promise<void>;
  search(query: SearchQuery): Promise<Outcome<SearchAnswer>>;
  /** Adds what is not there yet, in batches; `task` names its progress events and `stop(task)`. A repeat adds nothing twice. */
  importNotes(request: {
    readonly task: string;
    readonly chart: string;
    readonly kind: NoteKind;
    readonly notes: readonly ImportNote[];
  }): Promise<Outcome<ImportOutcome>>;
  /**
   * `files`: "whole" opens every file and hashes what it holds, "named" believes its record. Leaves out what does not open. `chart-unknown`,
   * `guard-closed`.
   */
  readBack(request: { readonly chart: string; readonly files: "named" | "whole" }): Promise<Outcome<ReadBack>>;
};
