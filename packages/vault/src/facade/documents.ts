/** Files of a chart, and what is said of them. */

import type { Outcome } from "./outcome.ts";

/** A file's bytes, in memory or where they lie: a `Blob` and a `File` are read piece by piece. */
export type FileBytes =
  | Uint8Array
  | { readonly size: number; slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> } };

export type DocumentCategory = "letter" | "report" | "scan" | "consent" | "insurance" | "picture" | "court" | "other";

export type DocumentWords = {
  readonly category: DocumentCategory;
  /** Empty: the file's name says it. */
  readonly title: string;
  /** Of the document, `yyyy-mm-dd`. */
  readonly date?: string | undefined;
  /** Who sent or gave it; empty: not said. */
  readonly from: string;
};

export type AttachRequest = {
  readonly chart: string;
  readonly note?: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: FileBytes;
  readonly document?: DocumentWords;
  /** Refuses what is there already, as far as this device knows. */
  readonly onlyNew?: true;
  /** Names its progress events, in bytes, and `stop(task)`. */
  readonly task?: string;
};

export type AttachmentView = {
  readonly id: string;
  readonly chart: string;
  readonly note?: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly addedAt: number;
  /** It came out of another chart: when it was first added, there. */
  readonly firstAdded?: number;
  /** Bytes that the server does not have yet; absent: it has all that this device has. */
  readonly unsent?: number;
};

/** A file with what is said of it; nothing where nobody said anything. */
export type DocumentView = AttachmentView & {
  readonly said?: DocumentWords;
  /** What others said at the same time. */
  readonly others: readonly DocumentWords[];
  readonly basedOn: readonly string[];
  /** Whether this member may say something else of it. */
  readonly mayDescribe: boolean;
  /** Whether this member may take it out of its chart: they added it, and nobody else said what it is. */
  readonly mayMove: boolean;
  /** A chart in which this member's copy of it lies already: a move that did not come to its end. */
  readonly copyIn?: string;
};

/** `basedOn`: of what was on screen. */
export type DescribeDocument = {
  readonly file: string;
  readonly said: DocumentWords;
  readonly basedOn: readonly string[];
};

/** The next piece of a file; with the last one it is `done`, and all of it is what its author wrote. */
export type FilePiece = { readonly bytes: Uint8Array; readonly done: boolean };

/** What a vault does with it. */
export type DocumentsMethods = {
  /**
   * Sealed piece by piece, and sent after that. A file that its compartment holds already is not stored or sent a second time.
   * `attachment-too-large`, `attachment-changed` (it is not what it was), `attachment-stopped`, `document-unfit`: nothing was added. With
   * `onlyNew` also `attachment-there`.
   */
  attach(request: AttachRequest): Promise<Outcome<AttachmentView>>;
  attachments(chart: string): Promise<readonly AttachmentView[]>;
  /** The same with what is said of them. */
  documents(chart: string): Promise<readonly DocumentView[]>;
  /** `attachment-unknown`, `document-unfit`, `not-entitled`. */
  describeDocument(request: DescribeDocument): Promise<Outcome<void>>;
  /** Reads a file piece by piece. `sha256`: of all of it, 32 bytes, as its author sealed it; the last piece proves it. `attachment-unknown`. */
  openAttachment(
    id: string,
  ): Promise<
    Outcome<{ readonly view: AttachmentView; readonly reading: string; readonly sha256: Uint8Array<ArrayBuffer> }>
  >;
  /** The next piece. After a failure it may be asked for again: `attachment-incomplete`, `alarm-envelope-unopenable`. */
  readOn(reading: string): Promise<Outcome<FilePiece>>;
  endReading(reading: string): Promise<void>;
  /** All of it at once, for what is small. */
  readAttachment(id: string): Promise<Outcome<{ readonly view: AttachmentView; readonly bytes: Uint8Array }>>;
};
