// A Paper as a PDF file: tagged after PDF/UA-1 (ISO 14289-1), with its language, its title and its letters in it.

import PDFDocument from "pdfkit";
import { keepPicture, type Shown, showPicture } from "./image.ts";
import type { Block, Paper, Pictures } from "./paper.ts";
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
    picture: "Picture",
    noPicture: (says: string) => `[A picture could not be shown here${says && `: ${says}`}]`,
  },
  es: {
    page: (at: number) => `Página ${at} de `,
    unset: (codes: string) =>
      `La letra de este archivo no tiene signo para algunos caracteres. Cada uno figura como \u25a1: ${codes}.`,
    picture: "Imagen",
    noPicture: (says: string) => `[No se pudo mostrar aquí una imagen${says && `: ${says}`}]`,
  },
};

/** Of a file that is written piece by piece. */
const PIECE_BYTES = 64 * 1024;
const noPictures: Pictures = { read: async () => undefined };

/**
 * Sets a paper on pages of US letter. The same paper, pictures, fonts and time give the same bytes on the same platform (what
 * compresses differs between Node and browsers).
 *
 * What the typeface has no sign for stands as a square, and the last lines of the file say which letters these were; a
 * picture that can't be read is named in its place. Nothing is left out silently.
 *
 * @param createdAt milliseconds since 1970, kept in the file as the time it was made
 */
export async function writePaper(
  paper: Paper,
  fonts: Fonts,
  createdAt: number,
  pictures?: Pictures,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of paperPieces(paper, fonts, createdAt, pictures)) pieces.push(piece);
  return joined(pieces);
}

/** The same, a piece after the other while it is set: of many pictures one is in memory at a time. Whoever reads a piece owns it. */
export async function* paperPieces(
  paper: Paper,
  fonts: Fonts,
  createdAt: number,
  pictures: Pictures = noPictures,
): AsyncGenerator<Uint8Array> {
  const doc = new WrittenDocument({
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
  const sheet = new Sheet(doc, new Typeface(doc, fonts));
  const feet = startFeet(sheet, paper);
  const setPicture = pictureSetter(sheet, pictures, paper.language);
  setFront(sheet, paper);
  for (const block of paper.blocks) {
    if (block.kind === "image") await setPicture(block);
    else setBlock(sheet, block);
    if (doc.waiting >= PIECE_BYTES) yield doc.taken();
  }
  setUnset(sheet, paper);
  feet.end();
  sheet.root.end();
  doc.end();
  yield doc.taken();
}

function setFront(sheet: Sheet, { from, title }: Paper): void {
  for (const line of from) setText(sheet, "P", line, SOFT);
  sheet.skip(from.length > 0 ? 14 : 0);
  setText(sheet, "H1", title, TITLE);
  sheet.skip(10);
}

function setBlock(sheet: Sheet, block: Exclude<Block, { kind: "image" }>): void {
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

function pictureSetter(sheet: Sheet, { read, redraw }: Pictures, language: Paper["language"]) {
  // What stands in several places is in the file once.
  const shown = new Map<string, Shown | undefined>();
  const open = async (file: string): Promise<Shown | undefined> => {
    const bytes = await read(file);
    if (!bytes) return undefined;
    const picture = readPicture(bytes) ?? readPicture((await redraw?.(bytes)) ?? bytes);
    return picture && keepPicture(sheet.doc, `P${shown.size + 1}`, picture);
  };
  return async ({ file, says, otherwise }: Extract<Block, { kind: "image" }>): Promise<void> => {
    const known = shown.has(file);
    const picture = known ? shown.get(file) : await open(file);
    if (!known) shown.set(file, picture);
    if (picture) setPicture(sheet, picture, says || WORDS[language].picture);
    setCaption(picture ? says : (otherwise ?? WORDS[language].noPicture(says)));
    sheet.skip(8);
  };

  function setCaption(text: string): void {
    if (text === "") return;
    sheet.skip(4);
    setText(sheet, "P", text, SOFT);
  }
}

function setPicture(sheet: Sheet, picture: Shown, says: string): void {
  const scale = Math.min(PIXEL, FULL_WIDTH / picture.width, FULL_HEIGHT / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  sheet.need(height);
  const place = { x: PAGE.left, y: sheet.y, width, height };
  const bbox: [number, number, number, number] = [place.x, place.y, place.x + width, place.y + height];
  const figure = sheet.begin("Figure", sheet.root, { alt: says, bbox } as object);
  sheet.mark(figure, "Figure", () => showPicture(sheet.doc, picture, place));
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

class WrittenDocument extends PDFDocument {
  /** Written, and not taken yet. pdfkit begins to write before a field of its subclass has a value. */
  declare private pieces: Uint8Array[] | undefined;
  declare private bytes: number | undefined;

  /** pdfkit writes the title into the file's XML as it is, so it is made fit for it once the other place has it. */
  override endMetadata(): void {
    const { Title: title = "" } = this.info;
    this.info.Title = title.replaceAll(/[<>&]/g, (sign) => `&#${sign.codePointAt(0)};`).replaceAll(/\p{Cc}/gu, " ");
    super.endMetadata();
  }

  /** As a stream it would hold what it wrote until the event loop turns. */
  override push(piece: Uint8Array | null): boolean {
    if (piece) (this.pieces ??= []).push(piece);
    this.bytes = (this.bytes ?? 0) + (piece?.length ?? 0);
    return true;
  }

  get waiting(): number {
    return this.bytes ?? 0;
  }

  taken(): Uint8Array {
    const whole = joined(this.pieces ?? []);
    [this.pieces, this.bytes] = [[], 0];
    return whole;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
