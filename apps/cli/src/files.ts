/** Small files in and out. Nothing is ever overwritten, and what holds a secret is its owner's alone. */

import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { setImmediate } from "node:timers/promises";
import { basename, dirname, join } from "node:path";
import { fromUtf8, letGo, ok, type Result, utf8 } from "@alcove/bytes";
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

type Piece = { readonly bytes: Uint8Array; readonly done: boolean };

/**
 * Mode 0600, durable when this returns, and under its name only then: what does not come to its end leaves nothing. The pieces are
 * this function's own: each is let go once it is written. Failures:
 * `file-exists`, `file-unwritable`, and those of `next`.
 */
export async function writeNewFileInPieces(
  path: string,
  next: () => Promise<Result<Piece, Refusal>>,
): Promise<Result<undefined, Refusal>> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.part`);
  let file: number | undefined;
  try {
    file = openSync(temporary, "wx", 0o600);
    for (let done = false; !done; ) {
      const piece = await next();
      if (!piece.ok) return piece;
      const { bytes } = piece.value;
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      letGo(bytes);
      done = piece.value.done;
      // Ctrl-C is heard in between, and the collector, which works by turns, lets pieces go that are written.
      await setImmediate();
    }
    fsyncSync(file);
    nameAnew(temporary, path);
    return ok();
  } catch (error) {
    return codeOf(error) === "EEXIST"
      ? refuse("file-exists", { path })
      : refuse("file-unwritable", { path, reason: codeOf(error) });
  } finally {
    if (file !== undefined) {
      closeSync(file);
      if (existsSync(temporary)) unlinkSync(temporary);
    }
  }
}

/** The same of a stream. @throws what `content` throws */
export function writeNewStream(path: string, content: AsyncIterable<Uint8Array>): Promise<Result<undefined, Refusal>> {
  const pieces = content[Symbol.asyncIterator]();
  return writeNewFileInPieces(path, async () => {
    const { value, done } = await pieces.next();
    return ok(done ? { bytes: new Uint8Array(0), done } : { bytes: value, done: false });
  });
}

/** Never over another file: a link fails where one is. Sticks whose file system has no links are asked first. */
function nameAnew(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST" || existsSync(path)) throw error;
    renameSync(temporary, path);
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
