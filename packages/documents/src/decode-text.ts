/**
 * Bytes of a plain text file to text. UTF-8 and UTF-16 with a byte order mark are checked and certain. What is neither
 * may be Windows-1252, which gives every byte a meaning: it is taken only where no byte contradicts it, and said so.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { kindOfBytes } from "./magic.ts";
import type { Refusal } from "./problems.ts";
import type { DocumentFormat } from "./source-file.ts";

export type DecodedText = { readonly text: string; readonly guessed: boolean };

/**
 * Without the byte order mark; otherwise every character as it was. Fails with "document-not-what-its-name-says" for
 * another kind of file under a text name, "document-broken-encoding" for bytes that are no text in one encoding,
 * "document-empty" for white space only.
 */
export function decodeText(bytes: Uint8Array, named: DocumentFormat): Result<DecodedText, Refusal> {
  const kind = kindOfBytes(bytes);
  if (kind !== undefined) return fail({ code: "document-not-what-its-name-says", named, found: kind });
  const decoded = decodeMarked(bytes) ?? decodeUnmarked(bytes, named);
  if (!decoded.ok) return decoded;
  return decoded.value.text.trim() === "" ? fail({ code: "document-empty", bytes: bytes.length }) : decoded;
}

/** UTF-16 by its byte order mark. A NUL in the text means it was UTF-32 or no text. */
function decodeMarked(bytes: Uint8Array): Result<DecodedText, Refusal> | undefined {
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  if (mark !== 0xfffe && mark !== 0xfeff) return undefined;
  const encoding = mark === 0xfffe ? "utf-16le" : "utf-16be";
  const text = decodeStrictly(bytes, encoding);
  if (text === undefined || text.includes("\0")) return fail({ code: "document-broken-encoding", encoding });
  return ok({ text, guessed: false });
}

function decodeUnmarked(bytes: Uint8Array, named: DocumentFormat): Result<DecodedText, Refusal> {
  if (bytes.includes(0)) return fail({ code: "document-not-what-its-name-says", named, found: "binary" });
  const text = decodeStrictly(bytes, "utf-8");
  if (text !== undefined) return ok({ text, guessed: false });
  if (!plausiblyWindows1252(bytes)) return fail({ code: "document-broken-encoding", encoding: "utf-8" });
  return ok({ text: new TextDecoder("windows-1252").decode(bytes), guessed: true });
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * No byte that Windows-1252 leaves undefined, hardly a control character, and fewer whole UTF-8 sequences than runs of
 * bytes outside of one: otherwise the file is UTF-8 that was damaged, and its good letters would turn to rubbish. A few such
 * sequences do occur in Windows-1252, as in German "Spaß" before a closing quotation mark.
 */
function plausiblyWindows1252(bytes: Uint8Array): boolean {
  let controls = 0;
  let sequences = 0;
  let strays = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if ((byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d) || byte === 0x7f) controls++;
    if (byte < 0x80) continue;
    const length = utf8SequenceAt(bytes, at);
    if (length > 0) {
      sequences++;
      at += length - 1;
    } else {
      // A run of them is one: what is left of a character that was cut can be three bytes.
      if ((bytes[at - 1] ?? 0) < 0x80) strays++;
      if (UNDEFINED_IN_1252.has(byte)) return false;
    }
  }
  return sequences < strays && controls * 1000 <= bytes.length;
}

const UNDEFINED_IN_1252: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** The length of the UTF-8 sequence of two bytes or more that starts here, or 0. */
function utf8SequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
