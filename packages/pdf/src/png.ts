// A PNG row by row (PNG specification, sections 7 and 9): of a picture of many megapixels no more than a row is ever unpacked.

import { Unzlib, Zlib } from "fflate";

export const PNG_SIGN: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MOST_PIXELS = 40_000_000;
/** What is unpacked at once: a thousand times as much may come out of it. */
const PUSHED = 16 * 1024;
// Bytes of a pixel by colour type, 8 bits each: grey, RGB, palette, grey with alpha, RGB with alpha.
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export type Png = {
  readonly width: number;
  readonly height: number;
  /** For each part of a pixel. */
  readonly bits: number;
  readonly color: number;
  readonly palette: Uint8Array | undefined;
  /** Packed rows, each behind its filter, as a PDF file takes them. */
  readonly packed: readonly Uint8Array[];
};

/** Painted on white where it is see-through. Undefined: it can't be set (too large, interlaced, of few bits with transparency). @throws at a damaged one */
export function readPng(bytes: Uint8Array): Png | undefined {
  const chunks = chunksOf(bytes);
  const body = (wanted: string) => chunks.find(({ type }) => type === wanted)?.body;
  const header = body("IHDR");
  if (header === undefined) return undefined;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [bits, color, interlaced] = [view.getUint8(8), view.getUint8(9), view.getUint8(12) === 1];
  const channels = CHANNELS[color];
  const isEmptyOrHuge = width === 0 || height === 0 || width * height > MOST_PIXELS;
  if (channels === undefined || isEmptyOrHuge || interlaced) return undefined;
  const [palette, clear] = [body("PLTE"), body("tRNS")];
  if (color === 3 && palette === undefined) return undefined;
  const seeThrough = color === 4 || color === 6 || clear !== undefined;
  if (bits !== 8 && seeThrough) return undefined;
  const packed = chunks.filter(({ type }) => type === "IDAT").map((chunk) => chunk.body);
  const rowBytes = Math.ceil((width * channels * bits) / 8);
  if (!seeThrough)
    return eachRow(packed, { rowBytes, height }) ? { width, height, bits, color, palette, packed } : undefined;
  const paint = onWhite({ width, color, channels, palette, clear });
  const isWhole = eachRow(packed, { rowBytes, height, step: channels }, paint.row);
  return isWhole ? { width, height, bits: 8, color: 2, palette: undefined, packed: paint.end() } : undefined;
}

type Chunk = { readonly type: string; readonly body: Uint8Array };

function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = PNG_SIGN.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ type, body: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

type Rows = { readonly rowBytes: number; readonly height: number; readonly step?: number };

/** Whether it has exactly these rows. With `use` each is given as it was before it was filtered; it is the same array each time. */
function eachRow(
  packed: readonly Uint8Array[],
  { rowBytes, height, step = 1 }: Rows,
  use?: (row: Uint8Array) => void,
): boolean {
  const row = new Uint8Array(rowBytes + 1);
  let [now, before] = [new Uint8Array(rowBytes), new Uint8Array(rowBytes)];
  let [at, rows] = [0, 0];
  const unzip = new Unzlib((piece) => {
    for (let from = 0; from < piece.length; ) {
      const some = piece.subarray(from, from + row.length - at);
      row.set(some, at);
      [at, from] = [at + some.length, from + some.length];
      if (at < row.length) break;
      at = 0;
      if (++rows > height) throw new Error("more rows than it says");
      if (!use) continue;
      unfilter(row, now, before, step);
      use(now);
      [now, before] = [before, now];
    }
  });
  for (const [n, body] of packed.entries())
    for (let from = 0; from < body.length || from === 0; from += PUSHED)
      unzip.push(body.subarray(from, from + PUSHED), n === packed.length - 1 && from + PUSHED >= body.length);
  return rows === height && at === 0;
}

function unfilter(filtered: Uint8Array, row: Uint8Array, above: Uint8Array, step: number): void {
  const filter = filtered[0] ?? 0;
  for (let at = 0; at < row.length; at++) {
    const left = at >= step ? (row[at - step] ?? 0) : 0;
    const up = above[at] ?? 0;
    const corner = at >= step ? (above[at - step] ?? 0) : 0;
    row[at] = (filtered[at + 1] ?? 0) + predicted(filter, left, up, corner);
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 4) return paeth(left, up, corner);
  if (filter === 3) return (left + up) >> 1;
  if (filter === 2) return up;
  return filter === 1 ? left : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const [byLeft, byUp, byCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

type Shape = {
  readonly width: number;
  readonly color: number;
  readonly channels: number;
  readonly palette: Uint8Array | undefined;
  readonly clear: Uint8Array | undefined;
};

/** Rows of RGB without filters, packed anew. */
function onWhite({ width, color, channels, palette, clear }: Shape) {
  const packed: Uint8Array[] = [];
  const zip = new Zlib((piece) => packed.push(piece));
  const isGrey = color === 0 || color === 4;
  const rgb = [0, 0, 0];
  const alphaOf = (row: Uint8Array, from: number): number => {
    if (color === 4) return row[from + 1] ?? 0;
    if (color === 6) return row[from + 3] ?? 0;
    if (color === 3) return clear?.[row[from] ?? 0] ?? 255;
    // One colour that is clear, 16 bits for each part.
    const parts = isGrey ? 1 : 3;
    for (let at = 0; at < parts; at++) if (clear?.[at * 2 + 1] !== rgb[at] || clear?.[at * 2] !== 0) return 255;
    return 0;
  };
  return {
    row(row: Uint8Array): void {
      const painted = new Uint8Array(width * 3 + 1);
      for (let pixel = 0; pixel < width; pixel++) {
        const from = pixel * channels;
        for (let at = 0; at < 3; at++)
          rgb[at] = (color === 3 ? palette?.[(row[from] ?? 0) * 3 + at] : row[isGrey ? from : from + at]) ?? 0;
        const alpha = alphaOf(row, from);
        for (let at = 0; at < 3; at++)
          painted[1 + pixel * 3 + at] = Math.round(((rgb[at] ?? 0) * alpha + 255 * (255 - alpha)) / 255);
      }
      zip.push(painted);
    },
    end(): readonly Uint8Array[] {
      zip.push(new Uint8Array(0), true);
      return packed;
    },
  };
}
