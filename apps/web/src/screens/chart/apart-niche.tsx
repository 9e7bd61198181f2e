/** Psychotherapy notes: their own niche, dates and numbers only; words appear on opening. */

import type { NoteHead } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { sayNarrowDate } from "../../words/dates.ts";
import "./apart-niche.css";

const ApartSuccession = lazy(() => import("./apart-succession.tsx").then((m) => ({ default: m.ApartSuccession })));

const SHOWN = 3;

export type ApartNicheProps = { readonly chart: string; readonly notes: readonly NoteHead[]; readonly now: number };

export function ApartNiche({ chart, notes, now }: ApartNicheProps): ReactElement {
  const [all, setAll] = useState(false);
  const numbered = numberByDate(notes).toReversed();
  return (
    <section className="apart" aria-labelledby="h-psy">
      <div className="head">
        <h2 id="h-psy">
          <Icon name="key" />
          Psychotherapy notes
        </h2>
        {numbered.length > SHOWN && !all && (
          <button className="as-link" type="button" onClick={() => setAll(true)}>
            Show all {numbered.length}
          </button>
        )}
      </div>
      <p className="sum">
        Kept apart, under a key only you hold. In no export of the record. Their words show when you open them, never in
        a list.
      </p>
      <ul className="rows">
        {(all ? numbered : numbered.slice(0, SHOWN)).map(({ note, number }) => (
          <li key={note.id}>
            <time className="small quiet num" dateTime={note.date}>
              {sayNarrowDate(note.date, now)}
            </time>
            <span>
              <Link className="t" to="/notes/$noteId" params={{ noteId: note.id }}>
                Note {number}
              </Link>
              {note.conflict && <span className="small due"> Two texts to settle</span>}
            </span>
          </li>
        ))}
      </ul>
      <Suspense>
        <ApartSuccession />
      </Suspense>
      <div className="acts">
        <Link
          className="b slim"
          to="/notes/$noteId"
          params={{ noteId: "new" }}
          search={{ chart, kind: "psychotherapy" }}
        >
          Write a psychotherapy note
        </Link>
      </div>
    </section>
  );
}

/** Psychotherapy notes that a colleague has let this member read: theirs, and shown as theirs. */
export function OthersNiche({ notes, now }: Omit<ApartNicheProps, "chart">): ReactElement {
  const authors = [...new Set(notes.map(({ author }) => author))];
  return (
    <section className="apart" aria-labelledby="h-psy-others">
      <div className="head">
        <h2 id="h-psy-others">
          <Icon name="key" />
          Psychotherapy notes let to you
        </h2>
      </div>
      <p className="sum">Kept apart by {authors.join(", ")}, who can close them again. You read; only they write.</p>
      <ul className="rows">
        {numberByDate(notes)
          .toReversed()
          .map(({ note, number }) => (
            <li key={note.id}>
              <time className="small quiet num" dateTime={note.date}>
                {sayNarrowDate(note.date, now)}
              </time>
              <span>
                <Link className="t" to="/notes/$noteId" params={{ noteId: note.id }}>
                  Note {number}
                </Link>
                {authors.length > 1 && <span className="small quiet">, {note.author}</span>}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}

/** The same invitation where there is none yet: small, at the side. */
export function ForYouAlone({ chart }: { readonly chart: string }): ReactElement {
  return (
    <section className="apart small-arch" aria-labelledby="h-alone">
      <h2 id="h-alone">For you alone</h2>
      <p className="small">
        Hunches, dreams, what it did to you: write them apart from the record, under your own key.
      </p>
      <Link className="b slim" to="/notes/$noteId" params={{ noteId: "new" }} search={{ chart, kind: "psychotherapy" }}>
        <Icon name="key" />
        Psychotherapy note
      </Link>
    </section>
  );
}

/** Notes in the order of their days, counted from 1; a note keeps its number as long as none is dated before it. */
export function numberByDate(
  notes: readonly NoteHead[],
): readonly { readonly note: NoteHead; readonly number: number }[] {
  return notes
    .toSorted((a, b) => a.date.localeCompare(b.date) || a.writtenAt - b.writtenAt)
    .map((note, index) => ({ note, number: index + 1 }));
}
