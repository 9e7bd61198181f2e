/** Forms on a chart's page: what is in force and until when, and what somebody has to finish or sign. */

import type { FormResponseHead } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { dayOf } from "../../words/dates.ts";
import {
  endsSoon,
  isInForce,
  isOpen,
  isRevoked,
  SPEAKS_OF_DANGER,
  sayEnd,
  sayStanding,
  tellsOfDanger,
} from "../../words/forms.ts";
import "./chart-forms.css";

/** One more is a matter for the list. */
const MOST = 6;

export function ChartForms({ chart }: { readonly chart: string }): ReactElement | null {
  const { value } = useAnswer(`forms of ${chart}`, (vault) => vault.formsOfChart(chart));
  if (!value) return null;
  const { responses, mayFill } = value;
  const writes = mayFill.clinical || mayFill.administrative;
  if (responses.length === 0 && !writes) return null;
  const [now, today] = [Date.now(), dayOf(Date.now())];
  // What asks for something comes first.
  const isDue = (head: FormResponseHead) =>
    tellsOfDanger(head, today) || isOpen(head) || endsSoon(head, today) || head.standing === "withdrawn";
  const rank = (head: FormResponseHead) => (tellsOfDanger(head, today) ? 0 : isOpen(head) ? 1 : isDue(head) ? 2 : 3);
  const shown = responses
    .filter((head) => isOpen(head) || isInForce(head, today) || isRevoked(head, responses, today))
    .toSorted((one, other) => rank(one) - rank(other));
  return (
    <section aria-labelledby="h-forms" className="chart-forms">
      <h2 id="h-forms">Forms</h2>
      {shown.length > 0 && (
        <ul>
          {shown.slice(0, MOST).map((head) => {
            const end = isOpen(head) || head.standing === "withdrawn" ? undefined : sayEnd(head, today, now);
            const says = tellsOfDanger(head, today) ? SPEAKS_OF_DANGER : (end ?? sayStanding(head));
            return (
              <li key={head.id} className="small">
                <Link
                  to="/charts/$chartId/forms/$responseId"
                  params={{ chartId: chart, responseId: head.id }}
                  dir="auto"
                >
                  {head.title}
                </Link>
                <span className={isDue(head) ? "due" : "quiet"}>{says}</span>
              </li>
            );
          })}
        </ul>
      )}
      <p className="small quiet">
        {shown.length === 0 && "Intake, consents, releases, fees. "}
        <Link to="/charts/$chartId/forms" params={{ chartId: chart }}>
          {responses.length === 0 ? "Fill in a form" : writes ? "All forms, and new ones" : "All forms"}
        </Link>
      </p>
    </section>
  );
}
