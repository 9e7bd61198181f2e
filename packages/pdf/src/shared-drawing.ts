// A line of text that stands on many pages and is written once, when it is known (a form XObject, ISO 32000-1 section 8.10): pages
// are finished one after the other and needn't be kept until then.

import type PDFDocument from "pdfkit";

type Doc = typeof PDFDocument.prototype;

/** What pdfkit keeps to itself. */
type Inside = {
  readonly _font: {
    readonly id: string;
    ref(): unknown;
    encode(text: string): [readonly string[], unknown];
    readonly ascender: number;
  };
  readonly page: { readonly xobjects: Record<string, unknown>; readonly height: number };
  ref(data: object): { end(content: string): void; readonly data: { Resources: { Font: Record<string, unknown> } } };
};

const NAME = "Shared";

export function sharedDrawing(doc: Doc, { width, height }: { readonly width: number; readonly height: number }) {
  const inside = doc as unknown as Inside;
  const drawing = inside.ref({
    Type: "XObject",
    Subtype: "Form",
    BBox: [0, -height, width, height],
    Resources: { Font: {} },
  });
  return {
    /** On this page, with its upper left corner there. */
    show(x: number, y: number): void {
      inside.page.xobjects[NAME] = drawing;
      doc.save().transform(1, 0, 0, -1, x, y);
      doc.addContent(`/${NAME} Do`);
      doc.restore();
    },
    /** In the font that is in use. */
    end(text: string, size: number): void {
      const { _font: font } = inside;
      drawing.data.Resources.Font[font.id] = font.ref();
      const [glyphs] = font.encode(text);
      const baseline = -(font.ascender / 1000) * size;
      drawing.end(`BT /${font.id} ${size} Tf 1 0 0 1 0 ${baseline.toFixed(3)} Tm <${glyphs.join("")}> Tj ET`);
    },
  };
}
