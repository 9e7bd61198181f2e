/** Notes that match, the words marked in the text around them. */

import type { SearchHit } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { sayShortDate } from "../../words/dates.ts";

export function Hits({ hits }: { readonly hits: readonly SearchHit[] }): ReactElement {
  return (
    <ul className="rows hits">
      {hits.map((hit) => (
        <li key={hit.note}>
          <div>
            <Link className="t" to="/notes/$noteId" params={{ noteId: hit.note }}>
              {hit.chartName}
            </Link>{" "}
            <span className="k">
              {hit.title || (hit.kind === "psychotherapy" ? "Psychotherapy note" : "Progress note")}
            </span>
            <p className="said">
              {hit.snippet.map((piece, index) =>
                // Pieces have no identity but their place.
                piece.hit ? <mark key={`${index} ${piece.text}`}>{piece.text}</mark> : piece.text,
              )}
            </p>
          </div>
          <time className="d num" dateTime={hit.date}>
            {sayShortDate(hit.date)}
          </time>
        </li>
      ))}
    </ul>
  );
}
