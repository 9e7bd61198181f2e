/** Charts, notes, drafts, files, search and import. */

import { fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { NoteKind, Vault } from "../facade.ts";
import {
  type Access,
  accessesFound,
  accessTo,
  accessToAll,
  recordAccesses,
  recordShown,
} from "../features/access-log/record.ts";
import { attachmentView } from "../features/attachment-view.ts";
import { drafts, keepDraft } from "../features/drafts.ts";
import { within } from "../features/guarded/view.ts";
import { importNotes } from "../features/import-notes.ts";
import { chartViews, createChart, history, noteHead, noteView, renameChart, saveNote } from "../features/notes.ts";
import { idFrom } from "../features/open-charts.ts";
import { type Context, inside, withPart } from "./context.ts";

/** Of an import, before it waits for the sync; and how often at most it then lets others have a turn. */
const savesAhead = 2;
const turnsForSending = 50;
/** A draft reaches one's other devices some seconds after it was typed; on this device it is on disk at once. */
const draftTravelsAfterMs = 5000;
/** With whatever goes out before; so that what is looked at within a minute is one batch. */
const accessTravelsAfterMs = 60_000;

export function notesMethods(context: Context) {
  const { ports, disk, random, life } = context;
  const { background, opened, mustOpen, guarded, change } = life;
  const { syncNow } = background;
  const stoppedTasks = new Set<string>();
  let draftOrder: Promise<unknown> = Promise.resolve();
  let accessOrder: Promise<unknown> = Promise.resolve();
  const loadAttachments = () => import("../features/attachments.ts");
  const loadGuard = () => import("../features/guarded/guard.ts");

  /** One after the other: of two keepings of one draft the later one must be the one that stays. */
  function inDraftOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = draftOrder.then(work);
    draftOrder = result.catch(() => {});
    return result;
  }

  /**
   * Writes down what is shown, before it is (docs/spec, ACL-2). One after the other: of two at once each would believe to be the
   * first. On a full disk people read on, and the next look writes it down.
   */
  async function noteShown(running: Opened, accessesOf: () => readonly Access[]): Promise<void> {
    const recorded = accessOrder.then(() =>
      life.through(() =>
        guarded(async () => {
          if (opened() === running && (await recordShown(ports, running, accessesOf())))
            background.syncAfter(accessTravelsAfterMs);
          return ok();
        }, running),
      ),
    );
    accessOrder = recorded.catch(() => {});
    await recorded;
  }

  /** The words of one note or file: they are opened while it is written down. */
  async function shown<T>(running: Opened, record: string, open: () => Promise<T>): Promise<T> {
    const written = noteShown(running, () => {
      const id = idFrom(record);
      const access = id && accessTo(running, "viewed", id);
      return access ? [access] : [];
    });
    const [answer] = await Promise.all([open(), written]);
    return answer;
  }

  /** Psychotherapy notes of a guarded chart are guarded too, before there are any. */
  async function guardedFor(running: Opened, chart: string, kind: NoteKind): Promise<Result<undefined, Failure>> {
    const id = idFrom(chart);
    if (!id || kind !== "psychotherapy" || !running.isGuardedChart(id)) return ok();
    return withPart(loadGuard, (part) => part.guardOwnNotes(ports, disk, running, id));
  }

  return {
    async charts() {
      const running = opened();
      return running ? chartViews(running) : [];
    },
    createChart: ({ name }) => change((running) => createChart(running, ports.clock, random, name)),
    renameChart: ({ chart, name }) => change((running) => renameChart(running, ports.clock, random, chart, name)),
    async notes(chart, newest) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      const heads = view ? view.fold.notesOf(id, newest).map((row) => noteHead(view, row)) : [];
      if (running && id && heads.some(({ kind }) => kind === "progress"))
        await noteShown(running, () => accessToAll(running, "listed", id, "progress"));
      return heads;
    },
    async note(id) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { record: id }, (view) =>
        shown(running.value, id, () => noteView(view, id, attachmentView)),
      );
    },
    saveNote: (request) =>
      change(async (running) => {
        const guardedToo = await guardedFor(running, request.chart, request.kind);
        if (!guardedToo.ok) return guardedToo;
        return inside(running, { chart: request.chart }, (view) =>
          inDraftOrder(() => saveNote(view, disk, ports.clock, random, request)),
        );
      }),
    async history(note) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { record: note }, (view) => shown(running.value, note, () => history(view, note)));
    },
    drafts: async () => {
      const running = opened();
      if (!running) return [];
      const all = await drafts(ports, disk, running.keys, (device) => running.fold.nameOf(device));
      return all.filter(({ chart }) => within(running, idFrom(chart)));
    },
    async keepDraft(draft) {
      const running = mustOpen();
      if (!running.ok) return running;
      const kept = await life.through(() =>
        inDraftOrder(async () => {
          const inside = mustOpen();
          if (!inside.ok) return inside;
          const id = idFrom(draft.chart);
          const staysHere = draft.kind === "psychotherapy" || (id !== undefined && inside.value.isGuardedChart(id));
          return guarded(() => keepDraft(ports, disk, inside.value.keys, draft, staysHere));
        }),
      );
      if (kept.ok) background.syncWithin(draftTravelsAfterMs);
      return kept;
    },
    async discardDraft(id) {
      const draft = idFrom(id);
      await inDraftOrder(async () => {
        if (opened() && draft) disk.drafts.end(draft);
      });
    },
    async search(query) {
      const running = mustOpen();
      if (!running.ok) return running;
      await background.indexAll(running.value);
      return withPart(
        () => import("../features/search.ts"),
        async (part) => {
          const found = await part.search(running.value, ports.clock, query);
          if (found.ok) await noteShown(running.value, () => accessesFound(running.value, found.value.hits));
          return found;
        },
      );
    },
    attach: (request) =>
      change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(loadAttachments, (part) => part.attach(ports, disk, view, request)),
        ),
      ),
    async attachments(chart) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      return view ? view.fold.attachmentsOf(id).map(attachmentView) : [];
    },
    async readAttachment(id) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { record: id }, (view) =>
        shown(running.value, id, () => withPart(loadAttachments, (part) => part.readAttachment(ports, disk, view, id))),
      );
    },
    async accessLog(chart) {
      const running = opened();
      const part = running && (await import("../features/access-log/view.ts").catch(() => undefined));
      return running && part ? part.accessLog(running, chart) : { reads: false, sittings: [] };
    },
    recordAccess: ({ chart, act, kind, note }) =>
      change(async (running) => {
        const [id, record] = [idFrom(chart), note === undefined ? undefined : idFrom(note)];
        const one = record && accessTo(running, act, record);
        if (!id || (note !== undefined && !one)) return fail(failure(id ? "note-unknown" : "chart-unknown"));
        const isThere =
          kind !== "progress" ||
          within(running, id)
            ?.fold.notesOf(id)
            .some((row) => row["kind"] === kind);
        if (isThere) await recordAccesses(ports, running, one ? [one] : accessToAll(running, act, id, kind));
        return ok();
      }),
    importNotes: (request) =>
      change(async (running) => {
        const began = ports.clock.now();
        const guardedToo = await guardedFor(running, request.chart, request.kind);
        const view = within(running, idFrom(request.chart));
        if (!guardedToo.ok) return guardedToo;
        if (!view) return fail(failure("guard-closed"));
        const imported = await importNotes(view, ports, request, {
          stopped: () => stoppedTasks.delete(request.task) || opened() !== running,
          async progress(done) {
            const total = request.notes.length;
            const spent = ports.clock.now() - began;
            life.emit({
              kind: "progress",
              task: request.task,
              done,
              total,
              millisecondsLeft: Math.round((spent / done) * (total - done)),
            });
            // Sending goes on beside the import, and so does everything else: here is its turn. While the server keeps up
            // it gets a moment to, so that it works when this device does; a slow one or none holds nothing up.
            void syncNow();
            for (let turn = 0; turn < turnsForSending; turn++) {
              await new Promise<void>((resolve) => void ports.clock.after(0, resolve));
              if (!background.isSyncing() || disk.outbox.count() <= savesAhead) break;
            }
          },
        });
        life.emit({ kind: "changed", charts: [request.chart], notes: [] });
        return imported;
      }),
    async stop(task) {
      stoppedTasks.add(task);
    },
  } satisfies Partial<Vault>;
}
