/** Why a file gives no text although its name says that it has some, in a few words. */

import { formatOfPath } from "../document-path.ts";
import type { DocumentFormat } from "../source-file.ts";
import type { MappingRow } from "./mapping.ts";

const NAMES: Readonly<Record<DocumentFormat, string>> = {
  txt: "text",
  md: "text",
  rtf: "an RTF document",
  doc: "a Word document",
  docx: "a Word document",
  odt: "an OpenDocument text",
  pdf: "a PDF",
  csv: "a table",
  html: "a web page",
  fhir: "a FHIR export",
  cda: "a C-CDA document",
};

const REASONS: Readonly<Record<string, string>> = {
  "document-not-what-its-name-says": "what is in it is something else",
  "document-damaged": "it is damaged",
  "document-encrypted": "it takes a password of its own",
  "document-too-large": "it is too large for that",
  "document-zip-bomb": "it unpacks to far more than a document holds",
  "document-broken-encoding": "its letters are of no known code",
  "document-unsupported": "it is of a version that is not read",
  "document-slow": "it takes longer than any document should",
};

/** `undefined`: it was read, or nobody expects text of it. */
export function whyNotRead({ path, problem }: Pick<MappingRow, "path" | "problem">): string | undefined {
  const format = formatOfPath(path);
  const reason = REASONS[problem?.code ?? ""];
  return format && reason ? `can't be opened as ${NAMES[format]}: ${reason}` : undefined;
}
