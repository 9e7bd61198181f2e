// Pages, the place on them, and the tags that a screen reader follows. Everything on a page belongs to a tagged element
// or is marked as an artifact, as PDF/UA (ISO 14289-1) asks.

import type PDFDocument from "pdfkit";
import { inPaintedOrder, readsFromRight } from "./direction.ts";
import { LINE_HEIGHT, type Style, type Typeface } from "./typeface.ts";

type Doc = typeof PDFDocument.prototype;
export type Element = ReturnType<Doc["struct"]>;

/** US letter, in points. */
export const PAGE = { width: 612, height: 792, left: 62, right: 62, top: 58, bottom: 70 } as const;
export const FULL_WIDTH = PAGE.width - PAGE.left - PAGE.right;
export const FULL_HEIGHT = PAGE.height - PAGE.top - PAGE.bottom;

export const INK = "#1f2328";
export const QUIET = "#57606a";
const RULE = "#c9ced4";

export class Sheet {
  readonly doc: Doc;
  readonly type: Typeface;
  readonly root: Element;
  /** Where the next line begins, from the top of the page. */
  y: number = PAGE.top;
  /** Draws what stands on each page. */
  onPage: () => void = () => {};

  constructor(doc: Doc, type: Typeface) {
    this.doc = doc;
    this.type = type;
    this.root = doc.struct("Document");
    doc.addStructure(this.root);
  }

  /** Points left on this page. */
  get room(): number {
    return PAGE.height - PAGE.bottom - this.y;
  }

  newPage(): void {
    this.doc.addPage();
    this.y = PAGE.top;
    this.onPage();
  }

  /** A new page where less than that is left, but for one that has nothing on it yet. */
  need(height: number): void {
    if (height > this.room && this.y > PAGE.top) this.newPage();
  }

  /** Space, that a page doesn't begin with. */
  skip(height: number): void {
    if (this.y > PAGE.top) this.y += height;
  }

  /** An element under another one; who began it ends it, so that what is finished needn't be kept. */
  begin(kind: string, parent: Element = this.root, options: Parameters<Doc["struct"]>[1] = {}): Element {
    const element = this.doc.struct(kind, options);
    parent.add(element);
    return element;
  }

  /** What is drawn on this page, as content of an element. */
  mark(element: Element, kind: string, draw: () => void): void {
    const content = this.doc.markStructureContent(kind);
    draw();
    this.doc.endMarkedContent();
    element.add(content);
  }

  /** What a screen reader passes over. */
  artifact(draw: () => void, options?: Parameters<Doc["markContent"]>[1]): void {
    this.doc.markContent("Artifact", options ?? { type: "Layout" });
    draw();
    this.doc.endMarkedContent();
  }

  /** Lines of a column, one below the other from `y`; gives where they end. */
  draw(lines: readonly string[], style: Style, x: number, y: number, width: number, fromRight: boolean): number {
    this.type.use(style);
    const height = style.size * LINE_HEIGHT;
    lines.forEach((line, at) => {
      const pieces = inPaintedOrder(line, fromRight).filter((piece) => piece !== "");
      let left = fromRight ? x + width - pieces.reduce((sum, piece) => sum + this.type.width(piece, style), 0) : x;
      for (const piece of pieces) {
        this.doc.text(piece, left, y + at * height, { lineBreak: false });
        left += this.type.width(piece, style);
      }
    });
    return y + lines.length * height;
  }

  /** A text in a tag, from here on, over as many pages as it takes. */
  flow(element: Element, kind: string, text: string, style: Style, x: number = PAGE.left): void {
    const width = PAGE.width - PAGE.right - x;
    const fromRight = readsFromRight(text);
    let lines = this.type.lines(text, style, width);
    while (lines.length > 0) {
      const height = style.size * LINE_HEIGHT;
      if (this.room < height) this.newPage();
      const fitting = lines.slice(0, Math.floor(this.room / height));
      this.mark(element, kind, () => {
        this.y = this.draw(fitting, style, x, this.y, width, fromRight);
      });
      lines = lines.slice(fitting.length);
    }
  }

  rule(): void {
    this.artifact(() => {
      const right = PAGE.width - PAGE.right;
      this.doc.lineWidth(0.5).strokeColor(RULE).moveTo(PAGE.left, this.y).lineTo(right, this.y).stroke();
    });
  }
}
