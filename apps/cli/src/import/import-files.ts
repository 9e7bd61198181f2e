/** Files into a chart: read one by one, kept group by group, so that a stop or a crash loses no more than reading again. */

import { ok, type Result } from "@alcove/bytes";
import { dateOrders, defaultDocumentLimits, type FoundNote } from "@alcove/documents";
import { holdsMoreThanWords, mediaTypeOf } from "@alcove/documents/import";
import { type Failure, failure } from "@alcove/protocol/errors";
import type { NoteKind, Vault } from "@alcove/vault";
import { basename } from "node:path";
import type { Context } from "../context.ts";
import { type Refusal, refused } from "../refusal.ts";
import { createDocumentReader, readBytes } from "./reader.ts";
import { hashOf } from "./folder.ts";
import type { FoundFile, Walk } from "./walk.ts";

export type Imported = {
  readonly added: number;
  readonly alreadyThere: number;
  /** Files that are more than their words, now beside their notes. */
  readonly originals: number;
  readonly stoppedEarly: boolean;
  readonly files: { readonly found: number; readonly read: number };
  readonly skipped: { readonly unsupported: readonly string[]; readonly hidden: number; readonly passedOver: number };
  /** What is not in, and why. */
  readonly problems: readonly Failure[];
  /** What of a file that is in was left out or guessed. */
  readonly warnings: readonly { readonly path: string; readonly code: string }[];
};

const notesAtOnce = 100;
const charactersAtOnce = 4 * 1024 * 1024;
const task = "import";

export async function importFiles(
  context: Context,
  vault: Vault,
  walked: Walk,
  {
    isWithoutOriginals,
    ...request
  }: { readonly chart: string; readonly kind: NoteKind; readonly isWithoutOriginals: boolean },
): Promise<Result<Imported, Refusal>> {
  const { output, interrupt } = context;
  const problems: Failure[] = [
    ...walked.leaving.map((path) => failure("document-path-leaves-folder", { path })),
    ...walked.unreadable.map((facts) => failure("file-unreadable", facts)),
  ];
  const warnings: { path: string; code: string }[] = [];
  let added = 0;
  let alreadyThere = 0;
  let read = 0;
  let originals = 0;
  const holdingMore: FoundFile[] = [];
  let stopping = false;
  let waiting: FoundNote[] = [];
  let characters = 0;

  async function keep(): Promise<Result<undefined, Refusal>> {
    const notes = waiting.map(({ date, ...note }) => (date === undefined ? note : { ...note, date }));
    waiting = [];
    characters = 0;
    if (notes.length === 0) return ok();
    const kept = await vault.importNotes({ task, ...request, notes });
    if (!kept.ok) return refused(kept.error);
    added += kept.value.added;
    alreadyThere += kept.value.alreadyThere;
    stopping ||= kept.value.stoppedEarly;
    return ok();
  }

  const stopListening = interrupt.gently(() => {
    stopping = true;
    void vault.stop(task);
  });
  const reader = createDocumentReader();
  const dateOrderOf = dateOrders(walked.files.map(({ path }) => path));
  const began = performance.now();
  const total = walked.files.length;
  try {
    for (const [index, file] of walked.files.entries()) {
      if (stopping) break;
      const found = await reader.read(file, dateOrderOf(file.path));
      if (found.ok) {
        read++;
        for (const { code } of found.warnings) warnings.push({ path: file.path, code });
        if (!isWithoutOriginals && holdsMoreThanWords({ path: file.path, ...found })) holdingMore.push(file);
        for (const note of found.notes) {
          waiting.push(note);
          characters += note.text.length;
          if (waiting.length < notesAtOnce && characters < charactersAtOnce) continue;
          const kept = await keep();
          if (!kept.ok) return kept;
          if (stopping) break;
          output.progress({ task, done: index, total, notes: added + alreadyThere });
        }
      } else {
        problems.push(found.failure);
      }
      const done = index + 1;
      const spent = performance.now() - began;
      // Before that an estimate says nothing.
      const estimate = spent < 1000 ? {} : { millisecondsLeft: Math.round((spent / done) * (total - done)) };
      output.progress({ task, done, total, notes: added + alreadyThere, ...estimate });
    }
    const kept = await keep();
    if (!kept.ok) return kept;
    if (!stopping && holdingMore.length > 0) {
      const beside = await keepOriginals(vault, holdingMore, request, () => stopping);
      if (!beside.ok) return refused(beside.error);
      originals = beside.value.added;
      problems.push(...beside.value.problems);
    }
    if (!stopping) output.progress({ task, done: total, total, notes: added + alreadyThere });
  } finally {
    stopListening();
    reader.close();
  }
  return ok({
    added,
    alreadyThere,
    originals,
    stoppedEarly: stopping,
    files: { found: total, read },
    skipped: {
      unsupported: walked.unsupported.map(({ path }) => path),
      hidden: walked.hidden,
      passedOver: walked.passedOver,
    },
    problems,
    warnings,
  });
}

/** Each beside the note that it became, once. */
async function keepOriginals(
  vault: Vault,
  files: readonly FoundFile[],
  { chart, kind }: { readonly chart: string; readonly kind: NoteKind },
  stopped: () => boolean,
): Promise<Result<{ readonly added: number; readonly problems: readonly Failure[] }, Failure>> {
  const kept = await vault.readBack({ chart, files: "named" });
  if (!kept.ok) return kept;
  const notes = new Map(kept.value.notes.filter((note) => note.kind === kind).map(({ source, id }) => [source, id]));
  const present = new Set(kept.value.files.map(({ note, hash }) => `${note} ${hash}`));
  const problems: Failure[] = [];
  let added = 0;
  for (const { path, place } of files) {
    if (stopped()) break;
    const note = notes.get(path);
    const bytes = readBytes({ path, place }, defaultDocumentLimits.maxFileBytes);
    if ("code" in bytes) problems.push(bytes);
    if (note === undefined || "code" in bytes || present.has(`${note} ${hashOf(bytes)}`)) continue;
    const attached = await vault.attach({ chart, note, name: basename(path), mediaType: mediaTypeOf(path), bytes });
    if (!attached.ok) return attached;
    added++;
  }
  return ok({ added, problems });
}
