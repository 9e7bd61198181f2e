/** The way of one file: path, size, evidence against name, then the reader of its format. */

import { fail, ok, type Result } from "@alcove/bytes";
import { readCsv } from "./csv.ts";
import { dateOfNote } from "./dates.ts";
import { decodeText } from "./decode-text.ts";
import { formatOfPath, normalisePath, titleOfPath } from "./document-path.ts";
import { readDocx } from "./docx.ts";
import { createInflation } from "./inflation.ts";
import { type DocumentLimits, defaultDocumentLimits } from "./limits.ts";
import { holdsEncryptedPackage, holdsPdfHeader, kindOfBytes } from "./magic.ts";
import { readOdt } from "./odt.ts";
import { readPdf } from "./pdf.ts";
import type { DocumentProblem, DocumentWarning, FoundKind, ReadText, Refusal } from "./problems.ts";
import { readRtf } from "./rtf.ts";
import type { DocumentFormat, FoundNote, SourceFile } from "./source-file.ts";
import { openZip, type ZipArchive } from "./zip.ts";

export type ReadDocument =
  | { readonly ok: true; readonly notes: readonly FoundNote[]; readonly warnings: readonly DocumentWarning[] }
  | { readonly ok: false; readonly problem: DocumentProblem };

/**
 * The notes of one file. Never throws for what is in the file; problems come back as values, and what was left out of
 * the notes as warnings. No notes and the warning "document-no-text": it could be read, and nothing is in it.
 *
 * @param limits those that differ from `defaultDocumentLimits`
 */
export async function readDocument(file: SourceFile, limits: Partial<DocumentLimits> = {}): Promise<ReadDocument> {
  const read = await readNotes(file, { ...defaultDocumentLimits, ...limits });
  if (!read.ok) return { ok: false, problem: { ...read.error, path: file.path } };
  const { notes, warnings } = read.value;
  return { ok: true, notes, warnings: notes.length > 0 ? warnings : [...warnings, { code: "document-no-text" }] };
}

type ReadNotes = { readonly notes: readonly FoundNote[]; readonly warnings: readonly DocumentWarning[] };

async function readNotes(file: SourceFile, limits: DocumentLimits): Promise<Result<ReadNotes, Refusal>> {
  const path = normalisePath(file.path);
  if (path === undefined) return fail({ code: "document-path-leaves-folder" });
  const format = formatOfPath(path);
  if (format === undefined) return fail({ code: "document-unsupported", reason: "extension" });
  const size = file.bytes.length;
  if (size === 0) return fail({ code: "document-empty", bytes: 0 });
  if (size > limits.maxFileBytes) {
    return fail({ code: "document-too-large", what: "file", size, limit: limits.maxFileBytes });
  }
  const title = titleOfPath(path);
  const read =
    format === "csv"
      ? readTable(file.bytes, path, title, limits)
      : await readOneNote(file, format, path, title, limits);
  if (!read.ok) return read;
  for (const { text } of read.value.notes) {
    const bytes = new TextEncoder().encode(text).length;
    if (bytes > limits.maxNoteBytes) {
      return fail({ code: "document-too-large", what: "note", size: bytes, limit: limits.maxNoteBytes });
    }
  }
  return read;
}

function readTable(bytes: Uint8Array, path: string, title: string, limits: DocumentLimits): Result<ReadNotes, Refusal> {
  const decoded = decodeText(bytes, "csv");
  if (!decoded.ok) return decoded;
  const rows = readCsv(decoded.value.text, path, title, limits);
  return rows.ok
    ? ok({ notes: rows.value.notes, warnings: [...guess(decoded.value.guessed), ...rows.value.warnings] })
    : rows;
}

async function readOneNote(
  { bytes, dateOrder }: SourceFile,
  format: Exclude<DocumentFormat, "csv">,
  path: string,
  title: string,
  limits: DocumentLimits,
): Promise<Result<ReadNotes, Refusal>> {
  const read = await readFormat(bytes, format, limits);
  if (!read.ok) return read;
  const { text, warnings } = read.value;
  const notes = text.trim() === "" ? [] : [{ title, text, date: dateOfNote(title, text, dateOrder), source: path }];
  return ok({ notes, warnings });
}

async function readFormat(
  bytes: Uint8Array,
  format: Exclude<DocumentFormat, "csv">,
  limits: DocumentLimits,
): Promise<Result<ReadText, Refusal>> {
  switch (format) {
    case "txt":
    case "md": {
      const decoded = decodeText(bytes, format);
      return decoded.ok ? ok({ text: decoded.value.text, warnings: guess(decoded.value.guessed) }) : decoded;
    }
    case "rtf":
      return kindOfBytes(bytes) === "rtf" ? readRtf(bytes, limits) : fail(mismatch(bytes, format));
    case "pdf":
      return holdsPdfHeader(bytes) ? readPdf(bytes, createInflation(limits), limits) : fail(mismatch(bytes, format));
    case "docx":
    case "odt":
      return readZipped(bytes, format, limits);
  }
}

function readZipped(bytes: Uint8Array, named: "docx" | "odt", limits: DocumentLimits): Result<ReadText, Refusal> {
  const kind = kindOfBytes(bytes);
  if (kind === "ole" && holdsEncryptedPackage(bytes)) return fail({ code: "document-encrypted" });
  if (kind !== "zip") return fail(mismatch(bytes, named));
  const zip = openZip(bytes);
  if (!zip.ok) return zip;
  const found = kindOfZip(zip.value, limits);
  if (found !== named) return fail({ code: "document-not-what-its-name-says", named, found });
  const inflation = createInflation(limits);
  return named === "docx" ? readDocx(zip.value, inflation, limits) : readOdt(zip.value, inflation, limits);
}

/** By the parts that the formats must have: OPC's content types, ODF's mimetype. */
function kindOfZip(zip: ZipArchive, limits: DocumentLimits): FoundKind {
  const mimetype = zip.find("mimetype");
  if (mimetype !== undefined) {
    let text = "";
    zip.read(mimetype, createInflation(limits), (piece) => {
      text += String.fromCharCode(...piece.subarray(0, 100));
      return text.length < 100;
    });
    if (text.startsWith("application/vnd.oasis.opendocument.text")) return "odt";
    if (text.startsWith("application/vnd.oasis.opendocument")) return "opendocument";
  }
  const has = (folder: string) => zip.names.some((name) => name.toLowerCase().startsWith(folder));
  if (has("word/") || zip.find("document.xml") !== undefined) return "docx";
  if (has("xl/")) return "xlsx";
  if (has("ppt/")) return "pptx";
  return zip.find("content.xml") === undefined ? "zip" : "odt";
}

function mismatch(bytes: Uint8Array, named: DocumentFormat): Refusal {
  const known = kindOfBytes(bytes);
  if (known !== undefined) return { code: "document-not-what-its-name-says", named, found: known };
  const decoded = decodeText(bytes, named);
  return { code: "document-not-what-its-name-says", named, found: decoded.ok ? "text" : "binary" };
}

function guess(guessed: boolean): DocumentWarning[] {
  return guessed ? [{ code: "document-encoding-guessed", encoding: "windows-1252" }] : [];
}
