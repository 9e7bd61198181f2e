/** Filing a measure. An answer that asks for a risk enquiry is not filed without one, or without a word on why there was none. */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { encodeRevision, isDay, parseRevision } from "@alcove/records";
import { answersFit, safetyAlerts } from "@alcove/records/measures";
import type { Opened } from "../../engine/opened.ts";
import type { Filled, SaveMeasure } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import type { Structured } from "../../views/lists/structured.ts";
import { chartFrom, idFrom, isPersonOf, mayWrite } from "../open-charts.ts";
import { nextRevision, seenOf } from "../structured.ts";
import type { Known } from "./known.ts";
import { whoseOfMeasures } from "./view.ts";

/**
 * Failures: `chart-unknown`, `person-unknown`, `measure-whose-unsaid`, `not-entitled`, `measure-unknown`, `measure-unfit`, `measure-not-yet`,
 * `risk-enquiry-needed` (`items`), `disk-full`.
 */
export async function saveMeasure(
  { clock, crypto }: Ports,
  opened: Opened,
  known: Known,
  request: SaveMeasure,
): Promise<Result<{ id: string }, Failure>> {
  const chart = chartFrom(opened, request.chart);
  if (!chart) return fail(failure("chart-unknown"));
  if (!mayWrite(opened, chart, "progress")) return fail(failure("not-entitled"));
  const there = request.id === undefined ? undefined : entryIn(opened, chart, request.id);
  const record = request.id === undefined ? crypto.random(16) : there?.record;
  if (!record) return fail(failure("measure-unknown"));
  const fits = checkFilled(known, request);
  if (!fits.ok) return fits;

  if (!there && request.person === undefined && whoseOfMeasures(opened, chart).people.length > 0)
    return fail(failure("measure-whose-unsaid"));
  const name = request.person ?? undefined;
  const person = name === undefined ? undefined : idFrom(name);
  // Whoever was named before may have gone inside a guard since, with another id.
  const wasNamed = person && there?.value.person && equalBytes(there.value.person, person);
  if (name !== undefined && !wasNamed && !isPersonOf(opened, chart, person)) return fail(failure("person-unknown"));
  const { date, filled, note, enquiry, mistaken = false } = request;
  // Somebody east of whoever reads this has the next day already. What came by mistake can be said to be one.
  const tomorrow = new Date(clock.now() + 86_400_000).toISOString().slice(0, 10);
  if (date > tomorrow && !mistaken) return fail(failure("measure-not-yet"));
  const said = { date, filled, note, mistaken, ...(enquiry ? { enquiry } : {}), ...(person ? { person } : {}) };
  const parents = seenOf(opened, record, request.basedOn);
  const next = nextRevision({ clock, crypto }, opened, { kind: "clinical", chart }, record, "measure", said, parents);
  // Whatever came from a form or a command line is as its shape says, or nobody could read it.
  if (!next.made || !isDay(date) || !parseRevision(encodeRevision(next.made))) return fail(failure("measure-unfit"));
  await opened.keep([next]);
  return ok({ id: toHex(record) });
}

const entryIn = ({ fold }: Opened, chart: Bytes, id: string): Structured<"measure"> | undefined =>
  fold.structuredOf("measure", chart).find(({ record }) => toHex(record) === id);

function checkFilled(known: Known, { filled, enquiry, mistaken }: SaveMeasure): Result<undefined, Failure> {
  if (filled.how === "result") return isResult(filled) ? ok() : fail(failure("measure-unfit"));
  const measure = known(filled.measure, filled.version);
  // What was a mistake can be said to be one also where its measure was taken out of the app.
  if (!measure) return mistaken ? ok() : fail(failure("measure-unknown"));
  if (!answersFit(measure, filled.answers)) return fail(failure("measure-unfit"));
  const risks = safetyAlerts(measure, filled.answers).filter(({ kind }) => kind === "risk");
  const isEnquired = enquiry !== undefined && enquiry.words.trim() !== "";
  if (risks.length > 0 && !mistaken && !isEnquired)
    return fail(failure("risk-enquiry-needed", { items: risks.map(({ item }) => item).join(", ") }));
  return ok();
}

const isResult = ({ name, total, parts }: Extract<Filled, { how: "result" }>): boolean =>
  name.trim() !== "" && (total !== null || parts.length > 0);
