/** Beside the note: what was written last time, files, what is not saved, and the door to what is kept apart. */

import type { ChartView, NoteKind, TemplateView } from "@alcove/vault";
import type { Editor } from "@tiptap/react";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Files } from "../../parts/files.tsx";
import { sayDayBriefly } from "../../words/dates.ts";
import { CarryForward } from "./carry-forward.tsx";
import { BelongsElsewhere } from "./move/belongs-elsewhere.tsx";
import { WhatBelongsHere } from "./what-belongs-here.tsx";
import { ForYouAlone } from "../chart/apart-niche.tsx";

export type BesideProps = {
  readonly chart: ChartView;
  readonly kind: NoteKind;
  readonly note: string | undefined;
  readonly date: string;
  readonly template: TemplateView | undefined;
  readonly editor: Editor;
  readonly unsaved: boolean;
  readonly isNew: boolean;
  readonly onThrowAway: () => void;
  /** This member may take the note out of its chart, as far as this page knows. */
  readonly mayMove: boolean;
  /** Saves what is not saved, and gives what is saved. */
  readonly take: () => Promise<{ readonly note: string; readonly revision: string } | undefined>;
};

export function Beside(props: BesideProps): ReactElement {
  const { chart, kind, note, date } = props;
  const now = Date.now();
  return (
    <aside className="by" aria-label="Beside this note">
      {kind === "progress" && <LastNote chart={chart.id} note={note} date={date} now={now} />}
      {props.template?.sections.some(({ carries }) => carries) && (
        <CarryForward chart={chart.id} note={note} date={date} template={props.template} editor={props.editor} />
      )}
      {kind === "psychotherapy" && <WhatBelongsHere />}
      {note !== undefined && <NoteFiles chart={chart.id} note={note} now={now} />}
      {note !== undefined && props.mayMove && <BelongsElsewhere chart={chart} isSigned={false} take={props.take} />}
      {props.unsaved && <Unsaved isNew={props.isNew} onThrowAway={props.onThrowAway} />}
      {kind === "progress" && <ForYouAlone chart={chart.id} />}
    </aside>
  );
}

function LastNote(props: {
  readonly chart: string;
  readonly note: string | undefined;
  readonly date: string;
  readonly now: number;
}): ReactElement | null {
  const { value: notes } = useAnswer(`notes ${props.chart}`, (vault) => vault.notes(props.chart));
  const before = notes
    ?.filter(({ kind, id, date, adds }) => kind === "progress" && id !== props.note && !adds && date <= props.date)
    .toSorted((a, b) => b.date.localeCompare(a.date) || b.writtenAt - a.writtenAt)[0];
  if (!before) return null;
  return (
    <section>
      <h2>Last note, {sayDayBriefly(before.date, props.now)}</h2>
      <p className="said last">{before.excerpt}</p>
      <p className="small">
        <Link to="/notes/$noteId" params={{ noteId: before.id }}>
          Open it
        </Link>
      </p>
    </section>
  );
}

function NoteFiles(props: { readonly chart: string; readonly note: string; readonly now: number }): ReactElement {
  const { value: all } = useAnswer(`files ${props.chart}`, (vault) => vault.attachments(props.chart));
  const files = (all ?? []).filter((file) => file.note === props.note);
  return (
    <section>
      <h2>Files</h2>
      <Files chart={props.chart} note={props.note} files={files} now={props.now} />
    </section>
  );
}

function Unsaved({ isNew, onThrowAway }: { readonly isNew: boolean; readonly onThrowAway: () => void }): ReactElement {
  const [asking, setAsking] = useState(false);
  return (
    <section>
      <h2>Not saved yet</h2>
      <p>
        {isNew
          ? "This is a draft on this device. Saving makes it a note."
          : "You changed this note. Saving makes it a version; the ones before stay."}
      </p>
      <button className="b slim" type="button" onClick={() => setAsking(true)}>
        {isNew ? "Throw the draft away" : "Throw the changes away"}
      </button>
      {asking && (
        <Dialog
          title={isNew ? "Throw this draft away?" : "Throw these changes away?"}
          note={
            isNew
              ? "What you typed is erased from this device and stands nowhere else."
              : "What you typed since the last version is erased. The saved versions stay."
          }
          onClose={() => setAsking(false)}
        >
          <div className="inner">
            <div className="acts">
              <button className="b primary" type="button" onClick={() => setAsking(false)}>
                Go on writing
              </button>
              <button className="b" type="button" onClick={onThrowAway}>
                {isNew ? "Throw the draft away" : "Throw the changes away"}
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </section>
  );
}
