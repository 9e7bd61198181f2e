/**
 * Photographed pages as one PDF: a picture a page, nothing else, and no letters to load (ISO 32000-1). The pictures stand in it
 * byte for byte as the camera's program made them.
 */

export type ScannedPage = {
  /** JPEG. */
  readonly jpeg: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly isGray?: boolean;
};

/** Points of the longer side: a page of this size prints on A4 and on Letter. */
const longerSide = 780;
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** `title`: what readers show as the file's name. */
export function writeScan(pages: readonly ScannedPage[], title: string, language: string): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  const places: number[] = [];
  let at = 0;
  const put = (piece: Uint8Array | string) => {
    const bytes = typeof piece === "string" ? latin1(piece) : piece;
    pieces.push(bytes);
    at += bytes.length;
  };
  const object = (number: number, head: string, stream?: Uint8Array | string) => {
    places[number] = at;
    put(`${number} 0 obj\n${head}\n`);
    if (stream !== undefined) {
      put("stream\n");
      put(stream);
      put("\nendstream\n");
    }
    put("endobj\n");
  };
  /** Of page `n` from 0: itself, its drawing, its picture. */
  const numbersOf = (n: number) => [4 + n * 3, 5 + n * 3, 6 + n * 3] as const;

  put("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
  object(1, `<< /Type /Catalog /Pages 2 0 R /Lang (${language}) /ViewerPreferences << /DisplayDocTitle true >> >>`);
  const kids = pages.map((_, n) => `${numbersOf(n)[0]} 0 R`).join(" ");
  object(2, `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  object(3, `<< /Title <${utf16(title)}> >>`);
  for (const [n, { jpeg, width, height, isGray }] of pages.entries()) {
    const [page, drawing, picture] = numbersOf(n);
    const scale = longerSide / Math.max(width, height);
    const [w, h] = [(width * scale).toFixed(2), (height * scale).toFixed(2)];
    object(
      page,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${w} ${h}] /Resources << /XObject << /P ${picture} 0 R >> >> /Contents ${drawing} 0 R >>`,
    );
    const draws = `q ${w} 0 0 ${h} 0 0 cm /P Do Q`;
    object(drawing, `<< /Length ${draws.length} >>`, draws);
    object(
      picture,
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /${isGray ? "DeviceGray" : "DeviceRGB"} /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`,
      jpeg,
    );
  }
  const table = at;
  const rows = places.slice(1).map((place) => `${String(place).padStart(10, "0")} 00000 n \n`);
  put(`xref\n0 ${places.length}\n0000000000 65535 f \n${rows.join("")}`);
  put(`trailer\n<< /Size ${places.length} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${table}\n%%EOF\n`);

  const whole = new Uint8Array(at);
  let from = 0;
  for (const piece of pieces) {
    whole.set(piece, from);
    from += piece.length;
  }
  return whole;
}

/** Hexadecimal, with its byte order mark. */
const utf16 = (text: string): string =>
  `FEFF${Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, "0")).join("")}`;
