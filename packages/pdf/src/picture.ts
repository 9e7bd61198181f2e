// Pictures as a PDF file can hold them. JPEG goes in as it is. A PNG that is see-through, interlaced or has 16 bits is
// painted on white first: pdfkit would unpack it in a worker of its own making, which a strict page forbids, and what is
// wrong with the file would surface where nobody can catch it.

import { unzlibSync, zlibSync } from "fflate";

export type Picture = { readonly bytes: Uint8Array; readonly width: number; readonly height: number };

const MOST_PIXELS = 40_000_000;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
// Bytes of a pixel by colour type, 8 bits each: grey, RGB, palette, grey with alpha, RGB with alpha.
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Undefined: no PNG or JPEG that can be set (damaged, too large, or of a rare kind: interlaced, fewer than 8 bits with transparency). */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  try {
    if (PNG.every((byte, at) => bytes[at] === byte)) return readPng(bytes);
    return bytes[0] === 0xff && bytes[1] === 0xd8 ? readJpeg(bytes) : undefined;
  } catch {
    return undefined;
  }
}

function readJpeg(bytes: Uint8Array): Picture | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (startsFrame) {
      const [height, width, channels] = [view.getUint16(at + 5), view.getUint16(at + 7), view.getUint8(at + 9)];
      return width > 0 && height > 0 && [1, 3, 4].includes(channels) ? { bytes, width, height } : undefined;
    }
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function readPng(bytes: Uint8Array): Picture | undefined {
  const chunks = pngChunks(bytes);
  const header = chunks.find(({ type }) => type === "IHDR")?.body;
  if (header === undefined) return undefined;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [bits, color, interlaced] = [view.getUint8(8), view.getUint8(9), view.getUint8(12) === 1];
  const channels = CHANNELS[color];
  if (channels === undefined || width === 0 || height === 0 || width * height > MOST_PIXELS || interlaced)
    return undefined;
  const seeThrough = color === 4 || color === 6 || chunks.some(({ type }) => type === "tRNS");
  if (bits !== 8 && seeThrough) return undefined;
  const pixels = unzlibSync(joined(chunks.filter(({ type }) => type === "IDAT").map(({ body }) => body)));
  const rowBytes = Math.ceil((width * channels * bits) / 8);
  if (pixels.length !== height * (rowBytes + 1)) return undefined;
  if (!seeThrough) return { bytes, width, height };
  const palette = chunks.find(({ type }) => type === "PLTE")?.body;
  const clear = chunks.find(({ type }) => type === "tRNS")?.body;
  const raw = unfilter(pixels, rowBytes, channels);
  return { bytes: onWhite(raw, { width, height, color, channels, palette, clear }), width, height };
}

type Chunk = { readonly type: string; readonly body: Uint8Array };

function pngChunks(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = PNG.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ type, body: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

/** Rows as they were before each was filtered (PNG specification, section 9). */
function unfilter(pixels: Uint8Array, rowBytes: number, step: number): Uint8Array {
  const raw = new Uint8Array((pixels.length / (rowBytes + 1)) * rowBytes);
  for (let row = 0; row * (rowBytes + 1) < pixels.length; row++) {
    const filter = pixels[row * (rowBytes + 1)];
    for (let at = 0; at < rowBytes; at++) {
      const here = row * rowBytes + at;
      const left = at >= step ? (raw[here - step] ?? 0) : 0;
      const up = row > 0 ? (raw[here - rowBytes] ?? 0) : 0;
      const corner = row > 0 && at >= step ? (raw[here - rowBytes - step] ?? 0) : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      raw[here] = (pixels[row * (rowBytes + 1) + 1 + at] ?? 0) + predicted;
    }
  }
  return raw;
}

function paeth(left: number, up: number, corner: number): number {
  const [byLeft, byUp, byCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

type Shape = {
  readonly width: number;
  readonly height: number;
  readonly color: number;
  readonly channels: number;
  readonly palette: Uint8Array | undefined;
  readonly clear: Uint8Array | undefined;
};

/** A PNG of RGB without filters, painted on white. */
function onWhite(raw: Uint8Array, { width, height, color, channels, palette, clear }: Shape): Uint8Array {
  const rows = new Uint8Array(height * (width * 3 + 1));
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    const to = Math.floor(pixel / width) * (width * 3 + 1) + 1 + (pixel % width) * 3;
    const value = (at: number) => raw[from + at] ?? 0;
    const grey = color === 0 || color === 4;
    const rgb =
      color === 3
        ? [0, 1, 2].map((at) => palette?.[value(0) * 3 + at] ?? 0)
        : [0, 1, 2].map((at) => value(grey ? 0 : at));
    const alpha = alphaOf();
    rgb.forEach((part, at) => {
      rows[to + at] = Math.round((part * alpha + 255 * (255 - alpha)) / 255);
    });

    function alphaOf(): number {
      if (color === 4) return value(1);
      if (color === 6) return value(3);
      if (color === 3) return clear?.[value(0)] ?? 255;
      // One colour that is clear, 16 bits for each part.
      const marked = rgb
        .slice(0, grey ? 1 : 3)
        .every((part, at) => clear?.[at * 2 + 1] === part && clear[at * 2] === 0);
      return marked ? 0 : 255;
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  return joined([
    Uint8Array.from(PNG),
    chunk("IHDR", header),
    chunk("IDAT", zlibSync(rows)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** Without its checksum: who reads it is pdfkit, which doesn't look. */
function chunk(type: string, body: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + body.length);
  new DataView(whole.buffer).setUint32(0, body.length);
  whole.set(new TextEncoder().encode(type), 4);
  whole.set(body, 8);
  return whole;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
