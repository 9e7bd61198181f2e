/** Charts, notes, clinical facts, drafts, search and import. */

import { type Bytes, fail, ok } from "@alcove/bytes";
import { failure } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { Vault } from "../facade.ts";
import { accessesFound, accessTo, accessToAll, recordAccesses } from "../features/access-log/record.ts";
import { asides, drafts, keepAside, keepDraft } from "../features/drafts.ts";
import { attachmentView } from "../features/files/view.ts";
import { within } from "../features/guarded/view.ts";
import { importNotes } from "../features/import-notes.ts";
import {
  chartOf,
  chartViews,
  createChart,
  history,
  noteHead,
  noteView,
  renameChart,
  saveNote,
} from "../features/notes.ts";
import { idFrom } from "../features/open-charts.ts";
import { type Context, guardedFor, inside, withPart } from "./context.ts";

/** Of an import, before it waits for the sync; and how often at most it then lets others have a turn. */
const savesAhead = 2;
const turnsForSending = 50;
/** A draft reaches one's other devices some seconds after it was typed; on this device it is on disk at once. */
const draftTravelsAfterMs = 5000;

export function notesMethods(context: Context) {
  const { ports, disk, random, lines, life, noteShown, stoppedTasks } = context;
  const { background, opened, mustOpen, guarded, change } = life;
  const { syncNow } = background;
  let draftOrder: Promise<unknown> = Promise.resolve();
  const loadSigning = () => import("../features/signing.ts");
  const loadSnippets = () => import("../features/snippets.ts");
  const loadTemplates = () => import("../features/templates.ts");
  const loadFacts = () => import("../features/facts.ts");

  /** One after the other: of two keepings of one draft the later one must be the one that stays. */
  function inDraftOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = draftOrder.then(work);
    draftOrder = result.catch(() => {});
    return result;
  }

  /** The words of one note: they are opened while it is written down. */
  async function shown<T>(running: Opened, record: string, open: () => Promise<T>): Promise<T> {
    const written = noteShown(running, () => {
      const id = idFrom(record);
      const access = id && accessTo(running, "viewed", id);
      return access ? [access] : [];
    });
    const [answer] = await Promise.all([open(), written]);
    return answer;
  }

  return {
    async charts() {
      const running = opened();
      return running ? chartViews(running) : [];
    },
    async chart(id) {
      const running = mustOpen();
      return running.ok ? chartOf(running.value, id) : running;
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
        shown(running.value, id, () => noteView(view, id, (row) => attachmentView(disk, row))),
      );
    },
    saveNote: (request) =>
      change(async (running) => {
        const guardedToo = await guardedFor(context, running, request.chart, request.kind);
        if (!guardedToo.ok) return guardedToo;
        return inside(running, { chart: request.chart }, (view) =>
          inDraftOrder(() => saveNote(view, disk, ports.clock, random, request)),
        );
      }),
    async noteSignatures(note) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { record: note }, (view) =>
        withPart(loadSigning, (part) => part.noteSignatures(ports, view, note)),
      );
    },
    signNote: (request) =>
      change((running) =>
        inside(running, { record: request.note }, (view) =>
          withPart(loadSigning, (part) => part.signNote(ports, view, request)),
        ),
      ),
    askForChange: (request) =>
      change((running) =>
        inside(running, { record: request.note }, (view) =>
          withPart(loadSigning, (part) => part.askForChange(ports, view, request)),
        ),
      ),
    unfinished: async (request) => {
      const running = mustOpen();
      if (!running.ok) return running;
      return guarded(
        () =>
          withPart(
            () => import("../features/unfinished.ts"),
            (part) => part.unfinished(ports, running.value, request),
          ),
        running.value,
      );
    },
    unsignedNotes: () => lines(loadSigning, (part, running) => part.unsignedNotes(running)),
    templates: () => lines(loadTemplates, (part, running) => part.templateViews(running)),
    saveTemplate: (request) =>
      change((running) =>
        withPart(
          () => import("../features/save-template.ts"),
          (part) => part.saveTemplate(ports, running, request),
        ),
      ),
    snippets: () => lines(loadSnippets, (part, running) => part.snippetViews(running)),
    saveSnippet: (request) =>
      change((running) => withPart(loadSnippets, (part) => part.saveSnippet(ports, running, request))),
    removeSnippet: (word) =>
      change((running) => withPart(loadSnippets, (part) => part.removeSnippet(ports, running, word))),
    async beginNote(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { chart: request.chart }, (view) =>
        withPart(loadTemplates, (part) =>
          part.beginNote(running.value, view, request, () =>
            noteShown(running.value, () => {
              const id = idFrom(request.chart);
              return id ? accessToAll(running.value, "listed", id, "progress") : [];
            }),
          ),
        ),
      );
    },
    async history(note) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { record: note }, (view) => shown(running.value, note, () => history(view, note)));
    },
    async facts(chart) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      const part = view && (await loadFacts().catch(() => undefined));
      if (!view || !part) return [];
      const shownNow = await part.facts(view, id);
      const listing = accessToAll(running, "listed", id, "progress");
      if (shownNow.length > 0) await noteShown(running, () => listing);
      return shownNow;
    },
    saveFact: (request) =>
      change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(loadFacts, (part) => part.saveFact(ports, view, request)),
        ),
      ),
    async factHistory(fact) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { record: fact }, (view) =>
        withPart(loadFacts, (part) => part.factHistory(view, fact)),
      );
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
          if (found.ok) await noteShown(running.value, () => accessesFound(running.value, found.value));
          return found;
        },
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
        // Of a chart that has nothing yet there is no log, and nothing to be written down.
        const lists = within(running, id)?.fold;
        const isThere = kind !== "progress" || (lists !== undefined && holdsWords(lists, id));
        if (isThere) await recordAccesses(ports, running, one ? [one] : accessToAll(running, act, id, kind));
        return ok();
      }),
    importNotes: (request) =>
      change(async (running) => {
        const began = ports.clock.now();
        const guardedToo = await guardedFor(context, running, request.chart, request.kind);
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
    async readBack(request) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, request, (view) =>
        withPart(
          () => import("../features/read-back.ts"),
          (part) => part.readBack(ports, disk, view, request),
        ),
      );
    },
    async keepAside(name, text) {
      const running = mustOpen();
      if (!running.ok) return running;
      return life.through(() =>
        inDraftOrder(() => guarded(() => keepAside(ports, disk, running.value.keys, name, text))),
      );
    },
    async aside(name) {
      const running = opened();
      return (running && (await asides(ports, disk, running.keys))[name]) ?? "";
    },
  } satisfies Partial<Vault>;
}

/** What lies beside psychotherapy notes in a chart and can be written to files. */
const besideNotes = ["measure", "diagnosis", "medication", "flag", "plan", "person", "face-sheet"] as const;

function holdsWords(lists: Opened["fold"], chart: Bytes): boolean {
  return (
    lists.notesOf(chart).some(({ kind }) => kind === "progress") ||
    lists.attachmentsOf(chart).some(({ note }) => note === null) ||
    lists.responsesOf(chart).length > 0 ||
    lists.responsesOf(chart).some(({ belongs }) => belongs === "clinical") ||
    besideNotes.some((type) => lists.structuredOf(type, chart).length > 0)
  );
}
