// Pictures as a PDF file can hold them (ISO 32000-1, 8.9.5): JPEG as it is, PNG as its own packed rows. pdfkit is not asked: it unpacks
// some in a worker of its own making, which a strict page forbids, and holds all pixels at once.

import { PNG_SIGN, readPng } from "./png.ts";

export type Picture = {
  /** As it is looked at, in pixels. */
  readonly width: number;
  readonly height: number;
  /** How what is stored is turned for that, 1 to 8 as EXIF counts. */
  readonly orientation: number;
  /** What a PDF file says of the stored picture; `palette` stands in an object of its own. */
  readonly entries: object;
  readonly palette?: Uint8Array | undefined;
  readonly stored: readonly Uint8Array[];
};

const UPRIGHT = 1;
const SPACES: Readonly<Record<number, string>> = { 1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK" };

/** Undefined: no PNG or JPEG that can be set (damaged, too large, or of a rare kind: interlaced, fewer than 8 bits with transparency). */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  try {
    if (PNG_SIGN.every((byte, at) => bytes[at] === byte)) return ofPng(bytes);
    return bytes[0] === 0xff && bytes[1] === 0xd8 ? ofJpeg(bytes) : undefined;
  } catch {
    return undefined;
  }
}

function ofPng(bytes: Uint8Array): Picture | undefined {
  const png = readPng(bytes);
  if (!png) return undefined;
  const { width, height, bits, color, palette, packed } = png;
  const isGrey = color === 0;
  const entries = {
    Width: width,
    Height: height,
    BitsPerComponent: bits,
    Filter: "FlateDecode",
    DecodeParms: { Predictor: 15, Colors: color === 2 ? 3 : 1, BitsPerComponent: bits, Columns: width },
    ...(color === 3 ? {} : { ColorSpace: isGrey ? SPACES[1] : SPACES[3] }),
  };
  return { width, height, orientation: UPRIGHT, entries, palette: color === 3 ? palette : undefined, stored: packed };
}

function ofJpeg(bytes: Uint8Array): Picture | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let orientation = UPRIGHT;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (startsFrame) {
      const [bits, channels] = [view.getUint8(at + 4), view.getUint8(at + 9)];
      const [height, width, space] = [view.getUint16(at + 5), view.getUint16(at + 7), SPACES[channels]];
      // One that was cut off still has its beginning: its end is asked for, so that nobody takes half a picture for a whole one.
      if (width === 0 || height === 0 || bits !== 8 || space === undefined || !hasEnd(bytes)) return undefined;
      const entries = {
        Width: width,
        Height: height,
        BitsPerComponent: bits,
        ColorSpace: space,
        Filter: "DCTDecode",
        // Programs that write four colours write them the other way round.
        ...(channels === 4 ? { Decode: [1, 0, 1, 0, 1, 0, 1, 0] } : {}),
      };
      const [w, h] = orientation > 4 ? [height, width] : [width, height];
      return { width: w, height: h, orientation, entries, stored: [bytes] };
    }
    if (marker === 0xe1) orientation = orientationIn(bytes.subarray(at + 4, at + 2 + length)) ?? orientation;
    at += 2 + length;
  }
  return undefined;
}

/** Some programs write a few bytes behind it. */
function hasEnd(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= Math.max(2, bytes.length - 4096); at--)
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}

/** Of a JPEG's segment of EXIF (the tag 0x0112 of the first directory). */
function orientationIn(segment: Uint8Array): number | undefined {
  if (String.fromCharCode(...segment.subarray(0, 6)) !== "Exif\0\0") return undefined;
  const view = new DataView(segment.buffer, segment.byteOffset + 6, segment.byteLength - 6);
  const little = view.getUint16(0) === 0x4949;
  const first = view.getUint32(4, little);
  for (let n = 0; n < view.getUint16(first, little); n++) {
    const at = first + 2 + n * 12;
    if (view.getUint16(at, little) !== 0x0112) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
