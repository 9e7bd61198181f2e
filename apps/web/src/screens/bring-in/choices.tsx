/** Two things that hold for a whole folder: whether documents come along with their words, and pictures as they came. */

import { type MappingRow, originalsOf, withOriginals, withoutOriginals } from "@alcove/documents/import";
import type { ReactElement } from "react";
import { count, saySize, sentence } from "../../words/counts.ts";

export type ChoicesProps = {
  readonly rows: readonly MappingRow[];
  readonly asTheyCame: boolean;
  readonly onRows: (rows: readonly MappingRow[]) => void;
  readonly onAsTheyCame: (asTheyCame: boolean) => void;
};

export function Choices({ rows, asTheyCame, onRows, onAsTheyCame }: ChoicesProps): ReactElement | undefined {
  const originals = originalsOf(rows);
  const isWith = originals.some(({ withFile }) => withFile);
  const bytes = originals.reduce((sum, row) => sum + row.bytes, 0);
  const hasPictures = rows.some(({ take, picture }) => take !== "out" && picture?.outcome === "removed");
  if (originals.length === 0 && !hasPictures) return undefined;
  return (
    <div className="choices">
      {originals.length > 0 && (
        <label className="tick">
          <input
            type="checkbox"
            checked={isWith}
            onChange={() => onRows(isWith ? withoutOriginals(rows) : withOriginals(rows))}
          />
          <span>
            <b>Keep the documents beside their notes</b>
            <span>
              {isWith
                ? `${sentence(count(originals.length, "document"))}, ${saySize(bytes)}. A note has the words alone; letterheads, signatures, layout and pictures are in the document.`
                : `Only the words of ${count(originals.length, "document")} come in. Letterheads, signatures, layout and pictures stay in your folder: keep it.`}
            </span>
          </span>
        </label>
      )}
      {hasPictures && (
        <label className="tick">
          <input type="checkbox" checked={asTheyCame} onChange={(event) => onAsTheyCame(event.target.checked)} />
          <span>
            <b>Keep pictures as they came</b>
            <span>As evidence: with where and when they were taken, and with what. Else that is taken out first.</span>
          </span>
        </label>
      )}
    </div>
  );
}
