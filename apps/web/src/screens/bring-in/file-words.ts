/** What was wrong with a file, or is not in its note, in one sentence each. */

import type { DocumentProblem, DocumentWarning } from "@alcove/documents";
import { amount, figures } from "../../words/counts.ts";
import { sayFailure } from "../../words/failures.ts";

const KINDS: Readonly<Record<string, string>> = {
  opendocument: "another OpenDocument file",
  xlsx: "a spreadsheet",
  pptx: "a presentation",
  zip: "a packed folder",
  ole: "an old Word or Office file",
  picture: "a picture",
  archive: "a packed folder",
  database: "a database",
  text: "plain text",
  binary: "no text",
};

export function sayFileProblem(problem: DocumentProblem): string {
  const { path } = problem;
  switch (problem.code) {
    case "document-not-what-its-name-says":
      return `${path} is not what its name says: inside is ${KINDS[problem.found] ?? `a ${problem.found} file`}. It was left where it is.`;
    case "document-too-large":
      if (problem.what === "file")
        return sayFailure({ code: problem.code, facts: { path, limit: figures(problem.limit) } });
      return `${path} holds more than ${figures(problem.limit)} ${problem.what === "note" ? "bytes of text in one note" : problem.what} and was left where it is.`;
    default:
      return sayFailure({ code: problem.code, facts: { path } });
  }
}

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
