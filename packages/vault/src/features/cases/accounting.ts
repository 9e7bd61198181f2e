/** What an accounting lists: what the client is owed an account of, in the six years before they asked (45 CFR 164.528(a)(1), (c)(2)). */

import { type Bytes, equalBytes, fail, ok, type Result } from "@alcove/bytes";
import { yearsBefore } from "@alcove/content/cases";
import { type Failure, failure } from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import type { CaseAccounting } from "../../facade.ts";
import { disclosures } from "../disclosures.ts";
import { chartFrom, idFrom } from "../open-charts.ts";

/** Failures: `chart-unknown`, `case-unknown`. */
export async function caseAccounting(
  running: Opened,
  view: Opened,
  inChart: string,
  id: string,
): Promise<Result<CaseAccounting, Failure>> {
  const chart = chartFrom(view, inChart);
  if (!chart) return fail(failure("chart-unknown"));
  const record = idFrom(id);
  const asked = view.fold.structuredOf("case", chart).find((one) => record && equalBytes(one.record, record));
  if (!record || asked?.value.kind !== "accounting") return fail(failure("case-unknown"));
  const { received } = asked.value;
  const from = yearsBefore(received, 6);
  return ok({
    from,
    disclosures: disclosures(running, view, chart)
      .filter(({ owed, mistaken, on }) => owed && !mistaken && from <= on && on <= received)
      .toReversed(),
    isFirst: !wasGivenOneSince(view, chart, record, yearsBefore(received, 1), received),
  });
}

function wasGivenOneSince(view: Opened, chart: Bytes, but: Bytes, since: string, until: string): boolean {
  return view.fold.structuredOf("case", chart).some(({ record, value }) => {
    const given = value.kind === "accounting" && !value.moved && value.decision?.outcome !== "denied" && value.decision;
    return given && !equalBytes(record, but) && since < value.received && value.received <= until;
  });
}
