// The letters of a paper: what the typeface has, how wide it is, and where lines end. Whatever it has no sign for stands
// as a square, and is counted, so that the paper can say so: nothing is left out unseen.

import type PDFDocument from "pdfkit";

/** Whole font files (TrueType or OpenType); what a paper uses of them is embedded. */
export type Fonts = { readonly regular: Uint8Array; readonly bold: Uint8Array };

export type Style = {
  readonly font: keyof Fonts;
  /** In points. */
  readonly size: number;
  readonly color: string;
};

/** From one baseline to the next, as a multiple of the size. */
export const LINE_HEIGHT = 1.42;

const SQUARE = "\u25a1";
const TAB = "    ";
// Joiners, marks of direction, variation selectors and the like: they have no shape of their own anywhere.
const SHAPELESS = /\p{Default_Ignorable_Code_Point}/u;

export class Typeface {
  readonly #doc: typeof PDFDocument.prototype;
  readonly #has: Record<keyof Fonts, (codePoint: number) => boolean>;
  readonly #missing = new Map<number, number>();

  constructor(doc: typeof PDFDocument.prototype, fonts: Fonts) {
    this.#doc = doc;
    this.#has = { regular: hasGlyph(doc, "regular", fonts.regular), bold: hasGlyph(doc, "bold", fonts.bold) };
  }

  /** How often each code point had to be set as a square. */
  get missing(): ReadonlyMap<number, number> {
    return this.#missing;
  }

  use({ font, size, color }: Style): void {
    this.#doc.font(font).fontSize(size).fillColor(color);
  }

  width(text: string, style: Style): number {
    this.#doc.font(style.font).fontSize(style.size);
    return this.#doc.widthOfString(text);
  }

  /** The lines of a text in a column. A word that is too long for it is cut. A text always has one line at least. */
  lines(text: string, style: Style, width: number): string[] {
    return this.#settable(text, style)
      .split("\n")
      .flatMap((line) => this.#wrap(line, style, width));
  }

  #wrap(line: string, style: Style, width: number): string[] {
    const lines: string[] = [];
    let current = "";
    let taken = 0;
    for (const word of line.match(/\S+[^\S\n]*|[^\S\n]+/g) ?? []) {
      const bare = this.width(word.trimEnd(), style);
      if (current !== "" && taken + bare > width) {
        lines.push(current.trimEnd());
        current = "";
        taken = 0;
      }
      if (bare > width) {
        const pieces = this.#cut(word, style, width);
        current = pieces.pop() ?? "";
        lines.push(...pieces);
        taken = this.width(current, style);
      } else {
        current += word;
        taken += this.width(word, style);
      }
    }
    return [...lines, current.trimEnd()];
  }

  /** Into pieces that fit; an accent stays with its letter. */
  #cut(word: string, style: Style, width: number): string[] {
    const pieces = [""];
    let taken = 0;
    for (const letter of word.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []) {
      const wide = this.width(letter, style);
      if (taken + wide > width && pieces.at(-1) !== "") {
        pieces.push("");
        taken = 0;
      }
      pieces[pieces.length - 1] += letter;
      taken += wide;
    }
    return pieces;
  }

  #settable(text: string, { font }: Style): string {
    let settable = "";
    for (const sign of text.replaceAll(/\r\n?|[\u2028\u2029\f\v]/g, "\n").replaceAll("\t", TAB)) {
      const codePoint = sign.codePointAt(0) ?? 0;
      if (sign === "\n" || this.#has[font](codePoint)) settable += sign;
      else if (!SHAPELESS.test(sign)) {
        this.#missing.set(codePoint, (this.#missing.get(codePoint) ?? 0) + 1);
        settable += SQUARE;
      }
    }
    return settable;
  }
}

/** pdfkit has no way of its own to ask this; its font is fontkit's, which does. */
function hasGlyph(doc: typeof PDFDocument.prototype, name: keyof Fonts, bytes: Uint8Array) {
  doc.registerFont(name, bytes as Parameters<typeof doc.registerFont>[1]).font(name);
  const { font } = (doc as unknown as { _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } } })._font;
  const known = new Map<number, boolean>();
  return (codePoint: number): boolean => {
    const found = known.get(codePoint) ?? font.hasGlyphForCodePoint(codePoint);
    known.set(codePoint, found);
    return found;
  };
}
