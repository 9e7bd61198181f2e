/** Progress notes by month, the newest first, with the first words of each; between them what else came into the chart. */

import type { DraftView, NoteHead } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { Fragment, type ReactElement, useState } from "react";
import { useAnswer, useSession } from "../../app/session.tsx";
import { useClientName } from "../../parts/client-name.tsx";
import { Icon } from "../../parts/icon.tsx";
import { sayMonth, sayMoment, sayWeekday } from "../../words/dates.ts";
import { DraftLink } from "../today/draft-rows.tsx";
import type { Beside } from "./beside.tsx";

const SHOWN_AT_FIRST = 60;
/** Until it is locked. */
const NOTES_ALONE = "timeline notes alone";

export type TimelineProps = {
  readonly chart: string;
  readonly chartName: string;
  readonly notes: readonly NoteHead[];
  readonly drafts: readonly DraftView[];
  readonly beside: readonly Beside[];
  readonly now: number;
};

type Line = { readonly date: string; readonly at: number } & (
  | { readonly note: NoteHead }
  | { readonly beside: Beside }
);

export function Timeline({ chart, chartName, notes, drafts, beside, now }: TimelineProps): ReactElement {
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const { answers } = useSession();
  const [notesAlone, setNotesAlone] = useState(answers.get(NOTES_ALONE) === true);
  const lines: Line[] = [
    ...notes.map((note) => ({ date: note.date, at: note.writtenAt, note })),
    ...(notesAlone ? [] : beside.map((one) => ({ date: one.date, at: one.at, beside: one }))),
  ];
  const newestFirst = lines.toSorted((a, b) => b.date.localeCompare(a.date) || b.at - a.at);
  const visible = newestFirst.slice(0, shown);
  const left = newestFirst.length - visible.length;
  const { value: templates } = useAnswer("templates", (vault) => vault.templates());
  const { value: administrative } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  const nameOf = useClientName();
  const aboutWhom = ({ about }: NoteHead) =>
    about
      .map((person) => administrative?.people.find(({ id }) => id === person)?.name)
      .filter((name) => name !== undefined)
      .map(nameOf);
  const several = new Set(notes.map(({ begunBy }) => begunBy)).size > 1;

  return (
    <section aria-labelledby="h-line">
      <div className="head">
        <h2 id="h-line">Timeline</h2>
        {notes.length > 0 && beside.length > 0 && (
          <button
            className="as-link small"
            type="button"
            aria-pressed={notesAlone}
            onClick={() => {
              answers.set(NOTES_ALONE, !notesAlone);
              setNotesAlone(!notesAlone);
            }}
          >
            Notes alone
          </button>
        )}
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
        {visible.map((line, index) => {
          const month = sayMonth(line.date, now);
          const before = visible[index - 1];
          return (
            <Fragment key={"note" in line ? line.note.id : line.beside.key}>
              {(!before || sayMonth(before.date, now) !== month) && (
                <li className="month">
                  <span>{month}</span>
                </li>
              )}
              {"note" in line ? (
                <NoteRow
                  note={{ ...line.note, title: line.note.title.replaceAll(chartName, nameOf(chartName)) }}
                  form={templates?.find(({ id }) => id === line.note.form)?.name}
                  about={aboutWhom(line.note)}
                  showAuthor={several}
                />
              ) : (
                <BesideRow beside={line.beside} />
              )}
            </Fragment>
          );
        })}
      </ol>
      {left > 0 && (
        <p className="acts">
          <button className="b plain" type="button" onClick={() => setShown(shown + 200)}>
            Show older ones
          </button>
          <span className="small quiet num">{left} more</span>
        </p>
      )}
    </section>
  );
}

type NoteRowProps = {
  readonly note: NoteHead;
  /** The name of its template. */
  readonly form: string | undefined;
  /** Names of those it is about; empty: everybody of the chart. */
  readonly about: readonly string[];
  readonly showAuthor: boolean;
};

function NoteRow({ note, form, about, showAuthor }: NoteRowProps): ReactElement {
  return (
    <li>
      <time dateTime={note.date}>{sayWeekday(note.date)}</time>
      <div>
        <Link className="t" dir="auto" to="/notes/$noteId" params={{ noteId: note.id }}>
          {note.title || "Progress note"}
        </Link>
        {form && form !== note.title && <span className="small quiet"> {form}</span>}
        {about.length > 0 && (
          <span className="small quiet" dir="auto">
            {" "}
            About {about.join(", ")}
          </span>
        )}
        {sayAuthors(note, showAuthor) && <span className="small quiet"> {sayAuthors(note, showAuthor)}</span>}
        {note.excerpt && <p dir="auto">{note.excerpt}</p>}
      </div>
      <span className="s">{stateOf(note)}</span>
    </li>
  );
}

function BesideRow({ beside: { date, name, says, state } }: { readonly beside: Beside }): ReactElement {
  return (
    <li className="beside">
      <time dateTime={date}>{sayWeekday(date)}</time>
      <div>
        {name} {says && <span className="small quiet">{says}</span>}
      </div>
      <span className="s">{state}</span>
    </li>
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
  if (note.signed) return note.signed === "signed" ? "Signed" : "Countersigned";
  return note.revisions > 1 ? `${note.revisions} versions` : "";
}
