/** Where passphrases come from: a file for scripts, the terminal for people, and nowhere else. */

import { readFileSync, statSync } from "node:fs";
import { fromUtf8, ok, type Result } from "@alcove/bytes";
import type { Context } from "./context.ts";
import { misused, refuse, type Refusal } from "./refusal.ts";

const maxFileBytes = 4096;

/** Failures: `locked` where nobody can be asked, `file-unreadable`, and misuse of the file. */
export async function readPassphrase(context: Context, question: string): Promise<Result<string, Refusal>> {
  const { globals, terminal } = context;
  if (globals.passphraseFile !== undefined) return readSecretFile(context, globals.passphraseFile);
  if (!terminal.attended) {
    return refuse("locked", undefined, "Nobody is at the terminal to be asked: give --passphrase-file FILE.");
  }
  return ok(await terminal.askHidden(question));
}

/** The one line of a small file. */
export function readSecretFile(context: Context, path: string): Result<string, Refusal> {
  let bytes: Uint8Array;
  try {
    const { mode, size } = statSync(path);
    if (size > maxFileBytes) return misused(`${path} is too large for a passphrase or a secret.`);
    if ((mode & 0o077) !== 0 && process.platform !== "win32" && mode & 0o100000) {
      context.output.note(`Others on this computer may read ${path}: chmod 600 keeps it to you.`);
    }
    bytes = readFileSync(path);
  } catch (error) {
    return refuse("file-unreadable", {
      path,
      reason: error instanceof Error && "code" in error ? String(error.code) : "",
    });
  }
  const line = fromUtf8(bytes)?.replace(/\r?\n$/, "");
  if (line === undefined || line.includes("\n")) return misused(`${path} must hold one line of text.`);
  if (line.trim() === "") return misused(`${path} is empty.`);
  return ok(line);
}
