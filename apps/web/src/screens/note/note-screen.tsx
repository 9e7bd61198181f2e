/** Opens a note, goes on with a draft, or begins a new one; two texts side by side are settled first. */

import type { ChartView, DraftView, NoteKind, NoteView, TemplateView, Vault } from "@alcove/vault";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { type ReactElement, useCallback, useEffect, useRef, useState } from "react";
import type { NoteSearch } from "../../app/router.tsx";
import { Page } from "../../app/page.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { dayOf } from "../../words/dates.ts";
import { SAY_BUG, sayFailure } from "../../words/failures.ts";
import { NoteEditor } from "./note-editor.tsx";
import { usePrinted } from "./printed.ts";
import { PaperHead } from "./paper-head.tsx";
import { ReadNote } from "./read-note.tsx";
import { Settle } from "./settle.tsx";
import "./note.css";

/** What the editor opens with. */
export type OpenedNote = {
  readonly chart: ChartView;
  readonly kind: NoteKind;
  readonly view: NoteView | undefined;
  readonly draft: DraftView | undefined;
  /** What it is written with: of a new note with its smart fields filled. */
  readonly template: TemplateView | undefined;
  /** What a new note is about, where that is not today. */
  readonly date?: string | undefined;
  /** Of an addendum: the note it adds to. */
  readonly adds: string | undefined;
};

type Opened =
  | { readonly state: "opening" }
  | { readonly state: "failed"; readonly why: string }
  | { readonly state: "open"; readonly note: OpenedNote; readonly times: number };

export function NoteScreen(): ReactElement {
  const { noteId } = useParams({ from: "/notes/$noteId" });
  const search = useSearch({ from: "/notes/$noteId" });
  const vault = useVault();
  const [opened, setOpened] = useState<Opened>({ state: "opening" });
  /** A new note gets its id by its first save: the address changes, the editor stays. */
  const savedAs = useRef<string>(undefined);
  const reads = useRef(0);
  const holds = useRef<() => boolean>(undefined);
  const onHolds = useCallback((now: (() => boolean) | undefined) => void (holds.current = now), []);
  const { chart, kind, draft, adds, date } = search;

  const read = useCallback(
    async (reopens: boolean) => {
      const mine = ++reads.current;
      const sought = { chart, kind, draft, adds, date } as NoteSearch;
      const result = await openNote(vault, savedAs.current ?? noteId, sought).catch(() => SAY_BUG);
      if (mine !== reads.current || (reopens && holds.current?.())) return;
      if (typeof result === "string") setOpened({ state: "failed", why: result });
      else setOpened({ state: "open", note: result, times: mine });
    },
    [vault, noteId, chart, kind, draft, adds, date],
  );
  useEffect(() => {
    if (savedAs.current === noteId) return;
    savedAs.current = undefined;
    void read(false);
  }, [read, noteId]);
  useEffect(() => () => void reads.current++, []);

  const onPage = opened.state === "open" ? opened.note : undefined;
  usePrinted(onPage?.chart.id, onPage?.kind ?? "progress", () => onPage?.view?.head.id ?? savedAs.current);

  if (opened.state === "opening") return <Page title="Note">{null}</Page>;
  if (opened.state === "failed") return <NotOpened why={opened.why} />;
  const { note } = opened;
  const again = () => void read(true);
  const head = <PaperHead chart={note.chart.id} chartName={note.chart.name} date={note.view?.head.date ?? note.date} />;
  if (note.view && !note.view.head.mayEdit && !note.draft)
    return (
      <>
        {head}
        <ReadNote chart={note.chart} view={note.view} />
      </>
    );
  if (note.view?.head.conflict && !note.draft) {
    return <Settle chart={note.chart} view={note.view} onSettled={again} />;
  }
  return (
    <>
      {head}
      <NoteEditor
        key={`${note.view?.head.id ?? `${note.chart.id} ${note.kind}`} ${opened.times}`}
        opened={note}
        onSavedAs={(id) => {
          savedAs.current = id;
        }}
        onReopen={again}
        onHolds={onHolds}
      />
    </>
  );
}

async function openNote(vault: Vault, noteId: string, search: NoteSearch): Promise<OpenedNote | string> {
  if (noteId !== "new") {
    const [read, drafts] = await Promise.all([vault.note(noteId), vault.drafts()]);
    const draft = drafts.find((candidate) => candidate.note === noteId);
    if (!read.ok) return (draft && (await openAlone(vault, draft))) ?? sayFailure(read.error);
    const of = await vault.chart(read.value.head.chart);
    const template = await templateOf(vault, draft?.form ?? read.value.head.form);
    const { kind, adds, signed } = read.value.head;
    if (!of.ok) return NO_CHART;
    const chart = of.value;
    // What was typed before it was signed elsewhere is no version of it any more: it can be added.
    if (signed && draft) return { chart, kind, view: undefined, draft, template, adds: adds ?? noteId };
    return { chart, kind, view: read.value, draft, template, adds };
  }
  const drafts = await vault.drafts();
  const kept = search.draft
    ? drafts.find((candidate) => candidate.id === search.draft)
    : drafts.find((candidate) => isItsBeginning(candidate, search));
  if (search.draft && !kept) return "This draft was saved or thrown away, perhaps on another device.";
  const of = await vault.chart(kept?.chart ?? search.chart ?? "");
  if (!of.ok) return NO_CHART;
  const chart = of.value;
  const kind = kept?.kind ?? search.kind ?? "progress";
  const blank = { chart, kind, view: undefined, draft: undefined, template: undefined };
  if (kept) return { ...blank, draft: kept, template: await templateOf(vault, kept.form), adds: kept.adds };
  if (search.adds !== undefined) return { ...blank, adds: search.adds };
  const { date = dayOf(Date.now()) } = search;
  const begun = await vault.beginNote({ chart: chart.id, kind, date });
  // Without its template a note is written all the same.
  return { ...blank, template: begun.ok ? begun.value.template : undefined, date, adds: undefined };
}

/** What was typed in a note that was taken out of its chart meanwhile: it can be a note of its own. */
async function openAlone(vault: Vault, draft: DraftView): Promise<OpenedNote | undefined> {
  const of = await vault.chart(draft.chart);
  if (!of.ok) return undefined;
  const template = await templateOf(vault, draft.form);
  return { chart: of.value, kind: draft.kind, view: undefined, draft, template, adds: undefined };
}

async function templateOf(vault: Vault, form: string | undefined): Promise<TemplateView | undefined> {
  return form === undefined ? undefined : (await vault.templates()).find(({ id }) => id === form);
}

const NO_CHART = "The chart of this note is not on this device.";

/** What was begun for the same chart and day is gone on with, not begun twice. */
function isItsBeginning(draft: DraftView, search: NoteSearch): boolean {
  const { chart, kind, adds, date } = search;
  return (
    !draft.note &&
    !draft.response &&
    draft.chart === chart &&
    draft.kind === (kind ?? "progress") &&
    draft.adds === adds &&
    draft.date === (date ?? dayOf(Date.now()))
  );
}

function NotOpened({ why }: { readonly why: string }): ReactElement {
  return (
    <Page title="Note">
      <h1>This note does not open</h1>
      <p className="quiet">{why}</p>
      <p className="acts">
        <Link className="b" to="/charts">
          Go to Charts
        </Link>
      </p>
    </Page>
  );
}
