/** Notes and files out of one chart and into another. */

import { type Bytes, fail, ok, type Result } from "@alcove/bytes";
import { chunkBytes } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import type { MoveFile, Vault } from "../facade.ts";
import { within } from "../features/guarded/view.ts";
import { idFrom } from "../features/open-charts.ts";
import { type Context, guardedFor, inside, withPart } from "./context.ts";

const load = () => import("../features/moving.ts");
const loadFiles = () => import("../features/files/move.ts");

/** Syncs in a row that send nothing of a copy: something holds it up that waiting does not end. */
const stallsTaken = 2;

export function movingMethods(context: Context) {
  const { ports, disk, life, stoppedTasks } = context;
  const { opened, change, guarded, background } = life;
  /** What goes on, by the file that is to go: whoever asks a second time, after a page was loaded anew, waits for the first. */
  const going = new Map<string, Promise<Result<{ readonly file: string }, Failure>>>();

  /** Outside of a `change`: between its steps others save, and keys may be replaced. */
  async function moveFile(request: MoveFile): Promise<Result<{ readonly file: string }, Failure>> {
    const running = life.mustOpen();
    if (!running.ok) return running;
    const { value: engine } = running;
    const { task } = request;
    let total = 0;
    let isStopped = false;
    const stopped = () => (isStopped ||= task !== undefined && stoppedTasks.delete(task)) || opened() !== engine;
    const watch = (before: number) => ({
      stopped,
      progress(done: number) {
        if (task !== undefined && total > 0)
          life.emit({ kind: "progress", task, done: (before * total) / 3 + done, total });
      },
    });

    const copied = await change((current) =>
      inside(current, { record: request.file }, async (from) => {
        const record = idFrom(request.file);
        total = 3 * Number((record && from.fold.attachment(record)?.["bytes"]) ?? 0);
        return withPart(loadFiles, (part) => part.copyFile(ports, disk, current, from, request, watch(0)));
      }),
    );
    if (!copied.ok) return copied;
    const { copy } = copied.value;
    const sent = await sendCopy(copy, watch(1));
    if (!sent.ok) return sent;
    const back = await guarded(
      () => withPart(loadFiles, (part) => part.readCopyBack(ports, disk, engine, copy, watch(2))),
      engine,
    );
    if (!back.ok) return back;
    return change((current) =>
      inside(current, { record: request.file }, (from) =>
        withPart(loadFiles, (part) => part.takeFileOut(ports, current, from, request, copy)),
      ),
    );
  }

  /** Until the server has its record and all its chunks. */
  async function sendCopy(
    copy: Bytes,
    { stopped, progress }: { readonly stopped: () => boolean; readonly progress: (bytes: number) => void },
  ): Promise<Result<undefined, Failure>> {
    return withPart(loadFiles, async (part) => {
      const left = () => {
        const running = opened();
        return running ? part.unsentOf(disk, running, copy) : Number.POSITIVE_INFINITY;
      };
      const all = left();
      const unsubscribe = life.subscribe((event) => {
        if (event.kind === "progress" && event.task === "files" && event.done % 16 === 0)
          progress((all - left()) * chunkBytes);
      });
      try {
        for (let before = all, stalls = 0; before > 0; ) {
          if (stopped()) return fail(failure(opened() ? "file-copy-not-there" : "locked"));
          const synced = await background.syncNow();
          const now = left();
          stalls = now < before ? 0 : stalls + 1;
          before = now;
          if (now > 0 && (!synced.ok || stalls >= stallsTaken))
            return fail(failure(opened() ? "file-copy-not-there" : "locked"));
        }
      } finally {
        unsubscribe();
      }
      return ok(undefined);
    });
  }

  return {
    async movedFiles(chart) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      const part = view && (await loadFiles().catch(() => undefined));
      return running && view && part ? part.movedFiles(running, view, id) : [];
    },
    moveFile(request) {
      const already = going.get(request.file);
      if (already) return already;
      const one = moveFile(request).finally(() => going.delete(request.file));
      going.set(request.file, one);
      return one;
    },
    takeFileBack: (moved) =>
      change((running) =>
        inside(running, { record: moved }, (view) =>
          withPart(loadFiles, (part) => part.takeFileBack(ports, running, view, moved)),
        ),
      ),
    async movedNotes(chart) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      const part = view && (await load().catch(() => undefined));
      return running && view && part ? part.movedNotes(running, view, id) : [];
    },
    moveNote: (request) =>
      change((running) =>
        inside(running, { record: request.note }, async (from) => {
          const record = idFrom(request.note);
          const kind = record && from.fold.note(record)?.["kind"];
          const guarded = await guardedFor(
            context,
            running,
            request.chart,
            kind === "psychotherapy" ? kind : "progress",
          );
          if (!guarded.ok) return guarded;
          const watch = { stopped: () => opened() !== running, progress: () => {} };
          return withPart(load, (part) => part.moveNote(ports, disk, running, from, request, watch));
        }),
      ),
    takeNoteBack: (moved) =>
      change((running) =>
        inside(running, { record: moved }, (view) =>
          withPart(load, (part) => part.takeNoteBack(ports, running, view, moved)),
        ),
      ),
  } satisfies Partial<Vault>;
}
