/** The paper: title, day, text; kept while typing, saved as a version, its state at the foot. */

import type { SnippetView, TemplateView } from "@alcove/vault";
import { EditorContent, useEditor } from "@tiptap/react";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { readPreferences } from "../../app/preferences.ts";
import { useAnswer, useSession } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { dayOf, LAST_DAY, sayDay } from "../../words/dates.ts";
import { SAY_BUG, sayFailure } from "../../words/failures.ts";
import { Beside } from "./beside.tsx";
import { CameFrom } from "./came-from.tsx";
import { noteExtensions } from "./extensions.ts";
import { docOf, pageOf, placesIn } from "./note-form.ts";
import { NoteBar } from "./note-bar.tsx";
import { NoteTitle } from "./note-title.tsx";
import { picturesAsWords, textOfDoc } from "./note-text.ts";
import { fallBackToText, firstPlaceIn, focusAt, writeWith } from "./open-page.ts";
import { PicturesOfContext } from "./pictures/picture-view.tsx";
import { type NotePictures, usePictures } from "./pictures/use-pictures.ts";
import { SavingState } from "./saving-state.tsx";
import { type NoteWords, type SavedNoteOptions, useSavedNote } from "./use-saved-note.ts";

const ChooseTemplate = lazy(() => import("./choose-template.tsx").then((m) => ({ default: m.ChooseTemplate })));

const AboutWhom = lazy(() => import("./about-whom.tsx").then((m) => ({ default: m.AboutWhom })));

const SignNote = lazy(() => import("./sign-note.tsx").then((m) => ({ default: m.SignNote })));

export type NoteEditorProps = Pick<SavedNoteOptions, "opened" | "onSavedAs" | "onReopen" | "onHolds">;

export function NoteEditor({ opened, onSavedAs, onReopen, onHolds }: NoteEditorProps): ReactElement {
  const { chart, kind, view, draft } = opened;
  const isNew = !view && !draft;
  const vault = useVault();
  const session = useSession();
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
  const words = useRef<() => NoteWords>(undefined);
  const pictures = useRef<NotePictures>(undefined);
  const saved = useSavedNote({
    opened,
    words,
    isAwaited: () => pictures.current?.isBusy() === true,
    onNothing: () => editor.commands.focus(),
    onSavedAs,
    onReopen,
    onHolds,
  });
  const { note, changed, save } = saved;
  pictures.current = usePictures(chart.id, saved.saveFirst);

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
  const emptyHint = apart
    ? "For you alone."
    : opened.adds
      ? "What is to be added, and why."
      : "What happened, in your words.";
  const takeFiles = (files: readonly File[], at: number) => void pictures.current?.take(editor, files, at);
  const editor = useEditor({
    extensions: noteExtensions(emptyHint, {
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
      kind,
      date,
      title: title.trim() || standardTitle,
      body: { text: textOfDoc(doc), doc },
      ...(form !== undefined && { form }),
      ...(opened.adds !== undefined && { adds: opened.adds }),
      ...(about !== undefined && { about }),
      caret: editor.state.selection.head,
    };
  };

  // Once, when the note opens: afterwards the caret is the person's.
  const caretAtFirst = useRef<number | undefined>(
    isNew ? firstPlaceIn(editor) : (session.places.caret.get(caretKey) ?? draft?.caret),
  );
  useEffect(() => {
    if (caretAtFirst.current !== undefined) focusAt(editor, caretAtFirst.current);
  }, [editor]);

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
    if (!begun?.ok) return saved.fail(begun ? sayFailure(begun.error) : SAY_BUG);
    const next = begun.value.template ?? chosen;
    if (title === (template?.title ?? standardTitle)) setTitle(next.title);
    setTemplate(next);
    hintOf.current = (heading) => next.sections.find((section) => section.heading === heading)?.hint;
    begunAs.current = writeWith(editor, next, begunAs.current);
    if (saved.isTyped() || begunAs.current === undefined) changed();
    focusAt(editor, firstPlaceIn(editor));
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
          {note !== undefined && saved.versions > 0 && (
            <Link to="/notes/$noteId/versions" params={{ noteId: note }}>
              {saved.versions === 1 ? "1 version" : `${saved.versions} versions`}
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
        {saved.elsewhere && (
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
        {saved.error ? <ErrorLine text={saved.error} /> : <SavingState saving={saved.saving} />}
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
        unsaved={saved.draft !== undefined}
        isNew={!view}
        onThrowAway={() => void saved.throwAway()}
        mayMove={view?.mayMove ?? true}
        take={save}
      />
    </Page>
  );
}
