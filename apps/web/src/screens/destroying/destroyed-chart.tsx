/** In the place of a chart that was destroyed: that it was, and its certificate. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { GivenOfChart } from "../emergency/destroy-given.tsx";
import { DestroyedRow } from "./destroyed-row.tsx";
import { GivenOut } from "./given-out.tsx";

export function DestroyedChart({ chart }: { readonly chart: string }): ReactElement {
  const { value: all } = useAnswer("destroyed charts", (vault) => vault.destroyedCharts());
  const one = all?.find((each) => each.chart === chart);
  return (
    <Page title="Chart destroyed">
      <div className="stack">
        <div className="top">
          <div>
            <h1>This chart was destroyed</h1>
            <p className="lede">
              Nothing of it can be opened again. What is left of it is its certificate and its log.
            </p>
          </div>
        </div>
        {one && (
          <ul className="rows ends">
            <DestroyedRow one={one} isHere />
          </ul>
        )}
        {one && <GivenOut chart={chart} />}
        <GivenOfChart chart={chart} />
        <p className="acts">
          <Link className="b" to="/charts">
            Go to Charts
          </Link>
        </p>
      </div>
    </Page>
  );
}
