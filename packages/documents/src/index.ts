/**
 * Files that a therapist brings off a laptop, as plain text notes. Bytes in, text out: nothing is written, run, fetched
 * or looked up, so it runs in Node and in a browser's worker alike. Everything in a file is controlled by whoever made
 * it; problems are values, and no input throws.
 *
 * What is read, and what is not:
 *
 * - **txt, md**: every character as it stands, line ends included, without the byte order mark. UTF-8; UTF-16 with a
 *   mark; else Windows-1252 with a warning, since nothing in a file says which of the old code pages it is in: a text in
 *   another one comes out with wrong letters beyond ASCII. UTF-16 without a mark is refused as binary.
 * - **rtf**: text, tables, list labels, footnotes, comments, headers and footers, text boxes, form fields; Unicode, the
 *   Windows, Macintosh and East Asian code pages, 437 and 850 of DOS; Symbol and what people use of Wingdings. Not:
 *   formulas and drawings.
 * - **doc** (Word 97 to 2003): text, tables, footnotes, comments without their authors, headers and footers, text boxes. Not: numbers and
 *   bullets that Word counts, which are not in the file's text.
 * - **docx**: the same as rtf, with list numbers counted as Word counts them, and the letters of formulas without their shape.
 *   Not: charts, SmartArt, embedded files; the addresses behind links; numbering by list style links, legal numbering.
 * - **odt**: the same. Not: form controls (form fields as Word has them are read), flat XML (fodt).
 * - **pdf**: the text layer in drawing order, filled form fields, typed remarks, comments. A PDF knows lines, not
 *   paragraphs; columns and tables can come out interleaved, lines of mixed direction with their runs in another order;
 *   words that were divided at a line end stay divided. Scanned pages have no text: they are counted, there is no
 *   recognition. XFA forms are reported, not read. East Asian fonts that rely on predefined character maps, and
 *   characters that the PDF's font lacks, give no text or a wrong one.
 * - **csv, tsv**: one note a row, cells exactly as they are. A column named like note, text, content or body is the text
 *   if there is exactly one; otherwise a note is all the row's cells as "header: value" lines. A header is believed if it
 *   has a name that is known or looks different from what is below it; in doubt its row is a note too. Separator comma,
 *   semicolon or tab.
 *
 * - **html**: what a reader sees, with list labels, tables and filled-in fields. Nothing in it runs, nothing is fetched.
 * - **json**: FHIR R4, a bundle or one resource: a note for each text in it, with whose it is. **xml**: CDA and C-CDA: the titles and
 *   narrative of its sections, without the coded entries beside them. Other json and xml is no document.
 *
 * A document under another one's name is read as what it is, and that is said. Macros are neither read nor run.
 *
 * Of a document the lines are its paragraphs, "\n" between them; a table's row is a line with tabs. Marks that are added:
 * "[1]" where a footnote or endnote stands, "[comment 1]" for a comment; both follow the body. Headers come before it,
 * footers after it, each once, bare page numbers not at all. Hidden text is text. Tracked deletions, pictures and
 * embedded objects are left out and counted in warnings; optional hyphens are dropped. What takes a password is refused.
 *
 * A title is the file's name without its extension. A date is only given if it can be read in one way (`dates.ts`); where
 * the names of the files beside it show how they write day and month (`dateOrders`), theirs is that way.
 *
 * Limits are in `limits.ts`. Compressed data is measured while it inflates. Time has no bound of its own: hostile files
 * of 60 MiB took up to 12 seconds of one core and 850 MiB, and a PDF can keep pdf.js busy for longer. A caller that reads
 * files from strangers does so in a worker that it can end.
 */

export type { DateOrder } from "./dates.ts";
export { dateOfNote } from "./dates.ts";
export { acceptsPath, commonRoot, dateOrders, isLitter } from "./document-path.ts";
export { type DocumentLimits, defaultDocumentLimits } from "./limits.ts";
export { type FileKind, type FileLook, lookAtFile } from "./look-at-file.ts";
export { type CleanedPicture, cleanFile, cleanPicture } from "./pictures/clean-picture.ts";
export { openPdfPages, type PdfPages } from "./pdf-pages.ts";
export type { DamageReason, DocumentProblem, DocumentWarning, FoundKind } from "./problems.ts";
export { isPackedFolder, openPackedFolder, type PackedFolder } from "./packed-folder.ts";
export { type ReadDocument, readDocument } from "./read-document.ts";
export type { DocumentFormat, FoundNote, SourceFile } from "./source-file.ts";
