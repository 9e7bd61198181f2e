/**
 * Blocks of text into tagged PDF files, and signatures on them.
 *
 * ```ts
 * const bytes = await writePaper(
 *   {
 *     title: "Attendance",
 *     language: "en",
 *     from: ["Hillside Practice", "12 Hill Street"],
 *     foot: "Hillside Practice, 2026-11-30",
 *     blocks: [
 *       { kind: "paragraph", text: "To whom it may concern" },
 *       { kind: "facts", rows: [["Sessions", "12"]] },
 *     ],
 *   },
 *   fonts, // { regular, bold }: the bytes of DejaVuSans.ttf and DejaVuSans-Bold.ttf
 *   Date.now(),
 * );
 * ```
 *
 * On Node the fonts are read from `dejavu-fonts-ttf/ttf/`; the web imports them by URL, with this package, when the first
 * paper is written.
 */

export type { Block, Paper, Pictures } from "./paper.ts";
export type { Fonts } from "./typeface.ts";
export { type PdfCrypto, type PdfSignature, signPdf } from "./sign.ts";
export { paperPieces, writePaper } from "./write-paper.ts";
