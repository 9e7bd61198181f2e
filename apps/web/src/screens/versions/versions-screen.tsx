/** Every version of a note, its whole text, and what it changed against the one before. */

import type { NoteVersion } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { ComparedText } from "../../parts/compared-text.tsx";
import { sayMoment } from "../../words/dates.ts";
import { sayFailure } from "../../words/failures.ts";
import { docOf } from "../note/note-form.ts";
import { picturesIn } from "../note/note-text.ts";
import { ReadText } from "../note/read-text.tsx";
import "../note/note.css";
import "./versions.css";

export function VersionsScreen(): ReactElement {
  const { noteId } = useParams({ from: "/notes/$noteId/versions" });
  const { value: outcome } = useAnswer(`history ${noteId}`, (vault) => vault.history(noteId));
  if (!outcome) return <Page title="Versions">{null}</Page>;
  return (
    <Page title="Versions">
      <p className="crumb">
        <Link to="/notes/$noteId" params={{ noteId }}>
          Back to the note
        </Link>
      </p>
      <h1>Versions</h1>
      {outcome.ok ? (
        <Versions noteId={noteId} versions={outcome.value} />
      ) : (
        <p className="quiet">{sayFailure(outcome.error)}</p>
      )}
    </Page>
  );
}

type VersionsProps = { readonly noteId: string; readonly versions: readonly NoteVersion[] };

function Versions({ noteId, versions }: VersionsProps): ReactElement {
  const newestFirst = versions.toSorted((a, b) => b.number - a.number || b.writtenAt - a.writtenAt);
  const [chosen, setChosen] = useState(newestFirst[0]?.revision);
  const [comparing, setComparing] = useState(true);
  const { value: signed } = useAnswer(`signatures ${noteId}`, (vault) => vault.noteSignatures(noteId));
  const signatures = signed?.ok ? signed.value.signatures.filter(({ broken }) => !broken) : [];
  const { value: of } = useAnswer(`note ${noteId}`, (vault) => vault.note(noteId));
  const now = Date.now();
  const version = newestFirst.find((candidate) => candidate.revision === chosen) ?? newestFirst[0];
  const before = version && versions.find((candidate) => version.parents.includes(candidate.revision));
  if (!version) return <p className="quiet">No version is here yet.</p>;

  return (
    <div className="versions">
      <fieldset className="version-list">
        <legend className="vh">Which version</legend>
        {newestFirst.map((candidate) => (
          <label key={candidate.revision}>
            <input
              type="radio"
              name="version"
              checked={candidate.revision === version.revision}
              onChange={() => setChosen(candidate.revision)}
            />
            <span>
              <b>Version {candidate.number}</b>
              <span>
                {candidate.author}, {candidate.device}
                <br />
                {sayMoment(candidate.writtenAt, now)}
                {signatures.some((one) => one.revision === candidate.revision) && ", signed"}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <article aria-labelledby="h-version">
        <div className="head">
          <h2 id="h-version">{version.title}</h2>
          {before && (
            <label className="compare">
              <input type="checkbox" checked={comparing} onChange={(event) => setComparing(event.target.checked)} />
              Show what changed since {nameOf(before, versions)}
            </label>
          )}
        </div>
        {before && before.title !== version.title && comparing && (
          <p className="small quiet">The title was “{before.title}”.</p>
        )}
        {before && comparing ? (
          <>
            {!samePictures(before, version) && <p className="small quiet">Its pictures are not the same as before.</p>}
            <ComparedText text={version.body.text} with={before.body.text} showGone />
          </>
        ) : (
          of?.ok && (
            <ReadText key={version.revision} body={version.body} of={{ chart: of.value.head.chart, note: noteId }} />
          )
        )}
      </article>
    </div>
  );
}

/** A picture that took another one's place can say the same. */
const samePictures = (before: NoteVersion, version: NoteVersion): boolean =>
  picturesIn(docOf(before.body)).join() === picturesIn(docOf(version.body)).join();

/** Two devices can each have written a second version. */
function nameOf(version: NoteVersion, versions: readonly NoteVersion[]): string {
  const twin = versions.some(({ number, revision }) => number === version.number && revision !== version.revision);
  return `version ${version.number}${twin ? ` from ${version.device}` : ""}`;
}
