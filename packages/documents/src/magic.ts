/** What bytes are by how they begin. A name is a claim, this is the evidence. */

import type { FoundKind } from "./problems.ts";

const SIGNATURES: readonly (readonly [FoundKind, string])[] = [
  ["pdf", "%PDF-"],
  ["rtf", "{\\rtf"],
  ["zip", "PK\x03\x04"],
  ["zip", "PK\x05\x06"],
  ["ole", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
  ["picture", "\x89PNG\r\n"],
  ["picture", "\xff\xd8\xff"],
  ["picture", "GIF87a"],
  ["picture", "GIF89a"],
  ["picture", "II*\0"],
  ["picture", "MM\0*"],
  ["archive", "\x1f\x8b\x08"],
  ["archive", "7z\xbc\xaf\x27\x1c"],
  ["archive", "Rar!\x1a\x07"],
  ["database", "SQLite format 3\0"],
];

const PDF_HEADER_WITHIN = 1024;

/** `undefined` when the first bytes are no signature known here, as is the case for plain text. */
export function kindOfBytes(bytes: Uint8Array): FoundKind | undefined {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return SIGNATURES.find(([, signature]) => hasBytesAt(bytes, start, signature))?.[0];
}

/** Readers of PDF accept a header anywhere in the first 1,024 bytes (ISO 32000-1, annex H, note 13). */
export function holdsPdfHeader(bytes: Uint8Array): boolean {
  return indexOfBytes(bytes.subarray(0, PDF_HEADER_WITHIN), "%PDF-", 0) >= 0;
}

/** An Office file with a password is an OLE container with a stream of this name (MS-OFFCRYPTO, section 2.3.4.4). */
export function holdsEncryptedPackage(bytes: Uint8Array): boolean {
  const utf16 = Array.from("EncryptedPackage", (letter) => `${letter}\0`).join("");
  return indexOfBytes(bytes, utf16, 0) >= 0;
}

/** The first place of `latin1` at or after `from`, or -1. One character of `latin1` stands for one byte. */
export function indexOfBytes(bytes: Uint8Array, latin1: string, from: number): number {
  const first = latin1.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (hasBytesAt(bytes, at, latin1)) return at;
  }
  return -1;
}

/** Whether these bytes stand there; one character of `latin1` stands for one byte. */
export function hasBytesAt(bytes: Uint8Array, at: number, latin1: string): boolean {
  if (at + latin1.length > bytes.length) return false;
  for (let i = 0; i < latin1.length; i++) if (bytes[at + i] !== latin1.charCodeAt(i)) return false;
  return true;
}
