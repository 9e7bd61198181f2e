/** All files of a chart, those of its notes included. */

import type { ChartView } from "@alcove/vault";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { Files } from "../../parts/files.tsx";

export function ChartFiles({ chart, now }: { readonly chart: ChartView; readonly now: number }): ReactElement {
  const { value: files } = useAnswer(`files ${chart.id}`, (vault) => vault.attachments(chart.id));
  return (
    <section aria-labelledby="h-files">
      <h2 id="h-files">Files</h2>
      {files?.length === 0 && <p className="small quiet above-act">Letters, scans, drawings. Sealed like the notes.</p>}
      <Files chart={chart.id} mayAdd={chart.writes} files={files ?? []} now={now} />
    </section>
  );
}
