// A Paper as a PDF file: tagged after PDF/UA-1 (ISO 14289-1), with its language, its title and its letters in it.

import PDFDocument from "pdfkit";
import type { Block, Paper } from "./paper.ts";
import { readPicture } from "./picture.ts";
import { sharedDrawing } from "./shared-drawing.ts";
import { FULL_HEIGHT, FULL_WIDTH, INK, PAGE, QUIET, Sheet } from "./sheet.ts";
import { columnWidths, setTable } from "./table.ts";
import { type Fonts, LINE_HEIGHT, type Style, Typeface } from "./typeface.ts";

const TEXT: Style = { font: "regular", size: 10, color: INK };
const SOFT: Style = { font: "regular", size: 9, color: QUIET };
const CELL: Style = { font: "regular", size: 9, color: INK };
const HEAD: Style = { font: "bold", size: 9, color: INK };
const FOOT: Style = { font: "regular", size: 8, color: QUIET };
const TITLE: Style = { font: "bold", size: 18, color: INK };
const HEADINGS: Record<1 | 2 | 3, Style> = {
  1: { font: "bold", size: 13.5, color: INK },
  2: { font: "bold", size: 11, color: INK },
  3: { font: "bold", size: 10, color: QUIET },
};
const LABEL_WIDTH = 140;
const INDENT = 20;
/** Points of a picture's pixel: as on a screen, 96 to the inch. */
const PIXEL = 0.75;

const WORDS = {
  en: {
    page: (at: number) => `Page ${at} of `,
    unset: (codes: string) =>
      `The typeface of this file has no sign for some letters. Each stands as \u25a1: ${codes}.`,
    noPicture: (says: string) => `[A picture could not be shown here: ${says}]`,
  },
  es: {
    page: (at: number) => `Página ${at} de `,
    unset: (codes: string) =>
      `La letra de este archivo no tiene signo para algunos caracteres. Cada uno figura como \u25a1: ${codes}.`,
    noPicture: (says: string) => `[No se pudo mostrar aquí una imagen: ${says}]`,
  },
};

/**
 * Sets a paper on pages of US letter. The same paper, fonts and time give the same bytes on the same platform (what
 * compresses differs between Node and browsers).
 *
 * What the typeface has no sign for stands as a square, and the last lines of the file say which letters these were; a
 * picture that can't be read is named in its place. Nothing is left out silently.
 *
 * @param createdAt milliseconds since 1970, kept in the file as the time it was made
 */
export async function writePaper(paper: Paper, fonts: Fonts, createdAt: number): Promise<Uint8Array> {
  const doc = new TitledDocument({
    size: [PAGE.width, PAGE.height],
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    pdfVersion: "1.7",
    subset: "PDF/UA" as never,
    tagged: true,
    lang: paper.language,
    displayTitle: true,
    // None of pdfkit's own: they are not embedded, and browsers don't have them.
    font: "",
    info: { Title: paper.title, Creator: "Alcove", Producer: "Alcove", CreationDate: new Date(createdAt) },
  });
  const whole = collect(doc);
  const sheet = new Sheet(doc, new Typeface(doc, fonts));
  const feet = startFeet(sheet, paper);
  setFront(sheet, paper);
  for (const block of paper.blocks) setBlock(sheet, block, paper.language);
  setUnset(sheet, paper);
  feet.end();
  sheet.root.end();
  doc.end();
  return whole;
}

function setFront(sheet: Sheet, { from, title }: Paper): void {
  for (const line of from) setText(sheet, "P", line, SOFT);
  sheet.skip(from.length > 0 ? 14 : 0);
  setText(sheet, "H1", title, TITLE);
  sheet.skip(10);
}

function setBlock(sheet: Sheet, block: Block, language: Paper["language"]): void {
  switch (block.kind) {
    case "heading":
      sheet.skip(block.level === 1 ? 16 : 10);
      // Never the last line of a page.
      sheet.need(HEADINGS[block.level].size * LINE_HEIGHT + 3 * TEXT.size * LINE_HEIGHT);
      setText(sheet, `H${block.level + 1}`, block.text, HEADINGS[block.level]);
      return sheet.skip(4);
    case "paragraph":
      setText(sheet, "P", block.text, block.quiet ? SOFT : TEXT);
      return sheet.skip(7);
    case "facts": {
      const rows = block.rows.map(([what, says]) => [
        { text: what, style: { ...CELL, color: QUIET }, heads: "Row" as const },
        { text: says, style: CELL },
      ]);
      if (rows.length > 0) setTable(sheet, [LABEL_WIDTH, FULL_WIDTH - LABEL_WIDTH - 12], rows, 0);
      return sheet.skip(8);
    }
    case "list":
      setList(sheet, block);
      return sheet.skip(7);
    case "table": {
      const width = block.head.length;
      const head = block.head.map((text) => ({ text, style: HEAD, heads: "Column" as const }));
      const rows = block.rows.map((row) =>
        Array.from({ length: width }, (_, at) => ({ text: row[at] ?? "", style: CELL })),
      );
      if (width > 0) setTable(sheet, columnWidths(sheet.type, [head, ...rows]), [head, ...rows], 1);
      return sheet.skip(8);
    }
    case "image":
      setImage(sheet, block, language);
      return sheet.skip(8);
    case "new-page":
      if (sheet.y > PAGE.top) sheet.newPage();
      return;
  }
}

function setText(sheet: Sheet, kind: string, text: string, style: Style): void {
  const element = sheet.begin(kind);
  sheet.flow(element, kind, text, style);
  element.end();
}

function setList(sheet: Sheet, { ordered, items }: Extract<Block, { kind: "list" }>): void {
  if (items.length === 0) return;
  const list = sheet.begin("L");
  items.forEach((text, at) => {
    sheet.need(TEXT.size * LINE_HEIGHT);
    const item = sheet.begin("LI", list);
    const label = sheet.begin("Lbl", item);
    sheet.mark(label, "Lbl", () => {
      sheet.draw([ordered ? `${at + 1}.` : "\u2022"], TEXT, PAGE.left, sheet.y, INDENT, false);
    });
    const body = sheet.begin("LBody", item);
    sheet.flow(body, "LBody", text, TEXT, PAGE.left + INDENT + (ordered && items.length > 99 ? 8 : 0));
    item.end();
    sheet.skip(3);
  });
  list.end();
}

function setImage(sheet: Sheet, { bytes, says }: Extract<Block, { kind: "image" }>, language: Paper["language"]): void {
  const picture = readPicture(bytes);
  if (picture === undefined) return setText(sheet, "P", WORDS[language].noPicture(says), SOFT);
  const scale = Math.min(PIXEL, FULL_WIDTH / picture.width, FULL_HEIGHT / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  sheet.need(height);
  const bbox: [number, number, number, number] = [PAGE.left, sheet.y, PAGE.left + width, sheet.y + height];
  const figure = sheet.begin("Figure", sheet.root, { alt: says, bbox } as object);
  sheet.mark(figure, "Figure", () => {
    // Turned by what a camera wrote, it would not fit the place that was kept for it.
    sheet.doc.image(picture.bytes as never, PAGE.left, sheet.y, { width, height, ignoreOrientation: true });
  });
  figure.end();
  sheet.y += height;
}

/** Says what stands as squares, where anything does. */
function setUnset(sheet: Sheet, { language }: Paper): void {
  if (sheet.type.missing.size === 0) return;
  const codes = [...sheet.type.missing]
    .map(([code, times]) => `U+${code.toString(16).toUpperCase().padStart(4, "0")}${times > 1 ? ` (${times})` : ""}`)
    .join(", ");
  sheet.skip(10);
  setText(sheet, "P", WORDS[language].unset(codes), SOFT);
}

/** The same on each page, and its number. Of how many is known at the end: it is one drawing that all pages show. */
function startFeet(sheet: Sheet, { foot, language }: Paper): { readonly end: () => void } {
  const { doc, type } = sheet;
  const y = PAGE.height - PAGE.bottom + 24;
  const countWidth = type.width("000", FOOT);
  const of = PAGE.width - PAGE.right - countWidth;
  const shared = sharedDrawing(doc, { width: countWidth, height: FOOT.size * LINE_HEIGHT });
  let pages = 0;
  sheet.onPage = () => {
    pages++;
    const number = WORDS[language].page(pages);
    const numberWidth = type.width(number, FOOT);
    const room = of - numberWidth - PAGE.left - 24;
    const lines = type.lines(foot, FOOT, room).slice(0, 2);
    sheet.artifact(
      () => {
        sheet.draw(lines, FOOT, PAGE.left, y, room, false);
        sheet.draw([number], FOOT, of - numberWidth, y, numberWidth, false);
        shared.show(of, y);
      },
      { type: "Pagination", attached: ["Bottom"] },
    );
  };
  sheet.onPage();
  return {
    end() {
      type.use(FOOT);
      shared.end(`${pages}`, FOOT.size);
    },
  };
}

/** pdfkit writes the title into the file's XML as it is, so it is made fit for it once the other place has it. */
class TitledDocument extends PDFDocument {
  override endMetadata(): void {
    const { Title: title = "" } = this.info;
    this.info.Title = title.replaceAll(/[<>&]/g, (sign) => `&#${sign.codePointAt(0)};`).replaceAll(/\p{Cc}/gu, " ");
    super.endMetadata();
  }
}

function collect(doc: typeof PDFDocument.prototype): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    doc.on("data", (part: Uint8Array) => parts.push(part));
    doc.on("error", reject);
    doc.on("end", () => {
      const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      resolve(whole);
    });
  });
}
