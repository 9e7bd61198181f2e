/** The way to a chart's export. */

import type { ChartView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

export function ExportLine({ chart }: { readonly chart: ChartView }): ReactElement | null {
  if (!chart.opens) return null;
  return (
    <section aria-labelledby="h-export">
      <h2 id="h-export">Out of Alcove</h2>
      <p className="small quiet">
        The record, or parts of it, as files that open anywhere, with a seal.{" "}
        <Link to="/charts/$chartId/export" params={{ chartId: chart.id }}>
          Export
        </Link>
      </p>
    </section>
  );
}
