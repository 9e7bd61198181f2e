/** What was wrong with a file, or is not in its note, in one sentence each. */

import type { DocumentWarning } from "@alcove/documents";
import { type MappingRow, whyNotRead } from "@alcove/documents/import";
import { amount, figures } from "../../words/counts.ts";

export function sayFileWarning(warning: DocumentWarning): string {
  switch (warning.code) {
    case "document-encoding-guessed":
      return "Its letters were guessed (Windows-1252). Look whether accents are right.";
    case "document-no-text":
      return "There is no text in it. A scanned page is a picture to Alcove: add it as a file.";
    case "document-pages-without-text":
      return `${figures(warning.count)} of its pages have no text, perhaps scans.`;
    case "document-deletions-left-out":
      return `${amount(warning.count, "tracked deletion is", "tracked deletions are")} not in the note.`;
    case "document-pictures-left-out":
      return `${amount(warning.count, "picture is", "pictures are")} not in the note.`;
    case "document-embedded-left-out":
      return `${amount(warning.count, "embedded chart or file is", "embedded charts or files are")} not in the note.`;
    case "document-characters-unreadable":
      return `${amount(warning.count, "character")} could not be read.`;
    case "document-cut-short":
      return "The file ends before its end; what was there was read.";
    case "document-form-not-read":
      return "It is a form of a kind whose answers are not read.";
    case "document-named-otherwise":
      return `Its name says ${warning.named}; it was read as ${warning.found}.`;
    case "document-macros-left-out":
      return "It brings macros (programs) along. None ran, and none is in the note.";
    case "document-entries-without-text":
      return `${amount(warning.count, "entry has", "entries have")} no text to read.`;
    case "document-columns-left-out":
      return `Columns ${warning.columns.join(", ")} are not in the notes.`;
    case "document-rows-without-text":
      return `${amount(warning.count, "row has", "rows have")} no text and stayed out.`;
    case "document-rows-uneven":
      return `${amount(warning.count, "row has", "rows have")} more cells than the header; nothing of them is cut.`;
    case "document-quotes-irregular":
      return "Its quotation marks are irregular: look whether the notes are divided as meant.";
    default:
      return "Something in it may not be in the note.";
  }
}

/** What of the row's file is not in, or more in it than it seems. */
export function remarksOf(row: MappingRow, asTheyCame: boolean): readonly string[] {
  const { twin, take, picture } = row;
  const why = sayWhyNotRead(row);
  return [
    ...(row.isReadable ? row.warnings.map(sayFileWarning) : []),
    ...(why === undefined ? [] : [`It ${why}. It comes in as the file that it is.`]),
    ...(twin !== undefined && take === "file"
      ? [`Says the same as ${twin}: the words come in once, and this file too.`]
      : []),
    ...(picture?.outcome === "removed" && !asTheyCame
      ? [`Without ${picture.place ? "where it was taken, and " : ""}what the camera or a program wrote into it.`]
      : []),
    ...(picture?.outcome === "cannot" ? ["It may say where it was made, which can’t be taken out of its kind."] : []),
  ];
}

export const sayWhyNotRead = (row: MappingRow): string | undefined => whyNotRead(row)?.replace("'", "’");
