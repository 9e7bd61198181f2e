/** An export that was made: what it holds, who received it, and the key that sealed it. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { WellLine } from "../../parts/field.tsx";
import { saySize } from "../../words/counts.ts";
import { sayCounts, sayKey } from "./export-words.ts";
import type { Made } from "./make-export.ts";

export type FinishedProps = { readonly made: Made; readonly chartId: string; readonly onAgain: () => void };

export function Finished({
  made: { bytes, isDownload, manifest, leftOut, identity },
  chartId,
  onAgain,
}: FinishedProps): ReactElement {
  const { counts, for: recipient } = manifest;
  return (
    <section className="made" role="status">
      <WellLine>
        The export is {isDownload ? "among your downloads" : "where you wanted it"}: one file, {saySize(bytes)}.
      </WellLine>
      <dl>
        <dt>In it</dt>
        <dd>{sayCounts(counts, counts.notes - counts.psychotherapyNotes) || "Nothing of the chart"}</dd>
        <dt>Stayed</dt>
        <dd>{sayCounts(leftOut, leftOut.notes) || "Nothing"}</dd>
        {recipient && (
          <>
            <dt>Written down</dt>
            <dd dir="auto">
              {recipient.to} received it ({recipient.rule})
            </dd>
          </>
        )}
        <dt>Sealed with your key</dt>
        <dd className="key">{sayKey(identity)}</dd>
      </dl>
      <p className="quiet small">
        Whoever receives it opens verify.html, which shows that key and whether each file is as it was. Tell them the
        key by another way: anybody could seal files with a key of their own. Nobody guards this file: delete it when it
        is no longer needed.
      </p>
      <div className="acts">
        <Link className="b primary" to="/charts/$chartId" params={{ chartId }}>
          Back to the chart
        </Link>
        <button className="b" type="button" onClick={onAgain}>
          Make another
        </button>
      </div>
    </section>
  );
}
