/** The way of one file: path, size, what it is by content and name, then the reader of its format. */

import { fail, ok, type Result } from "@alcove/bytes";
import { readClinicalDocument } from "./cda.ts";
import { readCsv } from "./csv.ts";
import { dateOfNote } from "./dates.ts";
import { decodeText } from "./decode-text.ts";
import { formatOfPath, normalisePath, titleOfPath } from "./document-path.ts";
import { readDoc } from "./doc.ts";
import { readDocx } from "./docx.ts";
import { readFhir } from "./fhir.ts";
import { readHtml } from "./html.ts";
import { createInflation } from "./inflation.ts";
import { type DocumentLimits, defaultDocumentLimits } from "./limits.ts";
import { holdsEncryptedPackage, holdsPdfHeader, kindOfBytes } from "./magic.ts";
import { readOdt } from "./odt.ts";
import { openOle } from "./ole.ts";
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
  const named = formatOfPath(path);
  if (named === undefined) return fail({ code: "document-unsupported", reason: "extension" });
  const size = file.bytes.length;
  if (size === 0) return fail({ code: "document-empty", bytes: 0 });
  if (size > limits.maxFileBytes) {
    return fail({ code: "document-too-large", what: "file", size, limit: limits.maxFileBytes });
  }
  const found = formatOfBytes(file.bytes, named, limits);
  if (!found.ok) return found;
  const format = found.value;
  const read = await readAs(file, format, path, limits);
  if (!read.ok) return read;
  for (const { text } of read.value.notes) {
    const bytes = new TextEncoder().encode(text).length;
    if (bytes > limits.maxNoteBytes) {
      return fail({ code: "document-too-large", what: "note", size: bytes, limit: limits.maxNoteBytes });
    }
  }
  if (format === named) return read;
  return ok({
    ...read.value,
    warnings: [{ code: "document-named-otherwise", named, found: format }, ...read.value.warnings],
  });
}

/**
 * What to read it as: by its content where that says so, else by its name. Text alone says nothing: "a,b" is a table in a csv
 * and a sentence in a txt. Many programs write HTML, RTF or plain text under ".doc".
 */
function formatOfBytes(
  bytes: Uint8Array,
  named: DocumentFormat,
  limits: DocumentLimits,
): Result<DocumentFormat, Refusal> {
  const kind = kindOfBytes(bytes);
  switch (kind) {
    case "rtf":
    case "pdf":
      return ok(kind);
    case "zip": {
      const zip = openZip(bytes);
      if (!zip.ok) return zip;
      const inside = kindOfZip(zip.value, limits);
      return inside === "docx" || inside === "odt" ? ok(inside) : fail(isNot(named, inside));
    }
    case "ole": {
      if (holdsEncryptedPackage(bytes)) return fail({ code: "document-encrypted" });
      const ole = openOle(bytes);
      return ole.ok && ole.value.names.includes("WordDocument") ? ok("doc") : fail(isNot(named, "ole"));
    }
    case undefined:
      break;
    default:
      return fail(isNot(named, kind));
  }
  if (!["rtf", "doc", "docx", "odt", "pdf"].includes(named)) return ok(named);
  if (holdsPdfHeader(bytes)) return ok("pdf");
  const decoded = decodeText(bytes, named);
  if (!decoded.ok) return fail(isNot(named, "binary"));
  if (/^\s*(?:<!doctype html|<html|<meta|<head|<body)/i.test(decoded.value.text)) return ok("html");
  return named === "doc" && !decoded.value.guessed ? ok("txt") : fail(isNot(named, "text"));
}

const isNot = (named: DocumentFormat, found: FoundKind): Refusal => ({
  code: "document-not-what-its-name-says",
  named,
  found,
});

async function readAs(
  file: SourceFile,
  format: DocumentFormat,
  path: string,
  limits: DocumentLimits,
): Promise<Result<ReadNotes, Refusal>> {
  const title = titleOfPath(path);
  if (format === "csv") return readTable(file.bytes, path, title, limits);
  if (format === "fhir") {
    const read = readFhir(file.bytes, path, title, limits);
    if (!read.ok) return read;
    return read.value ? ok(read.value) : fail({ code: "document-unsupported", reason: "content" });
  }
  if (format === "cda") return readClinical(file, path, title, limits);
  return readOneNote(file, format, path, title, limits);
}

function readClinical(
  file: SourceFile,
  path: string,
  title: string,
  limits: DocumentLimits,
): Result<ReadNotes, Refusal> {
  const { maxMarkupBytes: limit } = limits;
  const size = file.bytes.length;
  if (size > limit) return fail({ code: "document-too-large", what: "file", size, limit });
  const read = readClinicalDocument(file.bytes);
  if (!read.ok) return read;
  const { isClinicalDocument, text, client, date, warnings } = read.value;
  if (!isClinicalDocument) return fail({ code: "document-unsupported", reason: "content" });
  const note = { title: read.value.title ?? title, text, date, source: path };
  return ok({ notes: text === "" ? [] : [client === undefined ? note : { ...note, client }], warnings });
}

function readTable(bytes: Uint8Array, path: string, title: string, limits: DocumentLimits): Result<ReadNotes, Refusal> {
  const decoded = decodeText(bytes, "csv");
  if (!decoded.ok) return decoded;
  const rows = readCsv(decoded.value.text, path, title, limits);
  return rows.ok
    ? ok({ notes: rows.value.notes, warnings: [...guess(decoded.value.guessed), ...rows.value.warnings] })
    : rows;
}

/** Those that give one text. */
type TextFormat = Exclude<DocumentFormat, "csv" | "fhir" | "cda">;

async function readOneNote(
  { bytes, dateOrder }: SourceFile,
  format: TextFormat,
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
  format: TextFormat,
  limits: DocumentLimits,
): Promise<Result<ReadText, Refusal>> {
  switch (format) {
    case "txt":
    case "md": {
      const decoded = decodeText(bytes, format);
      return decoded.ok ? ok({ text: decoded.value.text, warnings: guess(decoded.value.guessed) }) : decoded;
    }
    case "rtf":
      return readRtf(bytes, limits);
    case "pdf":
      return readPdf(bytes, createInflation(limits), limits);
    case "html":
      return readHtml(bytes, limits);
    case "doc":
      return readDoc(bytes, limits);
    case "docx":
    case "odt": {
      const zip = openZip(bytes);
      if (!zip.ok) return zip;
      return format === "docx"
        ? readDocx(zip.value, createInflation(limits), limits)
        : readOdt(zip.value, createInflation(limits), limits);
    }
  }
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

function guess(guessed: boolean): DocumentWarning[] {
  return guessed ? [{ code: "document-encoding-guessed", encoding: "windows-1252" }] : [];
}
