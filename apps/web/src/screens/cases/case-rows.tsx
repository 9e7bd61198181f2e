/** Cases in a list: of which kind, of whom, and when they are due. */

import type { CaseHead } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useClientName } from "../../parts/client-name.tsx";
import { sayDue } from "../../words/cases.ts";
import { sayDayBriefly } from "../../words/dates.ts";
import { useGuide } from "./guide.ts";

type CaseRowsProps = { readonly heads: readonly CaseHead[]; readonly withChart?: true };

export function CaseRows({ heads, withChart }: CaseRowsProps): ReactElement {
  const { nameOf } = useGuide();
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const client = useClientName();
  const now = Date.now();
  return (
    <ul className="rows ends case-rows">
      {heads.map((head) => {
        const { says, isDue } = sayDue(head, now);
        const chart = charts?.find(({ id }) => id === head.chart)?.name ?? "";
        return (
          <li key={head.id}>
            <div>
              <Link className="t" to="/charts/$chartId/cases/$caseId" params={{ chartId: head.chart, caseId: head.id }}>
                {nameOf(head.kind)}
              </Link>
              <p dir="auto">
                {withChart && chart ? `${client(chart)}, received` : "Received"} {sayDayBriefly(head.received, now)}
              </p>
            </div>
            <span className={isDue ? "due small" : "small quiet"}>{says}</span>
          </li>
        );
      })}
    </ul>
  );
}
