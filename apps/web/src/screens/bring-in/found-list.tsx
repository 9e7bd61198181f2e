/** What was found and what was not, and why; then which kind of note it becomes. */

import type { NoteKind } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { amount, count, figures, sentence } from "../../words/counts.ts";
import { sayShortDate } from "../../words/dates.ts";
import type { ReadFolder } from "./read-files.ts";

const SHOWN = 8;

export type FoundListProps = {
  readonly read: ReadFolder;
  readonly kind: NoteKind;
  readonly onKind: (kind: NoteKind) => void;
  readonly onBringIn: () => void;
  readonly onAgain: () => void;
};

export function FoundList({ read, kind, onKind, onBringIn, onAgain }: FoundListProps): ReactElement {
  const { left, remarked } = read;
  // As they will stand in the chart; those that get today's date at the end, to be looked through.
  const notes = read.notes.toSorted((a, b) => (b.date ?? "").localeCompare(a.date ?? ""));
  const [all, setAll] = useState(false);
  const undated = notes.filter((note) => note.date === undefined).length;
  const none = notes.length === 0;

  return (
    <div className="found-list stack">
      <section aria-labelledby="h-notes">
        <div className="head">
          <h2 id="h-notes">{none ? "No notes found" : `${sentence(count(notes.length, "note"))} found`}</h2>
          {undated > 0 && <span className="quiet">{figures(undated)} without a sure date: they get today’s</span>}
        </div>
        {!none && (
          <ul className="rows notes-found">
            {(all ? notes : notes.slice(0, SHOWN)).map((note) => (
              <li key={note.source}>
                <time className="small quiet num">{note.date ? sayShortDate(note.date) : "No sure date"}</time>
                <div>
                  <span className="plain-name">{note.title}</span>
                  <p className="first-words">{firstWords(note.text)}</p>
                </div>
                <span className="end num">{amount(wordsIn(note.text), "word")}</span>
              </li>
            ))}
          </ul>
        )}
        {notes.length > SHOWN && !all && (
          <button className="as-link small show-all" type="button" onClick={() => setAll(true)}>
            Show all {figures(notes.length)}
          </button>
        )}
      </section>
      {left.length > 0 && (
        <section aria-labelledby="h-left">
          <h2 id="h-left">
            {sentence(count(left.length, "file"))} left where {left.length === 1 ? "it is" : "they are"}
          </h2>
          <ul className="rows reasons">
            {left.map((file) => (
              <li key={file.path}>
                <span className="small">{file.why}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {remarked.length > 0 && (
        <section aria-labelledby="h-remarks">
          <h2 id="h-remarks">Read, but look at them</h2>
          <ul className="rows reasons">
            {remarked.map((file) => (
              <li key={file.path}>
                <span className="small">
                  <b className="plain-name">{file.path}</b>: {file.remarks.join(" ")}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {!none && (
        <div role="radiogroup" aria-labelledby="h-kind">
          <p className="label" id="h-kind">
            What are they?
          </p>
          <div className="ways">
            <label>
              <input type="radio" name="kind" checked={kind === "progress"} onChange={() => onKind("progress")} />
              <span>
                <b>Progress notes</b>
                <span>Part of the record.</span>
              </span>
            </label>
            <label>
              <input
                type="radio"
                name="kind"
                checked={kind === "psychotherapy"}
                onChange={() => onKind("psychotherapy")}
              />
              <span>
                <b>Psychotherapy notes</b>
                <span>Yours alone, kept apart from the record under their own key.</span>
              </span>
            </label>
          </div>
        </div>
      )}
      <div className="acts">
        {!none && (
          <button className="b primary" type="button" onClick={onBringIn}>
            Bring {count(notes.length, "note")} in
          </button>
        )}
        <button className={none ? "b" : "b plain"} type="button" onClick={onAgain}>
          Choose others
        </button>
      </div>
    </div>
  );
}

function firstWords(text: string): string {
  return text.slice(0, 240).replace(/\s+/g, " ").trim();
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}
