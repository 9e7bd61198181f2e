/**
 * A picture without what its camera wrote into it besides the picture: place, time, device and its number, owner, remarks, the
 * small picture and the film beside it. Its own bytes stay as they are, and so do colours and the way it is turned. What is not
 * known to belong to the picture goes. Everything in a file is its maker's: every length is checked, and what does not add up is
 * left as it came, and said.
 */

import { concatBytes, copyBytes } from "@alcove/bytes";
import { crc32 } from "../crc32.ts";
import { hasBytesAt } from "../magic.ts";
import { type ExifFacts, onlyOrientation, readExif, saysPlace } from "./exif.ts";

export type CleanedPicture =
  /** `place`: it said where it was taken. */
  | { readonly outcome: "removed"; readonly bytes: Uint8Array; readonly place: boolean }
  | { readonly outcome: "nothing-there" }
  /** A picture or film of a kind that can say where it was taken, and that isn't understood here, or is damaged. */
  | { readonly outcome: "cannot"; readonly what: "heic" | "tiff" | "film" | "large" | "damaged" }
  | { readonly outcome: "no-picture" };

/** `undefined`: it does not add up. */
type Kept = { readonly parts: readonly Uint8Array[]; readonly removed: number; readonly exif: ExifFacts };

export function cleanPicture(bytes: Uint8Array): CleanedPicture {
  const walk = walkerFor(bytes);
  if (typeof walk === "string") return { outcome: "cannot", what: walk };
  if (!walk) return { outcome: "no-picture" };
  const kept = walk(bytes);
  if (!kept) return { outcome: "cannot", what: "damaged" };
  if (kept.removed === 0) return { outcome: "nothing-there" };
  return { outcome: "removed", bytes: concatBytes(...kept.parts), place: kept.exif.place };
}

type LazyBytes = { readonly size: number; slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> } };
/** No camera's is larger; this much is held in memory. */
const largestBytes = 64 * 1024 * 1024;

/** The same of a file or blob, of which no more is read than it takes. Rejects as it does where it can't be read. */
export async function cleanFile(file: LazyBytes): Promise<CleanedPicture> {
  const read = async (end: number) => new Uint8Array(await file.slice(0, end).arrayBuffer());
  const byItsHead = cleanPicture(await read(Math.min(file.size, 64)));
  const isKnown = byItsHead.outcome !== "cannot" || byItsHead.what === "damaged";
  if (byItsHead.outcome === "no-picture" || !isKnown) return byItsHead;
  return file.size > largestBytes ? { outcome: "cannot", what: "large" } : cleanPicture(await read(file.size));
}

function walkerFor(
  bytes: Uint8Array,
): ((bytes: Uint8Array) => Kept | undefined) | "heic" | "tiff" | "film" | undefined {
  if (hasBytesAt(bytes, 0, "\xff\xd8\xff")) return walkJpeg;
  if (hasBytesAt(bytes, 0, "\x89PNG\r\n\x1a\n")) return walkPng;
  if (hasBytesAt(bytes, 0, "RIFF") && hasBytesAt(bytes, 8, "WEBP")) return walkWebp;
  if (hasBytesAt(bytes, 0, "II*\0") || hasBytesAt(bytes, 0, "MM\0*")) return "tiff";
  if (!hasBytesAt(bytes, 4, "ftyp")) return undefined;
  return ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1", "avif"].some((brand) => hasBytesAt(bytes, 8, brand))
    ? "heic"
    : "film";
}

const upright: ExifFacts = { orientation: 1, place: false };

/** ITU T.81: segments, each 0xFF, its marker and its length; entropy-coded data follows a scan's header up to the next marker. */
function walkJpeg(bytes: Uint8Array): Kept | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let exif = upright;
  let removed = 0;
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] as number;
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) {
      // What follows is no part of this picture: small ones, others of a series, a film.
      removed += bytes.length - (at + 2);
      parts.push(bytes.subarray(at, at + 2));
      return { parts: turned(parts, exif), removed, exif };
    }
    if (at + 4 > bytes.length) return undefined;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) return undefined;
    const body = bytes.subarray(at + 4, end);
    const scanEnd = marker === 0xda ? endOfScan(bytes, end) : end;
    if (belongsToJpeg(marker, body)) parts.push(bytes.subarray(at, scanEnd));
    else {
      removed += end - at;
      if (marker === 0xe1 && hasBytesAt(body, 0, "Exif\0\0")) exif = both(exif, readExif(body.subarray(6)));
      else if (marker === 0xe1 && saysPlace(body)) exif = { ...exif, place: true };
    }
    at = scanEnd;
  }
  return undefined;
}

/** Up to the next marker that is neither a restart nor a stuffed byte. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function belongsToJpeg(marker: number, body: Uint8Array): boolean {
  // Remarks, and what applications wrote.
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  if (marker === 0xe0) return hasBytesAt(body, 0, "JFIF\0");
  if (marker === 0xe2) return hasBytesAt(body, 0, "ICC_PROFILE\0");
  return marker === 0xee && hasBytesAt(body, 0, "Adobe");
}

/** Where it is not upright a block that says so stands behind the first marker. */
function turned(parts: readonly Uint8Array[], { orientation }: ExifFacts): readonly Uint8Array[] {
  if (orientation === 1) return parts;
  const tiff = onlyOrientation(orientation);
  const head = new Uint8Array(10);
  head.set([0xff, 0xe1, 0, 8 + tiff.length, ...new TextEncoder().encode("Exif\0\0")]);
  const [first = new Uint8Array(0), ...rest] = parts;
  return [first, head, tiff, ...rest];
}

const pngChunks = new Set(
  "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT cICP mDCV cLLI".split(" "),
);

/** PNG, third edition: length, type, data, CRC-32 of type and data. */
function walkPng(bytes: Uint8Array): Kept | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  let exif = upright;
  let removed = 0;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.subarray(at + 8, end - 4);
    if (pngChunks.has(type)) parts.push(bytes.subarray(at, end));
    else {
      removed += end - at;
      if (type === "eXIf") exif = both(exif, readExif(body));
      else if (type === "iTXt" && saysPlace(body)) exif = { ...exif, place: true };
    }
    if (type === "IEND") {
      removed += bytes.length - end;
      const [first = new Uint8Array(0), header = new Uint8Array(0), ...rest] = parts;
      const turns = exif.orientation === 1 ? [] : [pngChunk("eXIf", onlyOrientation(exif.orientation))];
      return { parts: [first, header, ...turns, ...rest], removed, exif };
    }
    at = end;
  }
  return undefined;
}

function pngChunk(type: string, body: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + body.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(body, 8);
  view.setUint32(8 + body.length, crc32(chunk.subarray(4, 8 + body.length), 0));
  return chunk;
}

const webpChunks = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
/** Flags of `VP8X` that say what other chunks there are. */
const [exifFlag, xmpFlag] = [0x08, 0x04];

/** RFC 9649: RIFF, its size, WEBP, then chunks of four letters, a size and an even number of bytes. */
function walkWebp(bytes: Uint8Array): Kept | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Uint8Array[] = [];
  let exif = upright;
  const whole = 8 + view.getUint32(4, true);
  if (whole > bytes.length || bytes.length < 20) return undefined;
  let removed = bytes.length - whole;
  for (let at = 12; at < whole; ) {
    if (at + 8 > whole) return undefined;
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (end > whole) return undefined;
    const type = String.fromCharCode(...bytes.subarray(at, at + 4));
    const body = bytes.subarray(at + 8, at + 8 + size);
    if (webpChunks.has(type)) chunks.push(copyBytes(bytes.subarray(at, end)));
    else {
      removed += end - at;
      // Some writers put JPEG's heading before the block.
      if (type === "EXIF") exif = both(exif, readExif(hasBytesAt(body, 0, "Exif\0\0") ? body.subarray(6) : body));
      else if (saysPlace(body)) exif = { ...exif, place: true };
    }
    at = end;
  }
  const isTurned = exif.orientation !== 1;
  const [first] = chunks;
  if (first && hasBytesAt(first, 0, "VP8X") && first.length > 8)
    first[8] = ((first[8] as number) & ~(exifFlag | xmpFlag)) | (isTurned ? exifFlag : 0);
  if (isTurned) chunks.push(webpChunk("EXIF", onlyOrientation(exif.orientation)));
  const head = copyBytes(bytes.subarray(0, 12));
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 4);
  new DataView(head.buffer).setUint32(4, length, true);
  return { parts: [head, ...chunks], removed, exif };
}

function webpChunk(type: string, body: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(8 + body.length + (body.length % 2));
  chunk.set(new TextEncoder().encode(type));
  new DataView(chunk.buffer).setUint32(4, body.length, true);
  chunk.set(body, 8);
  return chunk;
}

const both = (one: ExifFacts, other: ExifFacts): ExifFacts => ({
  orientation: other.orientation === 1 ? one.orientation : other.orientation,
  place: one.place || other.place,
});
