/**
 * Why a file could not be read, and what of a file that could be read is not in its notes. Facts are sizes, counts,
 * limits and names of formats, never content.
 */

import type { DocumentFormat } from "./source-file.ts";

/** What a file turned out to be by its first bytes, whatever its name says. */
export type FoundKind =
  | DocumentFormat
  | "opendocument"
  | "xlsx"
  | "pptx"
  | "zip"
  | "ole"
  | "picture"
  | "archive"
  | "database"
  | "text"
  | "binary";

export type DamageReason =
  | "zip"
  | "checksum"
  | "part-missing"
  | "xml"
  | "document-type"
  | "nesting"
  | "rtf"
  | "pdf"
  | "ole"
  | "doc"
  | "json"
  | "unclosed-quote";

/** A `DocumentProblem` before it is known whose file it was. */
export type Refusal =
  /** No bytes, or nothing but white space. */
  | { readonly code: "document-empty"; readonly bytes: number }
  /** `size` is a lower bound where reading stopped at the limit. */
  | {
      readonly code: "document-too-large";
      readonly what: "file" | "note" | "pages" | "rows";
      readonly size: number;
      readonly limit: number;
    }
  | {
      readonly code: "document-not-what-its-name-says";
      readonly named: DocumentFormat;
      readonly found: FoundKind;
    }
  /** `inflatedBytes` had come out of `compressedBytes` when reading stopped. */
  | {
      readonly code: "document-zip-bomb";
      readonly compressedBytes: number;
      readonly inflatedBytes: number;
      readonly limitBytes: number;
      readonly limitRatio: number;
    }
  /** Neither well-formed UTF-8 or UTF-16, nor plausible as Windows-1252. */
  | { readonly code: "document-broken-encoding"; readonly encoding: "utf-8" | "utf-16le" | "utf-16be" }
  /** Absolute, a drive letter, "..", a backslash or a NUL in the path. */
  | { readonly code: "document-path-leaves-folder" }
  /** "extension": no document by its name. "content": JSON or XML of no kind that is read. "old-version": Word 95 or before. */
  | {
      readonly code: "document-unsupported";
      readonly reason: "extension" | "compression-method" | "content" | "old-version";
    }
  | { readonly code: "document-damaged"; readonly reason: DamageReason; readonly row?: number }
  /** Needs a password. */
  | { readonly code: "document-encrypted" };

export type DocumentProblem = Refusal & { readonly path: string };

/** Something in a file that was read is not, or not surely, in its notes. */
export type DocumentWarning =
  /** Not UTF-8; read as Windows-1252, which any bytes can be. */
  | { readonly code: "document-encoding-guessed"; readonly encoding: "windows-1252" }
  /** Its name says another kind; it was read as what it is. */
  | { readonly code: "document-named-otherwise"; readonly named: DocumentFormat; readonly found: DocumentFormat }
  /** It brings programs along. They are not in the note, and nothing ran. */
  | { readonly code: "document-macros-left-out" }
  /** Entries of a bundle that have no text to read. */
  | { readonly code: "document-entries-without-text"; readonly count: number }
  /** There is no text in it: no note was made. A scanned PDF is the usual case. */
  | { readonly code: "document-no-text" }
  | { readonly code: "document-pages-without-text"; readonly count: number }
  /** Tracked deletions. */
  | { readonly code: "document-deletions-left-out"; readonly count: number }
  | { readonly code: "document-pictures-left-out"; readonly count: number }
  /** Charts, diagrams, formulas, attached or linked documents. */
  | { readonly code: "document-embedded-left-out"; readonly count: number }
  /** Bytes that the declared code page doesn't have, or pictographs of a symbol font. */
  | { readonly code: "document-characters-unreadable"; readonly count: number }
  /** The file ends before its structure does; what was there was read. */
  | { readonly code: "document-cut-short" }
  /** An Adobe XFA form: what was filled in is not in its pages. */
  | { readonly code: "document-form-not-read" }
  /** Columns beside the text, title and date columns. `columns` counts from 1. */
  | { readonly code: "document-columns-left-out"; readonly columns: readonly number[] }
  /** Rows whose text column is empty, though others are not. */
  | { readonly code: "document-rows-without-text"; readonly count: number }
  /** Rows with more cells than the header: imported with all their cells. */
  | { readonly code: "document-rows-uneven"; readonly count: number }
  /** Quotation marks that don't follow RFC 4180: cells may be divided otherwise than meant. */
  | { readonly code: "document-quotes-irregular"; readonly count: number };

/** What a reader of one format gives. */
export type ReadText = { readonly text: string; readonly warnings: readonly DocumentWarning[] };

type CountedCode = Extract<DocumentWarning, { readonly count: number }>["code"];

/** A warning for each count that is not 0. */
export function countedWarnings(counts: Partial<Readonly<Record<CountedCode, number>>>): DocumentWarning[] {
  return (Object.entries(counts) as [CountedCode, number][])
    .filter(([, count]) => count > 0)
    .map(([code, count]) => ({ code, count }));
}
