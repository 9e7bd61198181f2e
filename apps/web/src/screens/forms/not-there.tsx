/** In the place of a form that can't be shown: why, and the way on. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { Empty } from "../../parts/empty.tsx";

export function NotThere({ chart, says }: { readonly chart: string; readonly says: string }): ReactElement {
  return (
    <Page title="Form">
      <h1>Form</h1>
      <Empty says={says}>
        <Link className="b" to="/charts/$chartId" params={{ chartId: chart }}>
          Go to the chart
        </Link>
      </Empty>
    </Page>
  );
}
