/**
 * From letters to versions: what is typed is kept as a draft, a save takes it, and what is typed meanwhile goes on as a draft of the next
 * version. Nothing that stands on the page alone is given up, whatever comes in between.
 */

import type { Kept } from "@alcove/vault";
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { SAY_BUG, sayDraftFailure, sayFailure } from "../../words/failures.ts";
import { createDraftKeeping, type DraftKeeping, type DraftWords } from "./draft-keeping.ts";
import type { OpenedNote } from "./note-screen.tsx";
import type { Home } from "./pictures/use-pictures.ts";
import type { Saving } from "./saving-state.tsx";
import { useFlushed } from "./use-flushed.ts";

/** What stands on the page now. */
export type NoteWords = Omit<DraftWords, "note" | "basedOn">;

export type SavedRevision = { readonly note: string; readonly revision: string };

export type SavedNoteOptions = {
  readonly opened: OpenedNote;
  readonly words: RefObject<(() => NoteWords) | undefined>;
  /** Something is on its way into the text. */
  readonly isAwaited: () => boolean;
  /** Saving was asked for, and there is nothing. */
  readonly onNothing: () => void;
  /** The note got its id by this save. */
  readonly onSavedAs: (note: string) => void;
  /** Read it anew: another version came, or what was typed is to be thrown away. What is typed until it was read stays. */
  readonly onReopen: () => void;
  /** Given what tells whether a reopening would take something away that stands here alone; on leaving, `undefined`. */
  readonly onHolds: (holds: (() => boolean) | undefined) => void;
};

export type SavedNote = {
  /** Its id, once it has one. */
  readonly note: string | undefined;
  readonly draft: string | undefined;
  readonly versions: number;
  readonly saving: Saving;
  readonly error: string | undefined;
  /** A version that this one was not based on came meanwhile. */
  readonly elsewhere: boolean;
  readonly isTyped: () => boolean;
  readonly changed: () => void;
  readonly fail: (sentence: string) => void;
  /** Gives what is saved then; nothing where there is nothing, or where saving failed. One after the other. */
  readonly save: () => Promise<SavedRevision | undefined>;
  /** A picture is a file of its note, so a new note is saved before its first one. */
  readonly saveFirst: () => Promise<Home | undefined>;
  readonly throwAway: () => Promise<void>;
};

const TYPING: Saving = { state: "typing" };

export function useSavedNote(options: SavedNoteOptions): SavedNote {
  const { opened, words, onSavedAs, onReopen, onHolds } = options;
  const { chart, view, draft } = opened;
  const vault = useVault();
  const navigate = useNavigate();
  const latest = useRef(options);
  latest.current = options;

  const [note, setNote] = useState(view?.head.id);
  /** The same, for what was begun before it had its id. */
  const noteNow = useRef(note);
  const [draftId, setDraftId] = useState(draft?.id);
  const [versions, setVersions] = useState(view?.head.revisions ?? 0);
  const [saving, setSaving] = useState<Saving>(() => savingAtFirst(draft?.keptAt, view?.head.kept));
  const [error, setError] = useState<string>();
  const [elsewhere, setElsewhere] = useState(false);
  const basedOn = useRef<readonly string[]>(draft?.basedOn ?? (view ? [view.current.revision] : []));
  const typed = useRef(draft !== undefined);
  /** A save is under way; another one waits for it. */
  const busy = useRef(false);
  const saves = useRef<Promise<SavedRevision | undefined>>(Promise.resolve(undefined));
  const isHere = useRef(false);

  const collect = useCallback((): DraftWords => {
    const now = words.current?.();
    if (!now) throw new Error("bug: a page that says nothing of itself");
    return {
      ...now,
      ...(noteNow.current !== undefined && { note: noteNow.current }),
      basedOn: basedOn.current,
    };
  }, [words]);

  const [keeper] = useState<DraftKeeping>(() =>
    createDraftKeeping({
      vault,
      draft: draft?.id,
      collect,
      onKept: (keptAt, id) => {
        setDraftId(id);
        setError(undefined);
        setSaving({ state: "kept", at: keptAt });
      },
      onFailed: (failed) => setError(failed ? sayDraftFailure(failed) : SAY_BUG),
    }),
  );

  const changed = useCallback(() => {
    // What is kept already says so until it is kept again: once a second, not with each letter.
    if (!typed.current) setSaving(TYPING);
    typed.current = true;
    keeper.changed();
  }, [keeper]);

  useFlushed(keeper);
  useEffect(() => {
    isHere.current = true;
    onHolds(() => typed.current || latest.current.isAwaited());
    return () => {
      isHere.current = false;
      onHolds(undefined);
    };
  }, [onHolds]);

  const refreshHead = useCallback(
    async (id: string) => {
      const before = basedOn.current;
      const read = await vault.note(id).catch(() => undefined);
      // Read before a save that has ended since, it would tell of a version that is over.
      if (!read?.ok || busy.current || basedOn.current !== before) return;
      const { head, current } = read.value;
      setVersions(head.revisions);
      if (!typed.current) setSaving((shown) => savedState(shown, head.kept));
      const mine = basedOn.current.includes(current.revision) && !head.conflict;
      if ((!mine || !head.mayEdit) && !typed.current) onReopen();
      setElsewhere(!mine && typed.current);
    },
    [vault, onReopen],
  );

  useVaultEvents((event) => {
    if (event.kind === "changed" && note !== undefined && event.notes.includes(note)) void refreshHead(note);
    // A checkpoint that holds the save shows in the status alone.
    if (event.kind === "status" && note !== undefined && saving.state === "saved" && !saving.sealed) {
      void refreshHead(note);
    }
  });

  const saveOnce = useCallback(async (): Promise<SavedRevision | undefined> => {
    // Nothing to save makes no version, and no empty note that nobody could take back.
    if (!typed.current) {
      const [revision] = basedOn.current;
      if (noteNow.current !== undefined && revision !== undefined) return { note: noteNow.current, revision };
      latest.current.onNothing();
      return undefined;
    }
    busy.current = true;
    setError(undefined);
    const isFirst = noteNow.current === undefined;
    const from = keeper.stop();
    const take = async () => {
      const { caret: _, ...taken } = collect();
      // What is typed from here on is in no version yet.
      typed.current = false;
      return vault.saveNote({ ...taken, ...(from !== undefined && { draft: from }) });
    };
    const outcome = await take().catch(() => undefined);
    busy.current = false;
    if (!outcome?.ok) {
      typed.current = true;
      keeper.resume("failed");
      setError(outcome ? sayFailure(outcome.error) : SAY_BUG);
      return undefined;
    }
    const saved = outcome.value;
    basedOn.current = [saved.revision];
    noteNow.current = saved.note;
    keeper.resume("taken");
    setDraftId(undefined);
    if (!typed.current) setSaving({ state: "saved", here: Date.now(), sealed: false });
    setNote(saved.note);
    // Whoever went on to another page meanwhile is not fetched back.
    if (isFirst && isHere.current) {
      onSavedAs(saved.note);
      void navigate({ to: "/notes/$noteId", params: { noteId: saved.note }, replace: true });
    }
    await refreshHead(saved.note);
    return saved;
  }, [vault, navigate, onSavedAs, refreshHead, keeper, collect]);

  const save = useCallback(() => (saves.current = saves.current.then(saveOnce, saveOnce)), [saveOnce]);

  return {
    note,
    draft: draftId,
    versions,
    saving,
    error,
    elsewhere,
    isTyped: () => typed.current,
    changed,
    fail: setError,
    save,
    async saveFirst() {
      if (noteNow.current !== undefined) return { note: noteNow.current, isNew: false };
      typed.current = true;
      const first = await save();
      return first && { note: first.note, isNew: true };
    },
    async throwAway() {
      const id = keeper.stop();
      if (id !== undefined) await vault.discardDraft(id);
      typed.current = false;
      if (view) onReopen();
      else void navigate({ to: "/charts/$chartId", params: { chartId: chart.id }, replace: true });
    },
  };
}

function savingAtFirst(draftKeptAt: number | undefined, kept: Kept | undefined): Saving {
  if (draftKeptAt !== undefined) return { state: "kept", at: draftKeptAt };
  return kept ? savedState({ state: "blank" }, kept) : { state: "blank" };
}

/** A time stands with "sealed" only where this page saw it happen. */
function savedState(before: Saving, kept: Kept): Saving {
  const sealed = kept.server !== undefined;
  if (before.state !== "saved") return { state: "saved", here: kept.here, sealed };
  const seenNow = sealed && !before.sealed;
  return { ...before, sealed, ...(seenNow && { sealedAt: Date.now() }) };
}
