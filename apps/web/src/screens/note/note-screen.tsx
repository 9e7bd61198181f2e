/** Opens a note, goes on with a draft, or begins a new one; two texts side by side are settled first. */

import type { ChartView, DraftView, NoteKind, NoteView, Vault } from "@alcove/vault";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { type ReactElement, useEffect, useRef, useState } from "react";
import type { NoteSearch } from "../../app/router.tsx";
import { Page } from "../../app/page.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { dayOf } from "../../words/dates.ts";
import { SAY_BUG, sayFailure } from "../../words/failures.ts";
import { NoteEditor } from "./note-editor.tsx";
import { usePrinted } from "./printed.ts";
import { ReadNote } from "./read-note.tsx";
import { Settle } from "./settle.tsx";
import "./note.css";

/** What the editor opens with. */
export type OpenedNote = {
  readonly chart: ChartView;
  readonly kind: NoteKind;
  readonly view: NoteView | undefined;
  readonly draft: DraftView | undefined;
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
  const [round, setRound] = useState(0);
  /** A new note gets its id by its first save: the address changes, the editor stays. */
  const savedAs = useRef<string>(undefined);
  const { chart, kind, draft } = search;

  useEffect(() => {
    if (savedAs.current === noteId) return;
    savedAs.current = undefined;
    let left = false;
    openNote(vault, noteId, { chart, kind, draft } as NoteSearch).then(
      (result) => {
        if (left) return;
        if (typeof result === "string") setOpened({ state: "failed", why: result });
        else setOpened({ state: "open", note: result, times: round });
      },
      () => !left && setOpened({ state: "failed", why: SAY_BUG }),
    );
    return () => {
      left = true;
    };
  }, [vault, noteId, chart, kind, draft, round]);

  const onPage = opened.state === "open" ? opened.note : undefined;
  usePrinted(onPage?.chart.id, onPage?.kind ?? "progress", () => onPage?.view?.head.id ?? savedAs.current);

  if (opened.state === "opening") return <Page title="Note">{null}</Page>;
  if (opened.state === "failed") return <NotOpened why={opened.why} />;
  const { note } = opened;
  const again = () => {
    savedAs.current = undefined;
    setRound((n) => n + 1);
  };
  if (note.view && !note.view.head.mayEdit && !note.draft) return <ReadNote chart={note.chart} view={note.view} />;
  if (note.view?.head.conflict && !note.draft) {
    return <Settle chart={note.chart} view={note.view} onSettled={again} />;
  }
  return (
    <NoteEditor
      key={`${note.view?.head.id ?? `${note.chart.id} ${note.kind}`} ${opened.times}`}
      opened={note}
      onSavedAs={(id) => {
        savedAs.current = id;
      }}
      onReopen={again}
    />
  );
}

async function openNote(vault: Vault, noteId: string, search: NoteSearch): Promise<OpenedNote | string> {
  const [charts, drafts] = await Promise.all([vault.charts(), vault.drafts()]);
  const named = (id: string) => charts.find((chart) => chart.id === id);

  if (noteId !== "new") {
    const read = await vault.note(noteId);
    if (!read.ok) return sayFailure(read.error);
    const chart = named(read.value.head.chart);
    const draft = drafts.find((candidate) => candidate.note === noteId);
    return chart ? { chart, kind: read.value.head.kind, view: read.value, draft } : NO_CHART;
  }
  const kept = search.draft
    ? drafts.find((candidate) => candidate.id === search.draft)
    : drafts.find((candidate) => isTodaysBeginning(candidate, search));
  if (search.draft && !kept) return "This draft was saved or thrown away, perhaps on another device.";
  const chart = named(kept?.chart ?? search.chart ?? "");
  return chart ? { chart, kind: kept?.kind ?? search.kind ?? "progress", view: undefined, draft: kept } : NO_CHART;
}

const NO_CHART = "The chart of this note is not on this device.";

/** What was begun today for the same chart is gone on with, not begun twice. */
function isTodaysBeginning(draft: DraftView, search: NoteSearch): boolean {
  const { chart, kind } = search;
  return (
    !draft.note && draft.chart === chart && draft.kind === (kind ?? "progress") && draft.date === dayOf(Date.now())
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
