/**
 * Reads parts of a zip (PKWARE APPNOTE 6.3) by its central directory, one part at a time and piece by piece, so that a
 * part can be given up early. Parts that nobody asks for are never inflated. Zip64 is read; split archives are not.
 *
 * An attacker controls every field. Offsets and sizes are checked against the file, inflated sizes are counted as they
 * come (`inflation.ts`), and a part counts as read only if its checksum is right.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { Inflate } from "fflate";
import { crc32 } from "./crc32.ts";
import type { Inflation } from "./inflation.ts";
import type { Refusal } from "./problems.ts";

export type ZipEntry = {
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly headerAt: number;
};

export type ZipArchive = {
  readonly names: readonly string[];
  /** As it is spelled; else without regard to case, as in OPC (ECMA-376 part 2, 6.2.2.3). The last entry wins where a name comes twice. */
  readonly find: (name: string) => ZipEntry | undefined;
  /**
   * Hands the inflated bytes of an entry to `take`, which returns false when it wants no more; "stopped" then.
   * Fails with "document-zip-bomb", "document-encrypted", "document-unsupported" (compression method) or
   * "document-damaged".
   */
  readonly read: (
    entry: ZipEntry,
    inflation: Inflation,
    take: (piece: Uint8Array) => boolean,
  ) => Result<"whole" | "stopped", Refusal>;
};

const END_OF_DIRECTORY = 0x06054b50;
const ZIP64_END_OF_DIRECTORY = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;
const DIRECTORY_HEADER = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const MAX_COMMENT_BYTES = 0xffff;
const MAX_ENTRIES = 100_000;
// Deflate makes at most 1,032 bytes of one, so no single step makes more than 17 MB.
const STEP_BYTES = 16 * 1024;

const damaged = fail<Refusal>({ code: "document-damaged", reason: "zip" });

/** Fails with "document-damaged" when there is no whole central directory, as in a file that was cut. */
export function openZip(bytes: Uint8Array): Result<ZipArchive, Refusal> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = findDirectory(view);
  if (directory === undefined) return damaged;
  const entries = new Map<string, ZipEntry>();
  const spelled = new Map<string, string>();
  const utf8 = new TextDecoder();
  let at = directory.at;
  for (let index = 0; index < directory.entries; index++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== DIRECTORY_HEADER) return damaged;
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const next = at + 46 + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (next > view.byteLength) return damaged;
    // Some writers on Windows use backslashes against the specification.
    const name = utf8.decode(bytes.subarray(at + 46, at + 46 + nameBytes)).replaceAll("\\", "/");
    const sizes = readSizes(view, at, at + 46 + nameBytes, extraBytes);
    spelled.set(name.toLowerCase(), name);
    entries.set(name, {
      name,
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      compressedBytes: sizes.compressedBytes,
      headerAt: sizes.headerAt + directory.shift,
    });
    at = next;
  }
  return ok({
    names: [...entries.values()].map((entry) => entry.name),
    find: (name) => entries.get(name) ?? entries.get(spelled.get(name.toLowerCase()) ?? name),
    read: (entry, inflation, take) => readEntry(bytes, view, entry, inflation, take),
  });
}

type Directory = { readonly at: number; readonly entries: number; readonly shift: number };

function findDirectory(view: DataView): Directory | undefined {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at--) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    const directory = readZip64End(view, at) ?? {
      entries: view.getUint16(at + 10, true),
      bytes: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
      endAt: at,
    };
    const start = directory.endAt - directory.bytes;
    // Bytes before the archive shift all offsets by the same amount.
    const shift = start - directory.offset;
    if (start < 0 || shift < 0 || directory.entries > MAX_ENTRIES) continue;
    return { at: start, entries: directory.entries, shift };
  }
  return undefined;
}

function readZip64End(view: DataView, endAt: number) {
  const locatorAt = endAt - 20;
  if (locatorAt < 0 || view.getUint32(locatorAt, true) !== ZIP64_LOCATOR) return undefined;
  const at = readUint64(view, locatorAt + 8);
  if (at + 56 > view.byteLength || view.getUint32(at, true) !== ZIP64_END_OF_DIRECTORY) return undefined;
  return {
    entries: readUint64(view, at + 32),
    bytes: readUint64(view, at + 40),
    offset: readUint64(view, at + 48),
    endAt: at,
  };
}

/** The 32-bit fields, or their 64-bit twins in the extra field where the short ones are full (APPNOTE 4.5.3). */
function readSizes(view: DataView, at: number, extraAt: number, extraBytes: number) {
  let compressedBytes = view.getUint32(at + 20, true);
  let headerAt = view.getUint32(at + 42, true);
  const inflatedIsLong = view.getUint32(at + 24, true) === 0xffffffff;
  const end = extraAt + extraBytes;
  for (let field = extraAt; field + 4 <= end; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let value = field + 4 + (inflatedIsLong ? 8 : 0);
    if (compressedBytes === 0xffffffff && value + 8 <= end) {
      compressedBytes = readUint64(view, value);
      value += 8;
    }
    if (headerAt === 0xffffffff && value + 8 <= end) headerAt = readUint64(view, value);
    break;
  }
  return { compressedBytes, headerAt };
}

function readUint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}

function readEntry(
  bytes: Uint8Array,
  view: DataView,
  entry: ZipEntry,
  inflation: Inflation,
  take: (piece: Uint8Array) => boolean,
): Result<"whole" | "stopped", Refusal> {
  if (entry.encrypted) return fail({ code: "document-encrypted" });
  if (entry.method !== 0 && entry.method !== 8)
    return fail({ code: "document-unsupported", reason: "compression-method" });
  const { headerAt } = entry;
  if (headerAt + 30 > view.byteLength || view.getUint32(headerAt, true) !== LOCAL_HEADER) return damaged;
  const from = headerAt + 30 + view.getUint16(headerAt + 26, true) + view.getUint16(headerAt + 28, true);
  const to = from + entry.compressedBytes;
  if (to > bytes.length) return damaged;

  let inflated = 0;
  let checksum = 0;
  let refusal: Refusal | undefined;
  let wanted = true;
  let step = 0;
  const accept = (piece: Uint8Array) => {
    if (refusal !== undefined || !wanted || piece.length === 0) return;
    inflated += piece.length;
    refusal = inflation.count(piece.length, step - from, inflated);
    checksum = crc32(piece, checksum);
    if (refusal === undefined) wanted = take(piece);
  };
  const pieces: Uint8Array[] = [];
  const inflate = entry.method === 8 ? new Inflate((piece) => pieces.push(piece)) : undefined;
  for (let at = from; at < to && refusal === undefined && wanted; at = step) {
    step = Math.min(at + STEP_BYTES, to);
    const piece = bytes.subarray(at, step);
    if (inflate === undefined) accept(piece);
    else if (!inflateStep(inflate, piece, step === to)) return damaged;
    for (const out of pieces.splice(0)) accept(out);
  }
  if (refusal !== undefined) return fail(refusal);
  if (!wanted) return ok("stopped");
  return checksum === entry.crc ? ok("whole") : fail({ code: "document-damaged", reason: "checksum" });
}

/** @returns false where the compressed bytes are no deflate stream */
function inflateStep(inflate: Inflate, piece: Uint8Array, last: boolean): boolean {
  try {
    inflate.push(piece, last);
    return true;
  } catch {
    return false;
  }
}
