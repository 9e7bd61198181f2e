/** Small PDFs made by hand: one line of Helvetica for each line of a page, in WinAnsi. */

import { strToU8, zlibSync } from "fflate";

export type PdfParts = {
  /** Lines of each page, ASCII. */
  readonly pages: readonly (readonly string[])[];
  readonly compressed?: boolean;
  /** A whole content stream instead, for the first page, uncompressed. */
  readonly content?: Uint8Array;
  /** Entries of the trailer beside /Root and /Size. */
  readonly trailer?: string;
  /** Objects with numbers from 100 on, and /Annots of the first page. */
  readonly extraObjects?: Readonly<Record<number, string>>;
  readonly annotations?: string;
};

export function buildPdf({
  pages,
  compressed = false,
  content,
  trailer = "",
  extraObjects = {},
  annotations = "",
}: PdfParts): Uint8Array {
  const chunks: Uint8Array[] = [];
  const offsets = new Map<number, number>();
  let length = 0;
  const write = (piece: string | Uint8Array) => {
    const bytes = typeof piece === "string" ? strToU8(piece, true) : piece;
    chunks.push(bytes);
    length += bytes.length;
  };
  const writeObject = (number: number, text: string, stream?: Uint8Array) => {
    offsets.set(number, length);
    write(`${number} 0 obj\n${text}\n`);
    if (stream) {
      write("stream\n");
      write(stream);
      write("\nendstream\n");
    }
    write("endobj\n");
  };
  write("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
  writeObject(1, "<< /Type /Catalog /Pages 2 0 R >>");
  const pageNumbers = pages.map((_, index) => 10 + index * 2);
  writeObject(
    2,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pageNumbers.map((number) => `${number} 0 R`).join(" ")}] >>`,
  );
  writeObject(3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  pages.forEach((lines, index) => {
    const number = 10 + index * 2;
    const annots = index === 0 && annotations !== "" ? `/Annots [${annotations}]` : "";
    writeObject(
      number,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${number + 1} 0 R ${annots} >>`,
    );
    const drawn = strToU8(
      `BT /F1 12 Tf 14 TL 72 720 Td\n${lines.map((line) => `(${line.replace(/[\\()]/g, "\\$&")}) Tj T*`).join("\n")}\nET`,
    );
    const stream = index === 0 && content ? content : compressed ? zlibSync(drawn) : drawn;
    const filter = compressed || (index === 0 && content) ? "/Filter /FlateDecode" : "";
    writeObject(number + 1, `<< /Length ${stream.length} ${filter} >>`, stream);
  });
  for (const [number, text] of Object.entries(extraObjects)) writeObject(Number(number), text);
  const size = Math.max(...offsets.keys()) + 1;
  const start = length;
  write(`xref\n0 ${size}\n`);
  for (let number = 0; number < size; number++) {
    const offset = offsets.get(number);
    write(offset === undefined ? "0000000000 65535 f \n" : `${String(offset).padStart(10, "0")} 00000 n \n`);
  }
  write(`trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`);
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
