// A picture on a page (an image XObject, ISO 32000-1 section 8.9): it is written to the file when it is first shown, and only its number is kept.

import type PDFDocument from "pdfkit";
import type { Picture } from "./picture.ts";

type Doc = typeof PDFDocument.prototype;

/** What pdfkit keeps to itself. */
type Reference = { write(content: Uint8Array): void; end(content?: Uint8Array): void };
type Inside = {
  readonly page: { readonly xobjects: Record<string, unknown> };
  ref(data: object): Reference;
};

export type Shown = Pick<Picture, "width" | "height" | "orientation"> & {
  readonly name: string;
  readonly reference: unknown;
};

/** `name`: another one for each picture of the file. */
export function keepPicture(
  doc: Doc,
  name: string,
  { entries, palette, stored, width, height, orientation }: Picture,
): Shown {
  const inside = doc as unknown as Inside;
  const colors = palette && inside.ref({});
  colors?.end(palette);
  const space = palette && { ColorSpace: ["Indexed", "DeviceRGB", palette.length / 3 - 1, colors] };
  const reference = inside.ref({ Type: "XObject", Subtype: "Image", ...entries, ...space });
  for (const piece of stored) reference.write(piece);
  reference.end();
  return { name, reference, width, height, orientation };
}

// Where a point of the stored picture, so far right and so far down of one, stands in what is looked at: start, by right, by down, for both.
const TURNED: readonly (readonly [readonly [number, number, number], readonly [number, number, number]])[] = [
  [
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [1, -1, 0],
    [0, 0, 1],
  ],
  [
    [1, -1, 0],
    [1, 0, -1],
  ],
  [
    [0, 1, 0],
    [1, 0, -1],
  ],
  [
    [0, 0, 1],
    [0, 1, 0],
  ],
  [
    [1, 0, -1],
    [0, 1, 0],
  ],
  [
    [1, 0, -1],
    [1, -1, 0],
  ],
  [
    [0, 0, 1],
    [1, -1, 0],
  ],
];

/** With its upper left corner there, in points. */
export function showPicture(
  doc: Doc,
  { name, reference, orientation }: Shown,
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  const [[p, pRight, pDown], [q, qRight, qDown]] = TURNED[orientation - 1] ?? TURNED[0]!;
  (doc as unknown as Inside).page.xobjects[name] = reference;
  doc.save();
  // A PDF file counts a picture's height from below.
  doc.transform(
    width * pRight,
    height * qRight,
    -width * pDown,
    -height * qDown,
    x + width * (p + pDown),
    y + height * (q + qDown),
  );
  doc.addContent(`/${name} Do`);
  doc.restore();
}
