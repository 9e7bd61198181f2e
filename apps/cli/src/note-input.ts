/** What a note is made of on the command line: its text, kind and day. */

import { fromUtf8, ok, type Result } from "@alcove/bytes";
import type { NoteKind, SharedKind } from "@alcove/vault";
import type { Context } from "./context.ts";
import { readSmallText } from "./files.ts";
import { misused, refuse, type Refusal } from "./refusal.ts";

/** More than any note holds: the vault says exactly what does not fit. */
const maxTextBytes = 16 * 1024 * 1024;

/** From the file, or from standard input. Failures: `document-empty`, `document-broken-encoding`, `text-too-long`, `file-unreadable`. */
export async function readNoteText(context: Context, file: string | undefined): Promise<Result<string, Refusal>> {
  if (file === undefined && process.stdin.isTTY) {
    context.output.note("Write the note; Ctrl-D on a line of its own ends it.");
  }
  const text = file === undefined || file === "-" ? await readStandardInput() : readSmallText(file, maxTextBytes);
  if (!text.ok) return text;
  if (text.value.trim() === "") return refuse("document-empty", { path: file ?? "Standard input" });
  return text;
}

async function readStandardInput(): Promise<Result<string, Refusal>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxTextBytes) return refuse("document-too-large", { path: "Standard input", limit: maxTextBytes });
    pieces.push(piece);
  }
  const text = fromUtf8(Buffer.concat(pieces));
  return text === undefined ? refuse("document-broken-encoding", { path: "Standard input" }) : ok(text);
}

export function readKind(text: string | undefined): Result<NoteKind | undefined, Refusal> {
  if (text === undefined || text === "progress" || text === "psychotherapy") return ok(text);
  return misused(`--kind is progress or psychotherapy, not "${text}".`);
}

/** What is shared of a chart. */
export function readSharedKind(text: string | undefined): Result<SharedKind | undefined, Refusal> {
  if (text === "administrative") return ok(text);
  const kind = readKind(text);
  return kind.ok ? kind : misused(`--kind is progress, psychotherapy or administrative, not "${text}".`);
}

/** Said of a chart after "its". */
export const sharedNames: Readonly<Record<SharedKind, string>> = {
  progress: "progress notes",
  psychotherapy: "psychotherapy notes",
  administrative: "people and numbers",
};

/** A day that exists, `yyyy-mm-dd`. `option`: what it was given as. */
export function readDay(option: string, text: string | undefined): Result<string | undefined, Refusal> {
  if (text === undefined) return ok(undefined);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return ok(text);
  return misused(`${option} takes a day such as 2026-11-22, not "${text}".`);
}

/** Ids with commas between them; empty: none. */
export const readIds = (text: string): string[] => text.split(",").filter((id) => id !== "");

/** Today by this computer's clock and time zone. */
export function today(): string {
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
