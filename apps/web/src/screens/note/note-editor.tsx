/** The paper: title, day, text; kept while typing, saved as a version, its state at the foot. */

import type { Kept, SnippetView, TemplateView } from "@alcove/vault";
import { EditorContent, useEditor } from "@tiptap/react";
import { Link, useNavigate } from "@tanstack/react-router";
import {
  lazy,
  type ReactElement,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Page } from "../../app/page.tsx";
import { readPreferences } from "../../app/preferences.ts";
import { useAnswer, useSession } from "../../app/session.tsx";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { dayOf, LAST_DAY, sayDay } from "../../words/dates.ts";
import { SAY_BUG, sayDraftFailure, sayFailure } from "../../words/failures.ts";
import { Beside } from "./beside.tsx";
import { CameFrom } from "./came-from.tsx";
import { createDraftKeeping, type DraftKeeping, type DraftWords } from "./draft-keeping.ts";
import { noteExtensions } from "./extensions.ts";
import type { OpenedNote } from "./note-screen.tsx";
import { docOf, pageOf, placesIn } from "./note-form.ts";
import { NoteBar } from "./note-bar.tsx";
import { NoteTitle } from "./note-title.tsx";
import { picturesAsWords, textOfDoc } from "./note-text.ts";
import { fallBackToText, firstPlaceIn, focusAt, writeWith } from "./open-page.ts";
import { PicturesOfContext } from "./pictures/picture-view.tsx";
import { type Home, type NotePictures, usePictures } from "./pictures/use-pictures.ts";
import { type Saving, SavingState } from "./saving-state.tsx";

const ChooseTemplate = lazy(() => import("./choose-template.tsx").then((m) => ({ default: m.ChooseTemplate })));

const AboutWhom = lazy(() => import("./about-whom.tsx").then((m) => ({ default: m.AboutWhom })));

const SignNote = lazy(() => import("./sign-note.tsx").then((m) => ({ default: m.SignNote })));

export type NoteEditorProps = {
  readonly opened: OpenedNote;
  /** The note got its id by this save. */
  readonly onSavedAs: (note: string) => void;
  /** Read it anew: another version came, or what was typed is to be thrown away. What is typed until it was read stays. */
  readonly onReopen: () => void;
  /** Tells whether a reopening would take something away that stands here alone. */
  readonly holds: RefObject<() => boolean>;
};

const TYPING: Saving = { state: "typing" };

export function NoteEditor({ opened, onSavedAs, onReopen, holds }: NoteEditorProps): ReactElement {
  const { chart, kind, view, draft } = opened;
  const isNew = !view && !draft;
  const vault = useVault();
  const session = useSession();
  const navigate = useNavigate();
  const apart = kind === "psychotherapy";
  const signedMeanwhile = !view && opened.adds !== undefined && draft?.note !== undefined;
  const outMeanwhile = !view && opened.adds === undefined && draft?.note !== undefined;
  const kindName = apart ? "Psychotherapy note" : "Progress note";
  const standardTitle = opened.adds ? "Addendum" : kindName;

  const [template, setTemplate] = useState(opened.template);
  // A template that is not there any more still is what the note was begun with.
  const form = template?.id ?? draft?.form ?? view?.head.form;
  const [choosing, setChoosing] = useState(false);
  const [signing, setSigning] = useState(false);
  const [title, setTitle] = useState(
    // What was typed in a note that was signed meanwhile is to be called what it becomes.
    (signedMeanwhile ? undefined : draft?.title) ?? view?.current.title ?? opened.template?.title ?? standardTitle,
  );
  const [date, setDate] = useState(draft?.date ?? view?.head.date ?? opened.date ?? dayOf(Date.now()));
  const [about, setAbout] = useState(draft?.about ?? view?.head.about);
  const [dating, setDating] = useState(false);
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
  const saves = useRef<Promise<Saved | undefined>>(Promise.resolve(undefined));
  const isHere = useRef(false);
  const keeping = useRef<DraftKeeping>(undefined);
  const words = useRef<() => DraftWords>(undefined);

  const changed = useCallback(() => {
    // What is kept already says so until it is kept again: once a second, not with each letter.
    if (!typed.current) setSaving(TYPING);
    typed.current = true;
    keeping.current?.changed();
  }, []);

  const body = draft?.body ?? view?.current.body;
  const firstDoc = useMemo(() => {
    if (!body) return pageOf(opened.template);
    // What was typed in another note is to be one of its own, and its pictures are that one's files.
    return signedMeanwhile || outMeanwhile ? picturesAsWords(docOf(body)) : docOf(body);
  }, [body, opened.template, signedMeanwhile, outMeanwhile]);
  /** The page as it was begun, in words: as long as it says no more, it is nobody's. */
  const begunAs = useRef(isNew ? textOfDoc(firstDoc) : undefined);
  const hintOf = useRef((_heading: string): string | undefined => undefined);
  hintOf.current = (heading) => template?.sections.find((section) => section.heading === heading)?.hint;
  const snippets = useRef<readonly SnippetView[]>(undefined);
  snippets.current = useAnswer("snippets", (answering) => answering.snippets()).value;
  const saveFirst = useRef<() => Promise<Home | undefined>>(async () => undefined);
  const pictures = useRef<NotePictures>(undefined);
  pictures.current = usePictures(chart.id, () => saveFirst.current());
  const takeFiles = (files: readonly File[], at: number) => void pictures.current?.take(editor, files, at);
  const editor = useEditor({
    extensions: noteExtensions(apart ? "For you alone." : "What happened, in your words.", {
      hintOf: (heading) => hintOf.current(heading),
      snippetOf: (word) => snippets.current?.find((one) => one.word === word)?.text,
      onFiles: takeFiles,
      onLeftOut: (n) => pictures.current?.leftOut(n),
    }),
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
  const picturesOf = useMemo(() => ({ chart: chart.id, note }), [chart.id, note]);
  const caretKey = note ?? `${chart.id} ${kind}`;

  words.current = () => {
    const doc = editor.getJSON();
    return {
      chart: chart.id,
      ...(noteNow.current !== undefined && { note: noteNow.current }),
      kind,
      date,
      title: title.trim() || standardTitle,
      body: { text: textOfDoc(doc), doc },
      ...(form !== undefined && { form }),
      ...(opened.adds !== undefined && { adds: opened.adds }),
      ...(about !== undefined && { about }),
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
    isHere.current = true;
    holds.current = () => typed.current || pictures.current?.isBusy() === true;
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
      isHere.current = false;
      holds.current = () => false;
    };
  }, [session, holds]);

  // Once, when the note opens: afterwards the caret is the person's.
  const caretAtFirst = useRef<number | undefined>(
    isNew ? firstPlaceIn(editor) : (session.places.caret.get(caretKey) ?? draft?.caret),
  );
  useEffect(() => {
    if (caretAtFirst.current !== undefined) focusAt(editor, caretAtFirst.current);
  }, [editor]);

  const refreshHead = useCallback(
    async (id: string) => {
      const before = basedOn.current;
      const read = await vault.note(id).catch(() => undefined);
      // Read before a save that has ended since, it would tell of a version that is over.
      if (!read?.ok || busy.current || basedOn.current !== before) return;
      const { head, current } = read.value;
      setVersions(head.revisions);
      if (!typed.current) setSaving((before) => savedState(before, head.kept));
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

  const saveOnce = useCallback(async (): Promise<Saved | undefined> => {
    const keeper = keeping.current;
    if (!keeper) return undefined;
    // Nothing to save makes no version, and no empty note that nobody could take back.
    if (!typed.current) {
      const [revision] = basedOn.current;
      if (noteNow.current !== undefined && revision !== undefined) return { note: noteNow.current, revision };
      editor.commands.focus();
      return undefined;
    }
    busy.current = true;
    setError(undefined);
    const isNew = noteNow.current === undefined;
    const from = keeper.stop();
    const take = async () => {
      const { caret: _, ...taken } = words.current?.() as DraftWords;
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
    if (isNew && isHere.current) {
      onSavedAs(saved.note);
      void navigate({ to: "/notes/$noteId", params: { noteId: saved.note }, replace: true });
    }
    await refreshHead(saved.note);
    return saved;
  }, [vault, navigate, onSavedAs, refreshHead, editor]);

  /** Gives what is saved then; nothing where there is nothing, or where saving failed. One after the other. */
  const save = useCallback(() => (saves.current = saves.current.then(saveOnce, saveOnce)), [saveOnce]);

  // A picture is a file of its note, so a new note is saved before its first one.
  saveFirst.current = async () => {
    if (noteNow.current !== undefined) return { note: noteNow.current, isNew: false };
    typed.current = true;
    const first = await save();
    return first && { note: first.note, isNew: true };
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      void save();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [save]);

  const chooseTemplate = async (chosen: TemplateView) => {
    setChoosing(false);
    const begun = await vault.beginNote({ chart: chart.id, kind, date, template: chosen.id }).catch(() => undefined);
    if (!begun?.ok) return setError(begun ? sayFailure(begun.error) : SAY_BUG);
    const next = begun.value.template ?? chosen;
    if (title === (template?.title ?? standardTitle)) setTitle(next.title);
    setTemplate(next);
    hintOf.current = (heading) => next.sections.find((section) => section.heading === heading)?.hint;
    begunAs.current = writeWith(editor, next, begunAs.current);
    if (typed.current || begunAs.current === undefined) changed();
    focusAt(editor, firstPlaceIn(editor));
  };

  const throwAway = async () => {
    const id = keeping.current?.stop();
    if (id !== undefined) await vault.discardDraft(id);
    typed.current = false;
    if (view) onReopen();
    else void navigate({ to: "/charts/$chartId", params: { chartId: chart.id }, replace: true });
  };

  return (
    <Page title={standardTitle} className={apart ? "note-page apart-page" : "note-page"}>
      <NoteBar chart={chart} editor={editor} pictures={pictures.current} onFiles={takeFiles} />
      <article className="paper" aria-label={standardTitle}>
        <h1 className="vh">{standardTitle}</h1>
        {apart && (
          <p className="apart-tag">
            <Icon name="key" /> Kept apart, under a key only you hold
          </p>
        )}
        <NoteTitle
          title={title}
          onChange={(next) => {
            setTitle(next);
            changed();
          }}
          onEnter={() => focusAt(editor, 0)}
        />
        <div className="meta">
          {dating ? (
            <input
              type="date"
              className="in day"
              aria-label="Day of the note"
              max={LAST_DAY}
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
          <button className="as-link" type="button" onClick={() => setChoosing(true)}>
            {template ? `Template: ${template.name}` : "Use a template"}
          </button>
          {opened.adds !== undefined && (
            <Link to="/notes/$noteId" params={{ noteId: opened.adds }}>
              What it adds to
            </Link>
          )}
          {note !== undefined && versions > 0 && (
            <Link to="/notes/$noteId/versions" params={{ noteId: note }}>
              {versions === 1 ? "1 version" : `${versions} versions`}
              {view && view.head.author !== view.head.begunBy && `, changed by ${view.head.author}`}
            </Link>
          )}
          {view?.head.firstWritten !== undefined && (
            <span>First written on {sayDay(dayOf(view.head.firstWritten), Date.now())}, in another chart</span>
          )}
          <CameFrom of={view?.cameFrom} />
          {opened.adds === undefined && (
            <Suspense>
              <AboutWhom
                chart={chart.id}
                about={about ?? []}
                onChange={(next) => {
                  setAbout(next);
                  changed();
                }}
              />
            </Suspense>
          )}
        </div>
        {signedMeanwhile && (
          <p className="came" role="status">
            This note was signed meanwhile, and stays as it is. What you typed is here: keep of it what is to be added
            and save it as an addendum, or throw it away.
          </p>
        )}
        {outMeanwhile && (
          <p className="came" role="status">
            This note was taken out of the chart meanwhile. What you typed is here: save it as a note of its own, or
            throw it away.
          </p>
        )}
        {elsewhere && (
          <p className="came" role="status">
            Another version of this note came from another device. Yours is kept: when you save it, both stand side by
            side, and you choose.
          </p>
        )}
        <PicturesOfContext value={picturesOf}>
          <EditorContent editor={editor} className="text" />
        </PicturesOfContext>
      </article>
      <footer className="end">
        {error ? <ErrorLine text={error} /> : <SavingState saving={saving} />}
        <div className="acts">
          <button className="b plain" type="button" onClick={() => setSigning(true)}>
            <span>
              Sign<span className="wide-only"> and lock</span>
            </span>
          </button>
          <button className="b primary" type="button" onClick={() => void save()}>
            Save the note
          </button>
        </div>
      </footer>
      {signing && (
        <Suspense>
          <SignNote
            intent="sign"
            take={async () => {
              // A signed note takes no picture that comes later.
              await pictures.current?.settled();
              return save();
            }}
            words={`${title}\n${textOfDoc(editor.getJSON())}`}
            blankBelow={placesIn(editor.state.doc).flatMap(({ heading, isBlank }) => (isBlank ? heading || [] : []))}
            onSigned={onReopen}
            onClose={() => setSigning(false)}
          />
        </Suspense>
      )}
      {choosing && (
        <Suspense>
          <ChooseTemplate
            kind={kind}
            chosen={template?.id}
            hasWords={textOfDoc(editor.getJSON()) !== begunAs.current}
            onChoose={(chosen) => void chooseTemplate(chosen)}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      )}
      <Beside
        chart={chart}
        kind={kind}
        note={note}
        date={date}
        template={template}
        editor={editor}
        unsaved={draftId !== undefined}
        isNew={!view}
        onThrowAway={() => void throwAway()}
        mayMove={view?.mayMove ?? true}
        take={save}
      />
    </Page>
  );
}

type Saved = { readonly note: string; readonly revision: string };

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
