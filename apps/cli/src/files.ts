/** Small files in and out. Nothing is ever overwritten, and what holds a secret is its owner's alone. */

import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync, unlinkSync } from "node:fs";
import { fromUtf8, ok, type Result, utf8 } from "@alcove/bytes";
import { refuse, type Refusal } from "./refusal.ts";

/** Mode 0600, durable when this returns. Failures: `file-exists`, `file-unwritable`. */
export function writeNewFile(path: string, content: string | Uint8Array): Result<undefined, Refusal> {
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return refuse("file-exists", { path });
    return refuse("file-unwritable", { path, reason: codeOf(error) });
  }
  try {
    const bytes = typeof content === "string" ? utf8(content) : content;
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
    return ok();
  } catch (error) {
    // Half a file would pass for a whole one.
    unlinkSync(path);
    return refuse("file-unwritable", { path, reason: codeOf(error) });
  } finally {
    closeSync(file);
  }
}

/** Failures: `file-unreadable`, `document-broken-encoding`, `document-too-large`. */
export function readSmallText(path: string, maxBytes: number): Result<string, Refusal> {
  const bytes = readSmallFile(path, maxBytes);
  if (!bytes.ok) return bytes;
  const text = fromUtf8(bytes.value);
  return text === undefined ? refuse("document-broken-encoding", { path }) : ok(text.replace(/^\ufeff/, ""));
}

/** Failures: `file-unreadable`, `document-too-large`. */
export function readSmallFile(path: string, maxBytes: number): Result<Uint8Array, Refusal> {
  try {
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      if (size > maxBytes) return refuse("document-too-large", { path, size, limit: maxBytes });
      return ok(new Uint8Array(readFileSync(file)));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return refuse("file-unreadable", { path, reason: codeOf(error) });
  }
}

/** Of an error of the operating system, such as ENOENT. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  throw error;
}
