/** Notes off a laptop into a chart: each once, in portions that leave others their turn. */

import { concatBytes, fail, type Hash, ok, type Result, toHex, utf8 } from "@alcove/bytes";
import { context, hashLarge } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import type { NoteKind, RevisionOf } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import type { OutboxRevision, Save } from "../engine/outbox.ts";
import type { ImportNote, ImportOutcome } from "../facade.ts";
import type { Ports } from "../ports.ts";
import { revisionFor } from "./notes.ts";
import { chartFrom, mayWrite, noteDestination } from "./open-charts.ts";

/** In one outbox entry while importing: one sealing, one transaction and one batch for all of them. */
const notesAtOnce = 256;
const charactersAtOnce = 768 * 1024;

export async function importNotes(
  opened: Opened,
  ports: Pick<Ports, "clock" | "crypto">,
  request: { readonly chart: string; readonly kind: NoteKind; readonly notes: readonly ImportNote[] },
  facts: { readonly stopped: () => boolean; readonly progress: (done: number) => Promise<void> },
): Promise<Result<ImportOutcome, Failure>> {
  const { clock, crypto } = ports;
  const { kind } = request;
  const chart = chartFrom(opened, request.chart);
  if (!chart) return fail(failure("chart-unknown"));
  if (!mayWrite(opened, chart, kind)) return fail(failure("not-entitled"));
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const destination = noteDestination(kind, chart);
  // Bound to chart and kind, inside the seal: the same file may well belong into two charts.
  const bound = context("local", chart);
  const digestOf = (note: ImportNote): Promise<Hash> =>
    hashLarge(crypto, concatBytes(bound, utf8(`${kind}\0${note.source}\0${note.text}`)));
  let added = 0;
  let done = 0;
  for (const notes of inPortions(request.notes)) {
    if (facts.stopped()) return ok({ added, alreadyThere: done - added, stoppedEarly: true });
    const save: OutboxRevision[] = [];
    const seen = new Set<string>();
    const digests = await Promise.all(notes.map(digestOf));
    for (const [i, note] of notes.entries()) {
      const digest = digests[i] as Hash;
      if (opened.fold.hasSource(digest) || seen.has(toHex(digest))) continue;
      seen.add(toHex(digest));
      const ids = crypto.random(32);
      const revision: RevisionOf<"note"> = {
        type: "note",
        revision: ids.slice(0, 16),
        writtenAt: clock.now(),
        kind,
        date: note.date ?? today,
        title: note.title,
        text: note.text,
        source: { path: note.source, digest },
      };
      save.push(revisionFor(destination, ids.slice(16), revision, []));
    }
    if (save.length > 0) await opened.keep(save satisfies Save);
    added += save.length;
    done += notes.length;
    await facts.progress(done);
  }
  return ok({ added, alreadyThere: done - added, stoppedEarly: false });
}

function* inPortions(notes: readonly ImportNote[]): Generator<readonly ImportNote[]> {
  let start = 0;
  let characters = 0;
  for (const [i, note] of notes.entries()) {
    if (i > start && (i - start >= notesAtOnce || characters + note.text.length > charactersAtOnce)) {
      yield notes.slice(start, i);
      start = i;
      characters = 0;
    }
    characters += note.text.length;
  }
  if (start < notes.length) yield notes.slice(start);
}
