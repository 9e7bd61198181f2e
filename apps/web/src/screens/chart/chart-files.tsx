/** The newest files of a chart, those of its notes included, and the way to all of them. */

import type { ChartView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { Files } from "../../parts/files.tsx";
import { figures } from "../../words/counts.ts";

/** The newest; all of them are on the page of documents. */
const SHOWN = 5;

export function ChartFiles({ chart, now }: { readonly chart: ChartView; readonly now: number }): ReactElement {
  const { value: files } = useAnswer(`documents ${chart.id}`, (vault) => vault.documents(chart.id));
  return (
    <section aria-labelledby="h-files">
      <h2 id="h-files">Files</h2>
      {files && files.length > 0 && (
        <p className="small quiet above-act">
          <Link to="/charts/$chartId/documents" params={{ chartId: chart.id }}>
            {files.length > SHOWN ? `All ${figures(files.length)} files: look at them` : "Look at them"}, say what they
            are, add many
          </Link>
        </p>
      )}
      {files?.length === 0 && (
        <p className="small quiet above-act">
          Letters, scans, drawings. Sealed like the notes.{" "}
          <Link to="/charts/$chartId/documents" params={{ chartId: chart.id }}>
            Add many, or scan pages
          </Link>
        </p>
      )}
      <Files chart={chart.id} mayAdd={chart.writes} files={files?.slice(0, SHOWN) ?? []} now={now} />
    </section>
  );
}
