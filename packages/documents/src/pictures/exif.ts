/**
 * What a camera writes into a picture (Exif 3.0 in TIFF 6.0): where it was taken, with which device, how it is to be turned.
 * Only the last is kept, in the smallest block that says it.
 */

export type ExifFacts = {
  /** 1 to 8, as Exif counts them; 1: upright. */
  readonly orientation: number;
  /** It says where the picture was taken. */
  readonly place: boolean;
};

const nothing: ExifFacts = { orientation: 1, place: false };
const orientationTag = 0x0112;
const gpsTag = 0x8825;
const entryBytes = 12;

/** `tiff` begins with its byte order. What is damaged says nothing. */
export function readExif(tiff: Uint8Array): ExifFacts {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 8) return nothing;
  const little = view.getUint16(0) === 0x4949;
  const at = view.getUint32(4, little);
  if (at + 2 > tiff.length) return nothing;
  let facts = nothing;
  const count = view.getUint16(at, little);
  for (let i = 0; i < count; i++) {
    const entry = at + 2 + i * entryBytes;
    if (entry + entryBytes > tiff.length) break;
    const tag = view.getUint16(entry, little);
    const value = view.getUint16(entry + 8, little);
    if (tag === orientationTag && value >= 1 && value <= 8) facts = { ...facts, orientation: value };
    if (tag === gpsTag) facts = { ...facts, place: true };
  }
  return facts;
}

/** A TIFF block that says how to turn the picture, and nothing else. */
export function onlyOrientation(orientation: number): Uint8Array {
  const bytes = new Uint8Array(26);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x4d4d002a);
  view.setUint32(4, 8);
  view.setUint16(8, 1);
  view.setUint16(10, orientationTag);
  view.setUint16(12, 3);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return bytes;
}

/** XMP is text in XML (ISO 16684-1): it can say the same. */
export const saysPlace = (xmp: Uint8Array): boolean =>
  /GPSL(?:at|ong)itude/.test(new TextDecoder("latin1").decode(xmp));
