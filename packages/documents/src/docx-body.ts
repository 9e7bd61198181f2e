/**
 * Walks WordprocessingML (ECMA-376 part 1, 17; transitional and strict namespaces) and writes its text. What was
 * deleted or moved away under change tracking is left out and counted; hidden text is text. Fields give their last
 * result, never run; so do macros, links and embedded objects: nothing in a document is ever carried out.
 */

import type { DocxNumbering } from "./docx-numbering.ts";
import { numberOf, valueOf } from "./docx-numbering.ts";
import { createFormField, type FormField, shownBy } from "./form-fields.ts";
import { readSymbols } from "./symbol-fonts.ts";
import { commentMark, noteMark, type TextFlow } from "./text-flow.ts";
import type { XmlElement, XmlVisitor } from "./xml-part.ts";

const TRANSITIONAL = "http://schemas.openxmlformats.org";
const STRICT = "http://purl.oclc.org/ooxml";

export const wordNamespaces: ReadonlyMap<string, string> = new Map([
  [`${TRANSITIONAL}/wordprocessingml/2006/main`, "w"],
  [`${STRICT}/wordprocessingml/main`, "w"],
  [`${TRANSITIONAL}/officeDocument/2006/math`, "m"],
  [`${STRICT}/officeDocument/math`, "m"],
  [`${TRANSITIONAL}/officeDocument/2006/relationships`, "r"],
  [`${STRICT}/officeDocument/relationships`, "r"],
  [`${TRANSITIONAL}/drawingml/2006/picture`, "pic"],
  [`${STRICT}/drawingml/picture`, "pic"],
  [`${TRANSITIONAL}/drawingml/2006/chart`, "c"],
  [`${STRICT}/drawingml/chart`, "c"],
  [`${TRANSITIONAL}/drawingml/2006/diagram`, "dgm"],
  [`${STRICT}/drawingml/diagram`, "dgm"],
  [`${TRANSITIONAL}/markup-compatibility/2006`, "mc"],
  ["urn:schemas-microsoft-com:vml", "v"],
  ["urn:schemas-microsoft-com:office:office", "o"],
]);

export type NoteReference = { readonly kind: "footnote" | "endnote" | "comment"; readonly id: string };
export type DocxNote = { readonly author: string | undefined; readonly text: string };

/** What all parts of one document share. */
export type DocxWalk = {
  readonly flow: TextFlow;
  readonly numbering: DocxNumbering;
  /** In the order of their marks in the body. */
  readonly noteReferences: NoteReference[];
  readonly commentReferences: NoteReference[];
  readonly headerIds: string[];
  readonly footerIds: string[];
  /** Notes of the part at hand by kind and id, "footnote 2". */
  readonly notes: Map<string, DocxNote>;
  deletions: number;
  pictures: number;
  embedded: number;
  unreadable: number;
};

type Paragraph = { numId: string | undefined; level: number | undefined; style: string | undefined; joined: boolean };

/** Reads one part: the document, a header or footer, or a part of notes. `enough` ends it early. */
export function visitWordPart(walk: DocxWalk, enough: () => boolean): XmlVisitor {
  const { flow } = walk;
  const open: string[] = [];
  const paragraphs: Paragraph[] = [];
  const alternatives: boolean[] = [];
  const noteIds: (NoteReference & { author: string | undefined })[] = [];
  let field: FormField | undefined;
  const deletedRows: boolean[] = [];
  /** The font of each run that is open, "" where it has none of its own. */
  const fonts: string[] = [];
  let skippedFrom = 0;
  const skip = () => {
    skippedFrom = open.length;
  };

  const write = (text: string, font: string) => {
    const read = readSymbols(text, font);
    walk.unreadable += read.unreadable;
    flow.write(read.text);
  };
  const writeSymbol = (element: XmlElement) => {
    const code = Number.parseInt(element.attribute("w:char") ?? "", 16);
    if (code > 0 && code <= 0xffff)
      write(String.fromCharCode(code < 0x100 ? 0xf000 + code : code), element.attribute("w:font") ?? "");
  };

  const openElement = (element: XmlElement) => {
    open.push(element.name);
    if (skippedFrom > 0) return;
    const parent = open.at(-2);
    const inRun = parent === "w:r";
    switch (element.name) {
      case "w:p":
        paragraphs.push({ numId: undefined, level: undefined, style: undefined, joined: false });
        break;
      case "w:r":
        fonts.push("");
        break;
      case "w:rFonts":
        if (open.at(-3) === "w:r")
          fonts[fonts.length - 1] = element.attribute("w:ascii") ?? element.attribute("w:hAnsi") ?? "";
        break;
      case "w:pStyle":
      case "w:numId":
      case "w:ilvl":
        readParagraphProperty(element, open, paragraphs.at(-1));
        break;
      case "w:del":
      case "w:moveFrom":
        // Inside properties it marks the paragraph's end or the row as deleted, and has no content.
        if (parent === "w:rPr") markJoined(open, paragraphs.at(-1));
        else if (parent === "w:trPr") deletedRows[deletedRows.length - 1] = true;
        else {
          walk.deletions++;
          skip();
        }
        break;
      case "mc:AlternateContent":
        alternatives.push(false);
        break;
      case "mc:Choice":
      case "mc:Fallback":
        // Each alternative holds the same text again.
        if (alternatives.at(-1)) skip();
        else if (alternatives.length > 0) alternatives[alternatives.length - 1] = true;
        break;
      case "w:tr":
        flow.openRow();
        deletedRows.push(false);
        break;
      case "w:tc":
      case "w:txbxContent":
        flow.openBlock();
        break;
      case "w:footnote":
      case "w:endnote":
      case "w:comment":
        noteIds.push({
          kind: element.name.slice(2) as NoteReference["kind"],
          id: element.attribute("w:id") ?? "",
          author: element.attribute("w:author"),
        });
        flow.openBlock();
        break;
      case "w:footnoteReference":
      case "w:endnoteReference":
      case "w:commentReference":
        refer(
          walk,
          element.name.slice(2, -"Reference".length) as NoteReference["kind"],
          element.attribute("w:id") ?? "",
        );
        break;
      case "w:headerReference":
        walk.headerIds.push(element.attribute("r:id") ?? "");
        break;
      case "w:footerReference":
        walk.footerIds.push(element.attribute("r:id") ?? "");
        break;
      case "w:tab":
        if (inRun) flow.write("\t");
        break;
      case "w:ptab":
        flow.write("\t");
        break;
      case "w:br":
      case "w:cr":
        if (inRun) flow.write("\n");
        break;
      case "w:noBreakHyphen":
        flow.write("\u2011");
        break;
      case "w:sym":
        writeSymbol(element);
        break;
      case "w:ffData":
        field = undefined;
        break;
      case "w:checkBox":
      case "w:ddList":
        field = createFormField(element.name === "w:checkBox" ? "check-box" : "drop-down");
        break;
      case "w:default":
      case "w:checked":
      case "w:result":
      case "w:listEntry":
        if (field) readFieldProperty(field, element);
        break;
      case "pic:pic":
      case "v:imagedata":
        walk.pictures++;
        break;
      case "c:chart":
      case "dgm:relIds":
      case "o:OLEObject":
      case "w:altChunk":
      case "w:subDoc":
        walk.embedded++;
        break;
    }
  };

  const closeElement = (name: string) => {
    open.pop();
    if (skippedFrom > 0) {
      if (open.length < skippedFrom) skippedFrom = 0;
      return;
    }
    switch (name) {
      case "w:pPr": {
        const paragraph = paragraphs.at(-1);
        if (open.at(-1) === "w:p" && paragraph) {
          flow.write(walk.numbering.label(paragraph.numId, paragraph.level, paragraph.style));
        }
        break;
      }
      case "w:r":
        fonts.pop();
        break;
      case "w:p":
        if (!paragraphs.pop()?.joined) flow.endLine();
        break;
      case "w:tc":
        flow.writeCell(flow.closeBlock());
        break;
      case "w:tr":
        if (deletedRows.pop()) flow.dropRow();
        else flow.closeRow();
        break;
      case "w:txbxContent":
        flow.writeAside(flow.closeBlock());
        break;
      case "w:footnote":
      case "w:endnote":
      case "w:comment": {
        const note = noteIds.pop();
        const text = flow.closeBlock();
        if (note) walk.notes.set(`${note.kind} ${note.id}`, { author: note.author, text });
        break;
      }
      case "w:checkBox":
      case "w:ddList":
        flow.write(shownBy(field));
        field = undefined;
        break;
      case "mc:AlternateContent":
        alternatives.pop();
        break;
    }
  };

  return {
    open: openElement,
    close: closeElement,
    text: (text) => {
      const element = open.at(-1);
      if (skippedFrom === 0 && (element === "w:t" || element === "m:t")) write(text, fonts.at(-1) ?? "");
    },
    enough,
  };
}

/** Only the paragraph's own properties count, not those that it had before a tracked change (w:pPrChange). */
function readParagraphProperty(element: XmlElement, open: readonly string[], paragraph: Paragraph | undefined): void {
  if (!paragraph) return;
  const path = open.slice(-4).join(" ");
  if (path.endsWith("w:p w:pPr w:pStyle")) paragraph.style = valueOf(element);
  if (path === "w:p w:pPr w:numPr w:numId") paragraph.numId = valueOf(element);
  if (path === "w:p w:pPr w:numPr w:ilvl") paragraph.level = numberOf(valueOf(element));
}

function markJoined(open: readonly string[], paragraph: Paragraph | undefined): void {
  if (paragraph && open.at(-3) === "w:pPr") paragraph.joined = true;
}

function refer(walk: DocxWalk, kind: NoteReference["kind"], id: string): void {
  const references = kind === "comment" ? walk.commentReferences : walk.noteReferences;
  references.push({ kind, id });
  walk.flow.write(kind === "comment" ? commentMark(references.length) : noteMark(references.length));
}

function readFieldProperty(field: FormField, element: XmlElement): void {
  const value = valueOf(element);
  if (element.name === "w:listEntry") field.entries.push(value ?? "");
  // Defaults come first in the file, and are a state of a box, a position in a list.
  else if (element.name === "w:result") field.chosen = numberOf(value) ?? 0;
  else {
    field.checked = value === undefined || !["0", "false", "off"].includes(value);
    field.chosen = numberOf(value) ?? 0;
  }
}
