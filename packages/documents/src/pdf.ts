/**
 * The text layer of a PDF, page by page in the order in which it was drawn, by Mozilla's pdf.js (packaged by unpdf
 * without a canvas). Filled form fields and what readers typed onto the page follow it. Scanned pages have no text;
 * they are counted, not recognised. Scripts, links and attachments are never run, followed or opened.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy } from "unpdf/pdfjs";
import type { Inflation } from "./inflation.ts";
import type { DocumentLimits } from "./limits.ts";
import { loadPdfjs } from "./load-pdfjs.ts";
import { measurePdfStreams } from "./pdf-streams.ts";
import { createPieceJoiner } from "./pdf-text.ts";
import { countedWarnings, type DocumentWarning, type ReadText, type Refusal } from "./problems.ts";
import { CHECKED, UNCHECKED } from "./form-fields.ts";
import { composeText } from "./text-flow.ts";

type PageText = {
  readonly drawn: string;
  readonly fields: readonly string[];
  readonly comments: readonly { readonly author: string | undefined; readonly text: string }[];
};

/** What is used of pdf.js's annotations, which it types as `any`. */
type Annotation = {
  readonly subtype?: string;
  readonly fieldType?: string;
  readonly fieldName?: string;
  readonly alternativeText?: string;
  readonly fieldValue?: string | readonly string[] | null;
  readonly exportValue?: string;
  readonly buttonValue?: string;
  readonly checkBox?: boolean;
  readonly radioButton?: boolean;
  readonly contentsObj?: { readonly str?: string };
  readonly titleObj?: { readonly str?: string };
};

/**
 * Fails with "document-encrypted" when it takes a password to open, "document-damaged" when pdf.js can't make sense of
 * it, "document-too-large" (pages, text), "document-zip-bomb". A page that fails alone counts as one without text.
 */
export async function readPdf(
  bytes: Uint8Array,
  inflation: Inflation,
  limits: DocumentLimits,
): Promise<Result<ReadText, Refusal>> {
  const bomb = measurePdfStreams(bytes, inflation);
  if (bomb) return fail(bomb);
  const { getDocument, VerbosityLevel } = await loadPdfjs();
  // pdf.js keeps the buffer for itself, and takes no Buffer of Node's.
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    disableFontFace: true,
    useSystemFonts: false,
  });
  try {
    const opened = await openPdf(task);
    return opened.ok ? await readPages(opened.value, limits) : opened;
  } finally {
    await task.destroy();
  }
}

export async function openPdf(task: PDFDocumentLoadingTask): Promise<Result<PDFDocumentProxy, Refusal>> {
  try {
    return ok(await task.promise);
  } catch (error) {
    const needsPassword = error instanceof Error && error.name === "PasswordException";
    return fail(needsPassword ? { code: "document-encrypted" } : { code: "document-damaged", reason: "pdf" });
  }
}

async function readPages(pdf: PDFDocumentProxy, limits: DocumentLimits): Promise<Result<ReadText, Refusal>> {
  if (pdf.numPages > limits.maxPdfPages) {
    return fail({ code: "document-too-large", what: "pages", size: pdf.numPages, limit: limits.maxPdfPages });
  }
  const pages: PageText[] = [];
  let length = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await readPage(pdf, number, limits.maxNoteBytes - length);
    pages.push(page);
    length += page.drawn.length;
    if (length > limits.maxNoteBytes) {
      return fail({ code: "document-too-large", what: "note", size: length, limit: limits.maxNoteBytes });
    }
  }
  const text = composeText({
    headers: [],
    body: pages.map((page) => [page.drawn, ...page.fields].filter((part) => part !== "").join("\n")).join("\n"),
    notes: [],
    comments: pages.flatMap((page) => page.comments),
    footers: [],
  });
  const warnings: DocumentWarning[] = countedWarnings({
    "document-pages-without-text": pages.filter((page) => page.drawn.trim() === "").length,
    "document-embedded-left-out": await countAttachments(pdf),
  });
  if (await isXfaForm(pdf)) warnings.push({ code: "document-form-not-read" });
  return ok({ text, warnings });
}

async function readPage(pdf: PDFDocumentProxy, number: number, maxUnits: number): Promise<PageText> {
  let drawn = "";
  let annotations: readonly Annotation[] = [];
  try {
    const page = await pdf.getPage(number);
    drawn = await readDrawnText(page, maxUnits);
    annotations = await page.getAnnotations();
    page.cleanup();
  } catch {
    // pdf.js throws many kinds of errors for a damaged page; what it had read so far is no more than a part of it.
  }
  return {
    drawn,
    fields: annotations.map(fieldLine).filter((line) => line !== ""),
    comments: annotations.flatMap((annotation) => {
      const text = annotation.contentsObj?.str ?? "";
      const isNote = !["Widget", "Link", "Popup", "FreeText"].includes(annotation.subtype ?? "");
      return isNote && text.trim() !== "" ? [{ author: annotation.titleObj?.str || undefined, text }] : [];
    }),
  };
}

/** Stops once there is more than `maxUnits` of it: a small page can draw the same text a million times over. */
async function readDrawnText(page: PDFPageProxy, maxUnits: number): Promise<string> {
  const reader = page.streamTextContent().getReader();
  const join = createPieceJoiner();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    for (const item of value.items) if ("str" in item) text += join(item);
    if (text.length > maxUnits) {
      await reader.cancel(new Error("enough"));
      return text;
    }
  }
}

/** What was filled in, or typed onto the page: neither is among the drawn text. */
function fieldLine(annotation: Annotation): string {
  if (annotation.subtype === "FreeText") return annotation.contentsObj?.str ?? "";
  if (annotation.subtype !== "Widget") return "";
  const label = annotation.alternativeText || annotation.fieldName || "";
  const value = annotation.fieldValue;
  if (annotation.fieldType === "Btn") {
    if (annotation.checkBox) return `${value === annotation.exportValue ? CHECKED : UNCHECKED} ${label}`;
    return annotation.radioButton && value === annotation.buttonValue ? `${CHECKED} ${label}: ${value ?? ""}` : "";
  }
  const filled = typeof value === "string" ? value : (value ?? []).join(", ");
  return filled.trim() === "" ? "" : `${label}: ${filled}`;
}

async function countAttachments(pdf: PDFDocumentProxy): Promise<number> {
  try {
    return Object.keys((await pdf.getAttachments()) ?? {}).length;
  } catch {
    return 0;
  }
}

async function isXfaForm(pdf: PDFDocumentProxy): Promise<boolean> {
  try {
    const { info } = (await pdf.getMetadata()) as { info: { readonly IsXFAPresent?: boolean } };
    return info.IsXFAPresent === true;
  } catch {
    return false;
  }
}
