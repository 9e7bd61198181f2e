/** Progress notes by month, the newest first, with the first words of each. */

import type { DraftView, NoteHead } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { sayMonth, sayMoment, sayWeekday } from "../../words/dates.ts";
import { DraftLink } from "../today/draft-rows.tsx";

const SHOWN_AT_FIRST = 60;

export type TimelineProps = {
  readonly notes: readonly NoteHead[];
  readonly drafts: readonly DraftView[];
  readonly now: number;
};

export function Timeline({ notes, drafts, now }: TimelineProps): ReactElement {
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const newestFirst = notes.toSorted((a, b) => b.date.localeCompare(a.date) || b.writtenAt - a.writtenAt);
  const visible = newestFirst.slice(0, shown);
  const left = newestFirst.length - visible.length;
  const several = new Set(notes.map(({ begunBy }) => begunBy)).size > 1;

  return (
    <section aria-labelledby="h-line">
      <div className="head">
        <h2 id="h-line">Timeline</h2>
      </div>
      <ol className="rows line">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <time dateTime={draft.date}>{sayWeekday(draft.date)}</time>
            <div>
              <DraftLink draft={draft}>{draft.title || "Progress note"}</DraftLink>
              <p>Begun, last typed {sayMoment(draft.keptAt, now)}. Not saved as a note yet.</p>
            </div>
            <span className="s">To finish</span>
          </li>
        ))}
        {visible.map((note, index) => (
          <TimelineRow key={note.id} note={note} before={visible[index - 1]} now={now} showAuthor={several} />
        ))}
      </ol>
      {left > 0 && (
        <p className="acts">
          <button className="b plain" type="button" onClick={() => setShown(shown + 200)}>
            Show older notes
          </button>
          <span className="small quiet num">{left} more</span>
        </p>
      )}
    </section>
  );
}

type RowProps = {
  readonly note: NoteHead;
  readonly before: NoteHead | undefined;
  readonly now: number;
  readonly showAuthor: boolean;
};

function TimelineRow({ note, before, now, showAuthor }: RowProps): ReactElement {
  const month = sayMonth(note.date, now);
  const newMonth = !before || sayMonth(before.date, now) !== month;
  return (
    <>
      {newMonth && (
        <li className="month">
          <span>{month}</span>
        </li>
      )}
      <li>
        <time dateTime={note.date}>{sayWeekday(note.date)}</time>
        <div>
          <Link className="t" dir="auto" to="/notes/$noteId" params={{ noteId: note.id }}>
            {note.title || "Progress note"}
          </Link>
          {sayAuthors(note, showAuthor) && <span className="small quiet"> {sayAuthors(note, showAuthor)}</span>}
          {note.excerpt && <p dir="auto">{note.excerpt}</p>}
        </div>
        <span className="s">{stateOf(note)}</span>
      </li>
    </>
  );
}

/** Whose note it is where there are several people's, and who else changed it last. */
function sayAuthors({ author, begunBy }: NoteHead, isTold: boolean): string {
  if (author !== begunBy) return `${begunBy || "A member"}, changed by ${author || "a member"}`;
  return isTold ? author : "";
}

function stateOf(note: NoteHead): ReactElement | string {
  if (note.conflict) return <span className="due">Two texts to settle</span>;
  if (note.kept.server === undefined) return "On this device";
  if (note.attachments > 0) {
    return (
      <>
        <Icon name="paperclip" /> {note.attachments === 1 ? "1 file" : `${note.attachments} files`}
      </>
    );
  }
  return note.revisions > 1 ? `${note.revisions} versions` : "";
}
