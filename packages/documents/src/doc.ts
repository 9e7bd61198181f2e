/**
 * Word files from before 2007 (MS-DOC 2023-09, Word 97 and later): the text lies in pieces that a table puts in order; the
 * main document comes first, then footnotes, headers, comments, endnotes, text boxes. Macros are other streams, and are never
 * looked at. Its results are compared with another program's in tests/documents.
 *
 * A table's cells come out with tabs between them. Where cells are empty a row can break into two lines: what tells a row's end
 * from an empty cell is in properties that are not read. Labels of lists are not in the text; authors of comments are not read.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import type { DocumentLimits } from "./limits.ts";
import { openOle } from "./ole.ts";
import { countedWarnings, type ReadText, type Refusal } from "./problems.ts";
import { commentMark, composeText, noteMark } from "./text-flow.ts";

const damaged = fail<Refusal>({ code: "document-damaged", reason: "doc" });
const WORD_97 = 0xa5ec;
/** sprmCFRMarkDel: deleted with changes tracked (2.6.1). */
const DELETED = 0x0800;
const PAGE_BYTES = 512;
/** Kinds of header stories, by their place among six (2.3.4). */
const HEADERS = new Set([0, 1, 4]);

type Piece = { readonly at: number; readonly characters: number; readonly wide: boolean };

/** Fails with "document-damaged", "document-encrypted", "document-unsupported" for Word 95 and before, "document-too-large". */
export function readDoc(bytes: Uint8Array, limits: DocumentLimits): Result<ReadText, Refusal> {
  const ole = openOle(bytes);
  if (!ole.ok) return ole;
  const main = ole.value.stream("WordDocument");
  if (!main || main.length < 0x1aa) return damaged;
  const fib = new DataView(main.buffer, main.byteOffset, main.byteLength);
  if (fib.getUint16(0, true) !== WORD_97) return fail({ code: "document-unsupported", reason: "old-version" });
  const flags = fib.getUint16(0x0a, true);
  if ((flags & 0x0100) !== 0) return fail({ code: "document-encrypted" });
  const table = ole.value.stream((flags & 0x0200) === 0 ? "0Table" : "1Table");
  const part = (offset: number): Uint8Array => {
    const from = fib.getUint32(offset, true);
    return table ? table.subarray(from, from + fib.getUint32(offset + 4, true)) : new Uint8Array();
  };
  const pieces = piecesIn(part(0x1a2));
  if (!table || !pieces) return damaged;
  const characters = pieces.reduce((sum, piece) => sum + piece.characters, 0);
  if (characters > limits.maxNoteBytes) {
    return fail({ code: "document-too-large", what: "note", size: characters, limit: limits.maxNoteBytes });
  }
  const { text, deleted } = textOf(main, pieces, deletedRuns(main, part(0xfa)));

  const [ccpText = 0, ccpFtn = 0, ccpHdd = 0, ccpAtn = 0, ccpEdn = 0, ccpTxbx = 0, ccpHdrTxbx = 0] = [
    0x4c, 0x50, 0x54, 0x5c, 0x60, 0x64, 0x68,
  ].map((offset) => fib.getUint32(offset, true));
  let at = 0;
  const take = (length: number): string => text.slice(at, (at += length));
  const body = take(ccpText);
  const footnotes = take(ccpFtn);
  const stories = take(ccpHdd);
  const comments = take(ccpAtn);
  const endnotes = take(ccpEdn);
  const boxes = take(ccpTxbx) + take(ccpHdrTxbx);
  const notes = [...split(footnotes, "\x02"), ...split(endnotes, "\x02")];
  // Which mark is whose is only plain where all are of one sort.
  const marks = footnotes === "" || endnotes === "";
  const headers = headersIn(stories, part(0xf2));
  const inWords = [plain(body, marks), plain(boxes)].filter((words) => words.trim() !== "").join("\n");
  return ok({
    text: composeText({
      headers: headers.filter(({ isHeader }) => isHeader).map(({ story }) => plain(story)),
      body: inWords,
      notes: notes.map((note) => plain(note)),
      comments: split(comments, "\x05").map((comment) => ({ author: undefined, text: plain(comment) })),
      footers: headers.filter(({ isHeader }) => !isHeader).map(({ story }) => plain(story)),
    }),
    warnings: [
      ...(ole.value.names.includes("_VBA_PROJECT") ? [{ code: "document-macros-left-out" } as const] : []),
      ...countedWarnings({
        "document-deletions-left-out": deleted,
        "document-pictures-left-out": (body.match(/[\x01\x08]/g) ?? []).length,
      }),
    ],
  });
}

/** The table of pieces in the Clx (2.9.38): property modifiers first, then character positions and where they lie. */
function piecesIn(clx: Uint8Array): Piece[] | undefined {
  const view = new DataView(clx.buffer, clx.byteOffset, clx.byteLength);
  let at = 0;
  while (at + 3 <= clx.length && clx[at] === 1) at += 3 + view.getUint16(at + 1, true);
  if (at + 5 > clx.length || clx[at] !== 2) return undefined;
  const bytes = Math.min(view.getUint32(at + 1, true), clx.length - at - 5);
  const count = Math.floor((bytes - 4) / 12);
  const from = at + 5;
  const pieces: Piece[] = [];
  for (let index = 0; index < count; index++) {
    const start = view.getUint32(from + index * 4, true);
    const end = view.getUint32(from + (index + 1) * 4, true);
    const place = view.getUint32(from + (count + 1) * 4 + index * 8 + 2, true);
    const wide = (place & 0x40000000) === 0;
    if (end < start) return undefined;
    pieces.push({ at: wide ? place : (place & 0x3fffffff) >>> 1, characters: end - start, wide });
  }
  return pieces;
}

/** All text in its order, without what was deleted while changes were tracked: as NUL, so that positions stay. */
function textOf(main: Uint8Array, pieces: readonly Piece[], deletions: readonly Run[]) {
  const [narrow, utf16] = [new TextDecoder("windows-1252"), new TextDecoder("utf-16le")];
  let text = "";
  let deleted = 0;
  for (const { at, characters, wide } of pieces) {
    const width = wide ? 2 : 1;
    const end = at + characters * width;
    let words = (wide ? utf16 : narrow).decode(main.subarray(at, end)).slice(0, characters).padEnd(characters, "\0");
    for (const { from, to } of deletions) {
      if (to <= at || from >= end) continue;
      const [first, last] = [
        Math.max(0, Math.floor((from - at) / width)),
        Math.min(characters, Math.ceil((to - at) / width)),
      ];
      words = words.slice(0, first) + "\0".repeat(last - first) + words.slice(last);
      deleted++;
    }
    text += words;
  }
  return { text, deleted };
}

/** Bytes of the main stream, the last one excluded. */
type Run = { readonly from: number; readonly to: number };

/** Runs of characters that are marked as deleted, by the pages of character properties (2.9.33, ChpxFkp). */
function deletedRuns(main: Uint8Array, bins: Uint8Array): Run[] {
  const view = new DataView(bins.buffer, bins.byteOffset, bins.byteLength);
  const count = Math.max(0, Math.floor((bins.length - 4) / 8));
  const pages = new Set(
    Array.from({ length: count }, (_, at) => view.getUint32((count + 1) * 4 + at * 4, true) & 0x3fffff),
  );
  return [...pages].flatMap((number) => runsIn(main.subarray(number * PAGE_BYTES, (number + 1) * PAGE_BYTES)));
}

function runsIn(page: Uint8Array): Run[] {
  const runs = page[PAGE_BYTES - 1] ?? 0;
  if (page.length < PAGE_BYTES || (runs + 1) * 4 + runs > PAGE_BYTES) return [];
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const found: Run[] = [];
  for (let run = 0; run < runs; run++) {
    const at = (page[(runs + 1) * 4 + run] ?? 0) * 2;
    const properties = at === 0 ? new Uint8Array() : page.subarray(at + 1, at + 1 + (page[at] ?? 0));
    if (isDeleted(properties))
      found.push({ from: view.getUint32(run * 4, true), to: view.getUint32((run + 1) * 4, true) });
  }
  return found;
}

function isDeleted(properties: Uint8Array): boolean {
  for (let at = 0; at + 2 < properties.length; ) {
    const code = (properties[at] as number) | ((properties[at + 1] as number) << 8);
    if (code === DELETED) return ((properties[at + 2] as number) & 1) === 1;
    // How long its operand is (2.6).
    const size = [1, 1, 2, 4, 2, 2, 1 + (properties[at + 2] as number), 3][code >> 13] ?? 1;
    at += 2 + size;
  }
  return false;
}

/** Stories of headers and footers: the first six are separators of notes, then six a section. */
function headersIn(stories: string, plc: Uint8Array): { readonly story: string; readonly isHeader: boolean }[] {
  const view = new DataView(plc.buffer, plc.byteOffset, plc.byteLength);
  const found: { story: string; isHeader: boolean }[] = [];
  for (let index = 6; (index + 2) * 4 <= plc.length; index++) {
    const story = stories.slice(view.getUint32(index * 4, true), view.getUint32((index + 1) * 4, true));
    if (/[^\0-\x20]/.test(story)) found.push({ story, isHeader: HEADERS.has(index % 6) });
  }
  return found;
}

/** Each note begins with its mark. */
function split(text: string, mark: string): string[] {
  return text.split(mark).filter((note) => /[^\0-\x20]/.test(note));
}

/** Marks of the format as words or white space (2.4.1 and sprmCFSpec): fields keep their result, never their instruction. */
function plain(text: string, withMarks = false): string {
  let note = 0;
  let comment = 0;
  return withoutInstructions(text)
    .replaceAll("\x07\x07", "\n")
    .replaceAll("\x07", "\t")
    .replace(/[\r\v\f\x0e]/g, "\n")
    .replaceAll("\x1e", "\u2011")
    .replaceAll("\x02", () => (withMarks ? noteMark(++note) : ""))
    .replaceAll("\x05", () => (withMarks ? commentMark(++comment) : ""))
    .replace(/[\0-\x08\x10-\x1f]/g, "")
    .replace(/\t+$/gm, "");
}

/** What stands between 0x13 and 0x14 tells what a field is; what stands between 0x14 and 0x15 is shown. They nest. */
function withoutInstructions(text: string): string {
  if (!text.includes("\x13")) return text;
  let out = "";
  const inResult: boolean[] = [];
  let hidden = 0;
  for (const piece of text.split(/([\x13\x14\x15])/)) {
    if (piece === "\x13") {
      inResult.push(false);
      hidden++;
    } else if (piece === "\x14" && inResult.at(-1) === false) {
      inResult[inResult.length - 1] = true;
      hidden--;
    } else if (piece === "\x15" && inResult.length > 0) {
      if (inResult.pop() === false) hidden--;
    } else if (hidden === 0) out += piece;
  }
  return out;
}
