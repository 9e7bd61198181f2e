/** Files into a chart: read one by one, kept group by group, so that a stop or a crash loses no more than reading again. */

import { ok, type Result } from "@alcove/bytes";
import { dateOrders, type FoundNote } from "@alcove/documents";
import { type Failure, failure } from "@alcove/protocol/errors";
import type { NoteKind, Vault } from "@alcove/vault";
import type { Context } from "../context.ts";
import { type Refusal, refused } from "../refusal.ts";
import { createDocumentReader } from "./reader.ts";
import type { Walk } from "./walk.ts";

export type Imported = {
  readonly added: number;
  readonly alreadyThere: number;
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
  request: { readonly chart: string; readonly kind: NoteKind },
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
    if (!stopping) output.progress({ task, done: total, total, notes: added + alreadyThere });
  } finally {
    stopListening();
    reader.close();
  }
  return ok({
    added,
    alreadyThere,
    stoppedEarly: stopping,
    files: { found: total, read },
    skipped: { unsupported: walked.unsupported, hidden: walked.hidden, passedOver: walked.passedOver },
    problems,
    warnings,
  });
}
