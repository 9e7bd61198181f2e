/** Notes that match, the words marked in the text around them. */

import type { SearchFind, SearchHit } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { dayOf, sayShortDate } from "../../words/dates.ts";
import { ClientName } from "../../parts/client-name.tsx";

export function Hits({ hits }: { readonly hits: readonly SearchHit[] }): ReactElement {
  return (
    <ul className="rows hits">
      {hits.map((hit) => (
        <li key={hit.note}>
          <div>
            <Link className="t" to="/notes/$noteId" params={{ noteId: hit.note }}>
              <ClientName of={hit.chartName} />
            </Link>{" "}
            <span className="k">
              {hit.title || (hit.kind === "psychotherapy" ? "Psychotherapy note" : "Progress note")}
            </span>
            <Snippet pieces={hit.snippet} />
          </div>
          <time className="d num" dateTime={hit.date}>
            {sayShortDate(hit.date)}
          </time>
        </li>
      ))}
    </ul>
  );
}

function Snippet({ pieces }: { readonly pieces: SearchHit["snippet"] }): ReactElement {
  return (
    <p className="said" dir="auto">
      {pieces.map((piece, index) =>
        // Pieces have no identity but their place.
        piece.hit ? <mark key={`${index} ${piece.text}`}>{piece.text}</mark> : piece.text,
      )}
    </p>
  );
}

const KINDS: Readonly<Record<SearchFind["kind"], string>> = {
  diagnosis: "Diagnosis",
  medication: "Medication",
  flag: "Risk flag",
  plan: "Treatment plan",
  measure: "Measure",
  document: "Document",
  case: "Case",
  form: "Form",
};

/** What is beside the notes. */
export function Finds({ finds }: { readonly finds: readonly SearchFind[] }): ReactElement {
  return (
    <ul className="rows hits">
      {finds.map((find) => {
        const day = find.date ?? dayOf(find.writtenAt);
        return (
          <li key={find.id}>
            <div>
              <FindLink find={find} /> <span className="k">{KINDS[find.kind]}</span>
              {find.title && (
                <p className="said" dir="auto">
                  {find.title}
                </p>
              )}
              {find.snippet.length > 0 && <Snippet pieces={find.snippet} />}
            </div>
            <time className="d num" dateTime={day}>
              {sayShortDate(day)}
            </time>
          </li>
        );
      })}
    </ul>
  );
}

function FindLink({ find: { kind, id, chart, chartName } }: { readonly find: SearchFind }): ReactElement {
  const [params, name] = [{ chartId: chart }, <ClientName key="name" of={chartName} />];
  const look = { className: "t", children: name };
  switch (kind) {
    case "measure":
      return <Link {...look} to="/charts/$chartId/measures" params={params} />;
    case "document":
      return <Link {...look} to="/charts/$chartId/documents" params={params} search={{ file: id }} />;
    case "case":
      return <Link {...look} to="/charts/$chartId/cases/$caseId" params={{ ...params, caseId: id }} />;
    case "form":
      return <Link {...look} to="/charts/$chartId/forms/$responseId" params={{ ...params, responseId: id }} />;
    default:
      return <Link {...look} to="/charts/$chartId" params={params} />;
  }
}
