/** What goes in and what comes out: files as they were found, notes as they were read. */

import type { DateOrder } from "./dates.ts";

/** One file as it was found; `path` uses "/" and is relative to the folder the person chose. */
export type SourceFile = {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Of the names in its folder, from `dateOrders`. */
  readonly dateOrder?: DateOrder | undefined;
};

/** One note found in a file; a CSV and a FHIR bundle give many, every other file one. */
export type FoundNote = {
  /** The file's name without its extension; for a CSV row what its title or date column says. Never empty. */
  readonly title: string;
  /** Never only white space. Line ends of txt, md and csv are kept as they were; other formats give "\n". */
  readonly text: string;
  /** ISO yyyy-mm-dd, or undefined when name and content name no day, several days, or one that can be read in two ways. */
  readonly date: string | undefined;
  /** The path, normalised; for a CSV "#" and the row as a spreadsheet counts it: the first record of the file is 1;
   *  for FHIR "#" and the entry of the bundle, from 1. */
  readonly source: string;
  /** Whom the file itself names as its client; absent where it names nobody in a way that a program reads. */
  readonly client?: string;
};

/** What a file's extension says it is. */
export type DocumentFormat = "txt" | "md" | "rtf" | "doc" | "docx" | "odt" | "pdf" | "csv" | "html" | "fhir" | "cda";
