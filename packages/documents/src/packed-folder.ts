/**
 * A ZIP that somebody made of a folder: its files by name, each opened when it is asked for. Its names are claims of whoever
 * made it: those that would leave the folder are told apart and never opened; archives inside of it stay closed, as files.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { commonRoot, isLitter, normalisePath } from "./document-path.ts";
import { createInflation } from "./inflation.ts";
import { type DocumentLimits, defaultDocumentLimits } from "./limits.ts";
import { kindOfBytes } from "./magic.ts";
import type { Refusal } from "./problems.ts";
import { openZip } from "./zip.ts";

export type PackedFolder = {
  readonly paths: readonly string[];
  /** Names that lead out of the folder, or to where another one does. */
  readonly leaving: readonly string[];
  /** Fails as `ZipArchive.read` does, and with "document-too-large" for a file beyond `maxFileBytes`. */
  readonly bytes: (path: string) => Result<Uint8Array, Refusal>;
};

/** A document is a zip too: by what is in it. */
export function isPackedFolder(path: string, bytes: Uint8Array): boolean {
  return path.toLowerCase().endsWith(".zip") && kindOfBytes(bytes) === "zip";
}

/** Fails with "document-damaged", "document-encrypted" where all of it takes a password. */
export function openPackedFolder(
  bytes: Uint8Array,
  chosen: Partial<DocumentLimits> = {},
): Result<PackedFolder, Refusal> {
  const limits = { ...defaultDocumentLimits, ...chosen };
  const zip = openZip(bytes);
  if (!zip.ok) return zip;
  const all = new Map<string, string>();
  const leaving: string[] = [];
  for (const name of zip.value.names) {
    if (name.endsWith("/")) continue;
    const path = normalisePath(name);
    // Of two that are one path, neither is taken for the other.
    if (path === undefined || all.has(path)) leaving.push(name);
    else all.set(path, name);
  }
  const root = commonRoot([...all.keys()].filter((path) => !isLitter(path)));
  const names = new Map([...all].map(([path, name]) => [path.startsWith(root) ? path.slice(root.length) : path, name]));
  return ok({
    paths: [...names.keys()],
    leaving,
    bytes(path) {
      const entry = zip.value.find(names.get(path) ?? "");
      if (!entry) return fail({ code: "document-damaged", reason: "part-missing" });
      const pieces: Uint8Array[] = [];
      let size = 0;
      const read = zip.value.read(entry, createInflation(limits), (piece) => {
        pieces.push(piece);
        size += piece.length;
        return size <= limits.maxFileBytes;
      });
      if (!read.ok) return read;
      if (read.value === "stopped")
        return fail({ code: "document-too-large", what: "file", size, limit: limits.maxFileBytes });
      const out = new Uint8Array(size);
      let at = 0;
      for (const piece of pieces) {
        out.set(piece, at);
        at += piece.length;
      }
      return ok(out);
    },
  });
}
