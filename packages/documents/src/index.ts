/**
 * Files that a therapist brings off a laptop, as plain text notes. Bytes in, text out: nothing is written, run,
 * fetched or looked up, so it runs in Node and in a browser's worker alike. Everything in a file is controlled by
 * whoever made it; problems are values, and no input throws.
 *
 * What is read, and what is not:
 *
 * - **txt, md**: every character as it stands, line ends included, without the byte order mark. UTF-8; UTF-16 with a
 *   mark; else Windows-1252 with a warning, since nothing in a file says which of the old code pages it is in. Text in
 *   another one comes out with wrong letters beyond ASCII. UTF-16 without a mark is refused as binary.
 * - **rtf**: text, tables with tabs, list labels, footnotes, comments, headers and footers, text boxes, form fields,
 *   Unicode and all Windows code pages, Symbol and the usual Wingdings. Not: formulas, drawings.
 * - **docx** (docm under that name too; macros are not looked at): the same, with list numbers counted here. Not:
 *   formulas keep their letters but not their shape; charts, SmartArt and embedded files are counted, not read; link
 *   addresses behind a text are dropped. Numbering by list style links and legal numbering are not followed.
 * - **odt**: the same. Not: form controls, flat XML (fodt), embedded charts and formulas.
 * - **pdf**: the text layer in drawing order, filled form fields, comments. A PDF knows lines, not paragraphs; columns
 *   and tables can come out interleaved, mixed right-to-left lines with their runs in another order, words that were
 *   divided at a line end stay divided, and ligatures come out as letters. Scanned pages have no text: they are counted,
 *   there is no recognition. XFA forms are reported, not read. East Asian fonts that rely on predefined character maps
 *   give no text.
 * - **csv** (tsv): one note a row. A column named like note, text, content or body is the text if there is exactly one;
 *   otherwise a note is all the row's cells as "header: value" lines. A header is believed if it has a name that is
 *   known or looks different from what is below it; in doubt its row is a note too. Separator comma, semicolon or tab.
 *
 * Marks that are added: "[1]" where a footnote or endnote stands, "[comment 1]" for a comment; both follow the body.
 * Headers come before it, footers after it, bare page numbers not at all. Tracked deletions and pictures are left out
 * and counted in warnings; optional hyphens are dropped. Files with passwords are refused.
 *
 * A title is the file's name without its extension. A date is only given if it can be read in one way (`dates.ts`).
 *
 * Limits are in `limits.ts`. Memory stays within a few times the file and the note, and compressed data is measured
 * while it inflates. Time has no bound of its own here: a hostile PDF can keep pdf.js busy, so a caller that reads
 * files from strangers does so in a worker that it can end.
 */

export { acceptsPath } from "./document-path.ts";
export { type DocumentLimits, defaultDocumentLimits } from "./limits.ts";
export type { DamageReason, DocumentProblem, DocumentWarning, FoundKind } from "./problems.ts";
export { type ReadDocument, readDocument } from "./read-document.ts";
export type { DocumentFormat, FoundNote, SourceFile } from "./source-file.ts";
