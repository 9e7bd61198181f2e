/** Signatures of notes as the apps see them. */

import type { NoteHead } from "./notes.ts";
import type { Outcome } from "./outcome.ts";

export type SignNote = {
  readonly note: string;
  /** What the person has read: the version that stands. */
  readonly revision: string;
  /** As one of its authors, or as somebody else behind an author's signature. */
  readonly intent: "sign" | "countersign";
};

/**
 * `not-theirs`: the identity that it names did not sign it, or who did was no author. `elsewhere`: it is over no version of this note
 * where the note lies. `other-words`: the version says something else.
 */
export type BrokenSignature = "not-theirs" | "elsewhere" | "other-words";

export type SignatureView = {
  readonly account: string;
  readonly by: string;
  readonly isYours: boolean;
  readonly intent: "sign" | "countersign";
  /** By the signer's clock. */
  readonly at: number;
  /** It covers what the note says now. */
  readonly isOfNow: boolean;
  /** The version that it covers, by number and revision id; absent: none of this note's. */
  readonly version?: number;
  readonly revision?: string;
  /** Absent: it holds. */
  readonly broken?: BrokenSignature;
};

export type ChangeRequestView = {
  readonly by: string;
  readonly at: number;
  readonly words: string;
  /** Who asked has countersigned what it says now. */
  readonly isAnswered: boolean;
};

export type NoteSignatures = {
  /** In the ledger's order. */
  readonly signatures: readonly SignatureView[];
  readonly changeRequests: readonly ChangeRequestView[];
  /** Oldest first. */
  readonly addenda: readonly NoteHead[];
};

/** What a vault does with it. */
export type SignaturesMethods = {
  /** Verified one by one. */
  noteSignatures(note: string): Promise<Outcome<NoteSignatures>>;
  /**
   * Signs what the server has, with the member's own key. `note-changed`: another version stands, or two. `note-unsent`: the server does
   * not have it yet. `note-by-others`: as an author, who wrote none of it. `note-unsigned`: no author has signed what is to be countersigned. `not-entitled`.
   */
  signNote(request: SignNote): Promise<Outcome<void>>;
  /** Of a note that its author signed: asks for an addendum. `note-unsigned`, `reason-empty`, `not-entitled`. */
  askForChange(request: { readonly note: string; readonly words: string }): Promise<Outcome<void>>;
};
