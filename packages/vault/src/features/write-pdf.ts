/**
 * A plain text PDF (ISO 32000-1), in the fonts that every reader has: no file is embedded, nothing is fetched, and the same lines give the
 * same bytes. Letters outside WinAnsi lose their marks; where there is no plain one either it says so, in the place of the name.
 */

export type PdfLine = { readonly style: "title" | "heading" | "item" | "text"; readonly text: string };

const page = { width: 595, height: 842, margin: 56 };
/** Points; `before`: the space above a line's first row. */
const styles = {
  title: { font: "F2", size: 17, leading: 22, before: 0 },
  heading: { font: "F2", size: 12, leading: 16, before: 16 },
  item: { font: "F2", size: 9.5, leading: 13, before: 7 },
  text: { font: "F1", size: 9.5, leading: 13, before: 3 },
} as const;

/** Helvetica's widths of ASCII from the space on, in thousandths (Adobe's metrics); bold is a little wider, what lies beyond about 556. */
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
const boldIsWider = 1.08;

export function writePdf(name: string, lines: readonly PdfLine[]): Uint8Array {
  const title = winAnsi(name);
  const pages = layOut(lines);
  const objects: string[] = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${6 + n * 2} 0 R`).join(" ")}] >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    `<< /Title (${escaped(title)}) /Producer (Alcove) >>`,
  ];
  for (const [n, content] of pages.entries()) {
    const foot = row("F1", 8, page.margin, page.margin / 2, `${title}, page ${n + 1} of ${pages.length}`);
    const stream = `${content}${foot}`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${page.width} ${page.height}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${7 + n * 2} 0 R >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}endstream`,
    );
  }
  return assemble(objects);
}

/** Every string in it has one character for each byte, so that its length is the file's. */
function assemble(objects: readonly string[]): Uint8Array {
  let file = "%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n";
  const places: number[] = [];
  for (const [n, object] of objects.entries()) {
    places.push(file.length);
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const trailer = `<< /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R >>`;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n${trailer}\nstartxref\n${file.length}\n%%EOF\n`;
  return Uint8Array.from(file, (character) => character.charCodeAt(0));
}

function layOut(lines: readonly PdfLine[]): string[] {
  const pages = [""];
  let y = page.height - page.margin;
  for (const line of lines) {
    const { font, size, leading, before } = styles[line.style];
    y -= before;
    for (const words of wrapped(winAnsi(line.text), size * (font === "F2" ? boldIsWider : 1))) {
      // A heading is not left alone at the foot.
      if (y - leading < page.margin + (line.style === "text" ? 0 : 2 * leading)) {
        pages.push("");
        y = page.height - page.margin;
      }
      y -= leading;
      pages[pages.length - 1] += row(font, size, page.margin, y, words);
    }
  }
  return pages;
}

const row = (font: string, size: number, x: number, y: number, words: string): string =>
  `BT /${font} ${size} Tf ${x} ${y.toFixed(1)} Td (${escaped(words)}) Tj ET\n`;

const escaped = (words: string): string => words.replaceAll(/[\\()]/g, "\\$&");

const widthOf = (words: string, size: number): number => {
  let sum = 0;
  for (let n = 0; n < words.length; n++) sum += widths[words.charCodeAt(n) - 32] ?? 556;
  return (sum * size) / 1000;
};

/** Words that are longer than a row are cut. */
function wrapped(text: string, size: number): string[] {
  const room = page.width - 2 * page.margin;
  const rows: string[] = [];
  let now = "";
  for (const word of text.split(/\s+/)) {
    const longer = now === "" ? word : `${now} ${word}`;
    if (widthOf(longer, size) <= room) {
      now = longer;
      continue;
    }
    if (now !== "") rows.push(now);
    now = word;
    while (widthOf(now, size) > room) {
      let fits = now.length - 1;
      while (fits > 1 && widthOf(now.slice(0, fits), size) > room) fits--;
      rows.push(now.slice(0, fits));
      now = now.slice(fits);
    }
  }
  return [...rows, now];
}

/** Of what WinAnsi has at other places than Unicode; Latin 1 it has at the same. */
const beyondLatin: Readonly<Record<string, string>> = {
  "\u2018": "\u0091",
  "\u2019": "\u0092",
  "\u201c": "\u0093",
  "\u201d": "\u0094",
  "\u2026": "\u0085",
  "\u2013": "\u0096",
  "\u2014": "\u0097",
  "\u20ac": "\u0080",
  "\u0160": "\u008a",
  "\u0161": "\u009a",
  "\u017d": "\u008e",
  "\u017e": "\u009e",
  "\u0152": "\u008c",
  "\u0153": "\u009c",
  "\u0141": "L",
  "\u0142": "l",
};

/** In the place of letters and signs that these fonts lack, however many. */
const lacking = "[in signs that this sheet lacks]";

/** Whether something of it can't be shown. */
export const isLacking = (text: string): boolean => winAnsi(text).includes(lacking);

function winAnsi(text: string): string {
  let out = "";
  for (const character of text.normalize("NFC")) {
    const code = character.codePointAt(0) as number;
    const isThere = (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff);
    out += isThere ? character : (beyondLatin[character] ?? plainLetter(character));
  }
  return out.replaceAll(/\0(?:\s*\0)*/g, lacking);
}

function plainLetter(character: string): string {
  if (/\s/.test(character)) return " ";
  const letter = character.normalize("NFD").charAt(0);
  return letter >= "!" && letter <= "~" ? letter : "\0";
}
