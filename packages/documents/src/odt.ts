/**
 * OpenDocument text (ODF 1.2 and 1.3): content.xml, and the page headers and footers of styles.xml. Tracked deletions
 * are left out; scripts, forms, links and embedded objects are never run or followed.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import type { Inflation } from "./inflation.ts";
import type { DocumentLimits } from "./limits.ts";
import { createOdtFonts, type OdtFonts } from "./odt-fonts.ts";
import { count, createOdtLists, type OdtLists } from "./odt-lists.ts";
import { countedWarnings, type ReadText, type Refusal } from "./problems.ts";
import { createFormField, type FormField, shownBy } from "./form-fields.ts";
import { readSymbols } from "./symbol-fonts.ts";
import { commentMark, composeText, createTextFlow, noteMark, type TextFlow } from "./text-flow.ts";
import { readXmlPart, type XmlElement, type XmlVisitor } from "./xml-part.ts";
import type { ZipArchive } from "./zip.ts";

const OASIS = "urn:oasis:names:tc:opendocument:xmlns";

const odfNamespaces: ReadonlyMap<string, string> = new Map([
  [`${OASIS}:office:1.0`, "office"],
  [`${OASIS}:text:1.0`, "text"],
  [`${OASIS}:table:1.0`, "table"],
  [`${OASIS}:drawing:1.0`, "draw"],
  [`${OASIS}:style:1.0`, "style"],
  [`${OASIS}:svg-compatible:1.0`, "svg"],
  ["http://purl.org/dc/elements/1.1/", "dc"],
  ["http://www.w3.org/XML/1998/namespace", "xml"],
  // How LibreOffice keeps the form fields of Word.
  ["urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0", "field"],
]);

/** Elements whose character data is no text of the document, though they may stand inside a paragraph. */
const SKIPPED: ReadonlySet<string> = new Set([
  "text:note-citation",
  "text:number",
  "text:script",
  "text:tracked-changes",
  "svg:title",
  "svg:desc",
  "office:binary-data",
  "office:forms",
  "office:event-listeners",
  "office:scripts",
]);

const HEADERS_AND_FOOTERS: ReadonlyMap<string, "headers" | "footers"> = new Map([
  ["style:header", "headers"],
  ["style:header-left", "headers"],
  ["style:header-first", "headers"],
  ["style:footer", "footers"],
  ["style:footer-left", "footers"],
  ["style:footer-first", "footers"],
]);

const FIELD_KINDS: ReadonlyMap<string, FormField["kind"]> = new Map([
  ["vnd.oasis.opendocument.field.FORMCHECKBOX", "check-box"],
  ["vnd.oasis.opendocument.field.FORMDROPDOWN", "drop-down"],
]);

const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;

type OdtWalk = {
  readonly flow: TextFlow;
  readonly lists: OdtLists;
  readonly fonts: OdtFonts;
  readonly notes: string[];
  readonly comments: { author: string | undefined; text: string }[];
  readonly headers: string[];
  readonly footers: string[];
  deletions: number;
  pictures: number;
  embedded: number;
  unreadable: number;
};

/**
 * Fails with "document-encrypted", "document-damaged" (also when there is no content.xml), "document-zip-bomb",
 * "document-unsupported", "document-too-large" for a text beyond the limit.
 */
export function readOdt(zip: ZipArchive, inflation: Inflation, limits: DocumentLimits): Result<ReadText, Refusal> {
  const encrypted = isEncrypted(zip, inflation);
  if (!encrypted.ok) return encrypted;
  if (encrypted.value) return fail({ code: "document-encrypted" });
  const content = zip.find("content.xml");
  if (content === undefined) return fail({ code: "document-damaged", reason: "part-missing" });

  const walk: OdtWalk = {
    flow: createTextFlow(),
    lists: createOdtLists(),
    fonts: createOdtFonts(),
    notes: [],
    comments: [],
    headers: [],
    footers: [],
    deletions: 0,
    pictures: 0,
    embedded: 0,
    unreadable: 0,
  };
  const enough = () => walk.flow.length() > limits.maxNoteBytes;
  const styles = zip.find("styles.xml");
  if (styles !== undefined) {
    walk.flow.openBlock();
    const read = readXmlPart(zip, styles, inflation, odfNamespaces, visitOdfPart(walk, enough));
    walk.flow.closeBlock();
    if (!read.ok) return read;
  }
  walk.flow.openBlock();
  const read = readXmlPart(zip, content, inflation, odfNamespaces, visitOdfPart(walk, enough));
  const body = walk.flow.closeBlock();
  if (!read.ok) return read;
  if (enough()) {
    return fail({ code: "document-too-large", what: "note", size: walk.flow.length(), limit: limits.maxNoteBytes });
  }
  return ok({
    text: composeText({ ...walk, body }),
    warnings: countedWarnings({
      "document-deletions-left-out": walk.deletions,
      "document-pictures-left-out": walk.pictures,
      "document-embedded-left-out": walk.embedded,
      "document-characters-unreadable": walk.unreadable,
    }),
  });
}

/**
 * Parts are encrypted one by one, and the manifest says so (ODF 1.3 part 2, 3.4). It is searched, not parsed: old
 * OpenOffice.org gave it a document type, and some writers forget its namespace.
 */
function isEncrypted(zip: ZipArchive, inflation: Inflation): Result<boolean, Refusal> {
  if (zip.find("encrypted-package") !== undefined) return ok(true);
  const manifest = zip.find("META-INF/manifest.xml");
  if (manifest === undefined) return ok(false);
  const decoder = new TextDecoder("latin1");
  let text = "";
  const read = zip.read(manifest, inflation, (piece) => {
    text += decoder.decode(piece);
    return text.length < MAX_MANIFEST_BYTES;
  });
  return read.ok ? ok(text.includes("encryption-data")) : read;
}

type Paragraph = {
  /** White space that follows is to be dropped (ODF 1.3 part 3, 6.1.2). */
  afterSpace: boolean;
  readonly block: number;
  readonly aside: boolean;
};

function visitOdfPart(walk: OdtWalk, enough: () => boolean): XmlVisitor {
  const { flow, lists, fonts } = walk;
  const open: string[] = [];
  const paragraphs: Paragraph[] = [];
  const authors: string[] = [];
  const fields: FormField[] = [];
  let skippedFrom = 0;
  let blocks = 0;
  const openBlock = () => {
    blocks++;
    flow.openBlock();
  };
  const closeBlock = () => {
    blocks--;
    return flow.closeBlock();
  };

  const writeExactly = (text: string) => {
    const paragraph = paragraphs.at(-1);
    if (paragraph) paragraph.afterSpace = false;
    flow.write(text);
  };

  const openElement = (element: XmlElement) => {
    open.push(element.name);
    if (skippedFrom > 0) {
      if (element.name === "text:deletion") walk.deletions++;
      return;
    }
    lists.declare(element);
    fonts.declare(element);
    switch (element.name) {
      case "text:p":
      case "text:h": {
        // The text of a drawn shape stands inside the paragraph that the shape is anchored in.
        const aside = paragraphs.at(-1)?.block === blocks;
        if (aside) openBlock();
        paragraphs.push({ afterSpace: true, block: blocks, aside });
        flow.write(lists.paragraphLabel() || (element.name === "text:h" ? lists.headingLabel(element) : ""));
        break;
      }
      case "text:span":
        fonts.openSpan(element);
        break;
      case "field:fieldmark":
        fields.push(createFormField(FIELD_KINDS.get(element.attribute("field:type") ?? "") ?? "other"));
        break;
      case "field:param":
        readFieldParameter(fields.at(-1), element);
        break;
      case "text:s":
        writeExactly(" ".repeat(count(element, "text:c", 1)));
        break;
      case "text:tab":
        writeExactly("\t");
        break;
      case "text:line-break":
        writeExactly("\n");
        break;
      case "text:list":
        lists.openList(element);
        break;
      case "text:list-item":
        lists.openItem(element);
        break;
      case "text:note-body":
      case "draw:text-box":
      case "table:table-cell":
      case "table:covered-table-cell":
        openBlock();
        break;
      case "office:annotation":
        authors.push("");
        openBlock();
        break;
      case "table:table-row":
        flow.openRow();
        break;
      case "draw:image":
        // Inside an object it is the object's preview.
        if (!open.includes("draw:object") && !open.includes("draw:object-ole")) walk.pictures++;
        break;
      case "draw:object":
      case "draw:object-ole":
      case "draw:control":
      case "text:section-source":
        walk.embedded++;
        break;
      default:
        if (HEADERS_AND_FOOTERS.has(element.name)) openBlock();
        if (SKIPPED.has(element.name)) skippedFrom = open.length;
    }
  };

  const closeElement = (name: string) => {
    open.pop();
    if (skippedFrom > 0) {
      if (open.length < skippedFrom) skippedFrom = 0;
      return;
    }
    switch (name) {
      case "text:p":
      case "text:h":
        flow.endLine();
        if (paragraphs.pop()?.aside) flow.writeAside(closeBlock());
        break;
      case "text:span":
        fonts.closeSpan();
        break;
      case "field:fieldmark":
        writeExactly(shownBy(fields.pop()));
        break;
      case "text:list":
        lists.closeList();
        break;
      case "text:note-body":
        walk.notes.push(closeBlock());
        writeExactly(noteMark(walk.notes.length));
        break;
      case "office:annotation":
        walk.comments.push({ author: authors.pop() || undefined, text: closeBlock() });
        writeExactly(commentMark(walk.comments.length));
        break;
      case "draw:text-box":
        flow.writeAside(closeBlock());
        break;
      case "table:table-cell":
        flow.writeCell(closeBlock());
        break;
      case "table:covered-table-cell": {
        const hidden = closeBlock();
        if (hidden !== "") flow.writeCell(hidden);
        break;
      }
      case "table:table-row":
        flow.closeRow();
        break;
      default: {
        const place = HEADERS_AND_FOOTERS.get(name);
        if (place) walk[place].push(closeBlock());
      }
    }
  };

  return {
    open: openElement,
    close: closeElement,
    text: (text) => {
      if (skippedFrom > 0) return;
      const parent = open.at(-1);
      if (parent === "dc:creator" && authors.length > 0) authors[authors.length - 1] += text;
      if (parent === "dc:creator" || parent === "dc:date") return;
      const paragraph = paragraphs.at(-1);
      if (paragraph === undefined || !isInParagraph(open)) return;
      const collapsed = text.replace(/[ \t\r\n]+/g, " ");
      const written = paragraph.afterSpace && collapsed.startsWith(" ") ? collapsed.slice(1) : collapsed;
      if (collapsed !== "") paragraph.afterSpace = collapsed.endsWith(" ");
      const read = readSymbols(written, fonts.current());
      walk.unreadable += read.unreadable;
      flow.write(read.text);
    },
    enough,
  };
}

function readFieldParameter(field: FormField | undefined, element: XmlElement): void {
  const value = element.attribute("field:value") ?? "";
  const name = element.attribute("field:name");
  if (field === undefined) return;
  if (name === "Checkbox_Checked") field.checked = value === "true";
  if (name === "Dropdown_ListEntry") field.entries.push(value);
  if (name === "Dropdown_Selected") field.chosen = Number(value);
}

/** White space between the elements of a table or frame inside a paragraph is markup, not text. */
function isInParagraph(open: readonly string[]): boolean {
  const parent = open.at(-1) ?? "";
  return parent === "text:p" || parent === "text:h" || (parent.startsWith("text:") && !CONTAINERS.has(parent));
}

const CONTAINERS: ReadonlySet<string> = new Set([
  "text:list",
  "text:list-item",
  "text:list-header",
  "text:note",
  "text:note-body",
  "text:section",
]);
