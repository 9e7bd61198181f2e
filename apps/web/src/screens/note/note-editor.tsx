/** The paper: title, day, text; kept while typing, saved as a version, its state at the foot. */

import type { Kept } from "@alcove/vault";
import type { JSONContent } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import { EditorContent, useEditor, type Editor } from "@tiptap/react";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { readPreferences } from "../../app/preferences.ts";
import { useSession } from "../../app/session.tsx";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { dayOf, sayDay } from "../../words/dates.ts";
import { SAY_BUG, sayDraftFailure, sayFailure } from "../../words/failures.ts";
import { Beside } from "./beside.tsx";
import { createDraftKeeping, type DraftKeeping, type DraftWords } from "./draft-keeping.ts";
import { noteExtensions } from "./extensions.ts";
import type { OpenedNote } from "./note-screen.tsx";
import { docOfText, textOfDoc } from "./note-text.ts";
import { type Saving, SavingState } from "./saving-state.tsx";
import { TableTools } from "./table-tools.tsx";
import { Toolbar } from "./toolbar.tsx";

export type NoteEditorProps = {
  readonly opened: OpenedNote;
  /** The note got its id by this save. */
  readonly onSavedAs: (note: string) => void;
  /** Read it anew: another version came, or what was typed is to be thrown away. */
  readonly onReopen: () => void;
};

export function NoteEditor({ opened, onSavedAs, onReopen }: NoteEditorProps): ReactElement {
  const { chart, kind, view, draft } = opened;
  const vault = useVault();
  const session = useSession();
  const navigate = useNavigate();
  const apart = kind === "psychotherapy";
  const standardTitle = apart ? "Psychotherapy note" : "Progress note";

  const [title, setTitle] = useState(draft?.title ?? view?.current.title ?? standardTitle);
  const [date, setDate] = useState(draft?.date ?? view?.head.date ?? dayOf(Date.now()));
  const [dating, setDating] = useState(false);
  const [note, setNote] = useState(view?.head.id);
  const [draftId, setDraftId] = useState(draft?.id);
  const [versions, setVersions] = useState(view?.head.revisions ?? 0);
  const [saving, setSaving] = useState<Saving>(() => savingAtFirst(draft?.keptAt, view?.head.kept));
  const [error, setError] = useState<string>();
  const [elsewhere, setElsewhere] = useState(false);
  const basedOn = useRef<readonly string[]>(draft?.basedOn ?? (view ? [view.current.revision] : []));
  const typed = useRef(draft !== undefined);
  const busy = useRef(false);
  const keeping = useRef<DraftKeeping>(undefined);
  const words = useRef<() => DraftWords>(undefined);

  const changed = useCallback(() => {
    typed.current = true;
    keeping.current?.changed();
  }, []);

  const firstDoc = useMemo(() => docOf(draft?.body ?? view?.current.body), [draft, view]);
  const editor = useEditor({
    extensions: noteExtensions(apart ? "For you alone." : "What happened, in your words."),
    content: firstDoc,
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        class: "write",
        dir: "auto",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": "Text of the note",
        spellcheck: readPreferences().spelling ? "true" : "false",
        autocorrect: "off",
        "data-gramm": "false",
      },
    },
    onCreate: ({ editor: created }) => fallBackToText(created, draft?.body.text ?? view?.current.body.text),
    onUpdate: changed,
    onSelectionUpdate: ({ editor: moved }) => session.places.caret.set(caretKey, moved.state.selection.head),
  });
  const caretKey = note ?? `${chart.id} ${kind}`;

  words.current = () => {
    const doc = editor.getJSON();
    return {
      chart: chart.id,
      ...(note !== undefined && { note }),
      kind,
      date,
      title: title.trim() || standardTitle,
      body: { text: textOfDoc(doc), doc },
      basedOn: basedOn.current,
      caret: editor.state.selection.head,
    };
  };

  if (!keeping.current) {
    keeping.current = createDraftKeeping({
      vault,
      draft: draft?.id,
      collect: () => words.current?.() as DraftWords,
      onKept: (keptAt, id) => {
        setDraftId(id);
        setError(undefined);
        setSaving({ state: "kept", at: keptAt });
      },
      onFailed: (failed) => setError(failed ? sayDraftFailure(failed) : SAY_BUG),
    });
  }

  useEffect(() => {
    const keeper = keeping.current;
    const flush = () => keeper?.flush();
    const onHide = () => document.visibilityState === "hidden" && flush();
    session.beforeLock.add(flush);
    addEventListener("pagehide", flush);
    addEventListener("blur", flush);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      flush();
      session.beforeLock.delete(flush);
      removeEventListener("pagehide", flush);
      removeEventListener("blur", flush);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, [session]);

  // Once, when the note opens: afterwards the caret is the person's.
  const caretAtFirst = useRef<number | "end" | undefined>(
    session.places.caret.get(caretKey) ?? draft?.caret ?? (view ? undefined : "end"),
  );
  useEffect(() => {
    if (caretAtFirst.current !== undefined) focusAt(editor, caretAtFirst.current);
  }, [editor]);

  const refreshHead = useCallback(
    async (id: string) => {
      const read = await vault.note(id).catch(() => undefined);
      if (!read?.ok || busy.current) return;
      const { head, current } = read.value;
      setVersions(head.revisions);
      if (!typed.current) setSaving((before) => savedState(before, head.kept));
      const mine = basedOn.current.includes(current.revision) && !head.conflict;
      if (!mine && !typed.current) onReopen();
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

  const save = useCallback(async () => {
    const keeper = keeping.current;
    if (busy.current || !keeper || !words.current) return;
    // Nothing to save makes no version, and no empty note that nobody could take back.
    if (!typed.current) return void (note === undefined && editor.commands.focus());
    busy.current = true;
    setError(undefined);
    const from = keeper.stop();
    try {
      const { caret: _, ...saved } = words.current();
      const outcome = await vault.saveNote({ ...saved, ...(from !== undefined && { draft: from }) });
      if (!outcome.ok) {
        keeper.resume(from);
        setError(sayFailure(outcome.error));
        return;
      }
      keeper.resume(undefined);
      typed.current = false;
      basedOn.current = [outcome.value.revision];
      setDraftId(undefined);
      setSaving({ state: "saved", here: Date.now(), sealed: false });
      setNote(outcome.value.note);
      if (note === undefined) {
        onSavedAs(outcome.value.note);
        void navigate({ to: "/notes/$noteId", params: { noteId: outcome.value.note }, replace: true });
      }
      busy.current = false;
      await refreshHead(outcome.value.note);
    } catch {
      keeper.resume(from);
      setError(SAY_BUG);
    } finally {
      busy.current = false;
    }
  }, [vault, note, navigate, onSavedAs, refreshHead, editor]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      void save();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [save]);

  const throwAway = async () => {
    const id = keeping.current?.stop();
    if (id !== undefined) await vault.discardDraft(id);
    if (view) onReopen();
    else void navigate({ to: "/charts/$chartId", params: { chartId: chart.id }, replace: true });
  };

  return (
    <Page title={standardTitle} className={apart ? "note-page apart-page" : "note-page"}>
      <div className="bar">
        <Link className="b plain" to="/charts/$chartId" params={{ chartId: chart.id }}>
          <Icon name="back" />
          <span className="clip">{chart.name}</span>
        </Link>
        <Toolbar editor={editor} />
        <button className="b phone-only bare" type="button" onClick={session.lockNow}>
          <Icon name="lock" />
          Lock
        </button>
      </div>
      <article className="paper" aria-label={standardTitle}>
        <h1 className="vh">{standardTitle}</h1>
        {apart && (
          <p className="apart-tag">
            <Icon name="key" /> Kept apart, under a key only you hold
          </p>
        )}
        <div className="title" data-title={title}>
          <textarea
            aria-label="Title"
            dir="auto"
            rows={1}
            value={title}
            onChange={(event) => {
              setTitle(event.target.value.replace(/\s*\n\s*/g, " "));
              changed();
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              editor.commands.focus("start");
            }}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
        <div className="meta">
          {dating ? (
            <input
              type="date"
              className="in day"
              aria-label="Day of the note"
              autoComplete="off"
              value={date}
              // It was just asked for
              autoFocus
              onChange={(event) => {
                if (!event.target.value) return;
                setDate(event.target.value);
                changed();
              }}
              onBlur={() => setDating(false)}
            />
          ) : (
            <>
              <span>{sayDay(date, Date.now())}</span>
              <button className="as-link" type="button" onClick={() => setDating(true)}>
                Another day
              </button>
            </>
          )}
          {note !== undefined && versions > 0 && (
            <Link to="/notes/$noteId/versions" params={{ noteId: note }}>
              {versions === 1 ? "1 version" : `${versions} versions`}
              {view && view.head.author !== view.head.begunBy && `, changed by ${view.head.author}`}
            </Link>
          )}
        </div>
        {elsewhere && (
          <p className="came" role="status">
            Another version of this note came from another device. Yours is kept: when you save it, both stand side by
            side, and you choose.
          </p>
        )}
        <EditorContent editor={editor} className="text" />
        <TableTools editor={editor} />
      </article>
      <footer className="end">
        {error ? <ErrorLine text={error} /> : <SavingState saving={saving} />}
        <div className="acts">
          <button className="b primary" type="button" onClick={() => void save()}>
            Save the note
          </button>
        </div>
      </footer>
      <Beside
        chart={chart}
        kind={kind}
        note={note}
        date={date}
        unsaved={draftId !== undefined}
        isNew={!view}
        onThrowAway={() => void throwAway()}
      />
    </Page>
  );
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

function docOf(body: { readonly text: string; readonly doc?: unknown } | undefined): JSONContent {
  if (!body) return { type: "doc", content: [{ type: "paragraph" }] };
  return looksLikeDoc(body.doc) ? body.doc : docOfText(body.text);
}

function looksLikeDoc(doc: unknown): doc is JSONContent {
  return typeof doc === "object" && doc !== null && (doc as JSONContent).type === "doc";
}

/** A tree from a newer editor may hold what this one has no place for; its words are shown instead, whole. */
function fallBackToText(editor: Editor, text: string | undefined): void {
  if (text && editor.isEmpty) editor.commands.setContent(docOfText(text), { emitUpdate: false });
}

function focusAt(editor: Editor, caret: number | "end"): void {
  const { doc } = editor.state;
  // The text may be another one since: a place between two blocks is none for a caret.
  const at = caret === "end" ? caret : TextSelection.near(doc.resolve(Math.min(caret, doc.content.size))).head;
  editor.commands.focus(at, { scrollIntoView: false });
}
