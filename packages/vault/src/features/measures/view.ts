/** Measures of a chart: what each entry comes to, and each scale over time. All of it is derived; only answers are kept. */

import { type Bytes, equalBytes, toHex } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import {
  bandOf,
  changeFrom,
  cutOffsMet,
  differenceError,
  type Measure,
  type MeasureChange,
  type MeasureScale,
  rangeOf,
  safetyAlerts,
  scoreMeasure,
} from "@alcove/records/measures";
import type { Opened } from "../../engine/opened.ts";
import type { MeasureCourse, MeasuresOfChart, MeasureView, ScaleView } from "../../facade.ts";
import type { Structured } from "../../views/lists/structured.ts";
import { authorName } from "../notes.ts";
import { besideOf } from "../structured.ts";
import { writersOf } from "../who-changed.ts";
import { type Whose, whoseIn } from "../whose.ts";
import type { Known } from "./known.ts";

export async function measuresOf(opened: Opened, known: Known, chart: Bytes): Promise<MeasuresOfChart> {
  const rows = opened.fold.structuredOf("measure", chart);
  const entries = await Promise.all(rows.map((one) => viewOf(opened, known, chart, one)));
  const newestFirst = entries.toSorted(
    (a, b) => b.date.localeCompare(a.date) || b.writtenAt - a.writtenAt || a.id.localeCompare(b.id),
  );
  const whose = whoseOfMeasures(opened, chart);
  return { entries: newestFirst, whose: whose.people, courses: coursesOf(known, newestFirst, whose) };
}

export const whoseOfMeasures = (opened: Opened, chart: Bytes): Whose =>
  whoseIn(
    opened,
    chart,
    opened.fold.structuredOf("measure", chart).map(({ record, value }) => ({ record, person: value.person })),
  );

async function viewOf(
  opened: Opened,
  known: Known,
  chart: Bytes,
  { record, author, value }: Structured<"measure">,
): Promise<MeasureView> {
  const standing = opened.fold.standing(record);
  const isKept = standing.every((row) => row["outbox"] === null);
  const others = standing.length > 1 ? await besideOf(opened, "measure", record) : [];
  // Most were written once, and needn't be opened for this.
  const isOnce = opened.fold.revisionsOf(record).length === 1;
  const writers = isOnce ? {} : await writersOf(opened, "measure", record, ({ filled }) => JSON.stringify(filled));
  const authorOf = ({ revision }: RevisionOf<"measure">): Bytes =>
    (standing.find((row) => equalBytes(row["revision"] as Bytes, revision))?.["author"] as Bytes | undefined) ?? author;
  const one = (revision: RevisionOf<"measure">, beside: readonly MeasureView[]): MeasureView => {
    const { date, filled, note, enquiry, mistaken, person, writtenAt } = revision;
    const measure = filled.how === "result" ? undefined : known(filled.measure, filled.version);
    const answers = filled.how === "result" ? [] : filled.answers;
    return {
      id: toHex(record),
      chart: toHex(chart),
      author: authorName(opened, authorOf(revision)),
      enteredBy: writers.first?.author ?? authorName(opened, author),
      ...(writers.changed ? { changed: writers.changed } : {}),
      name: measure?.name ?? (filled.how === "result" ? filled.name : filled.measure),
      date,
      filled,
      note,
      ...(enquiry ? { enquiry } : {}),
      mistaken,
      ...(person ? { person: toHex(person) } : {}),
      writtenAt,
      kept: { here: writtenAt, ...(isKept ? { server: writtenAt } : {}) },
      scales: measure ? scalesOf(measure, answers) : [],
      alerts: measure ? safetyAlerts(measure, answers) : [],
      beside,
      basedOn: standing.map((row) => toHex(row["revision"] as Bytes)),
    };
  };
  return one(
    value,
    others.map((other) => one(other, [])),
  );
}

function scalesOf(measure: Measure, answers: readonly (number | null)[]): ScaleView[] {
  return scoreMeasure(measure, answers).map((scored, i) => {
    const scale = measure.scales[i] as MeasureScale;
    const [lowest, highest] = rangeOf(measure, scale);
    const band = scored.score === undefined ? undefined : bandOf(scale, scored.score);
    const met = scored.score === undefined ? [] : cutOffsMet(scale, scored.score);
    const told = met.map(({ says, of, source }) => ({
      says,
      ...(of === undefined ? {} : { of }),
      source: measure.sources[source] ?? "",
    }));
    return { ...scored, lowest, highest, ...(band === undefined ? {} : { band }), told };
  });
}

/**
 * Of each person, measure and version the scales that say something over time: the first, and those that have bands, cut-offs or a change of
 * their own.
 */
function coursesOf(known: Known, entries: readonly MeasureView[], whose: Whose): MeasureCourse[] {
  const courses = new Map<string, MeasureCourse>();
  for (const { filled, mistaken, person } of entries) {
    if (filled.how === "result" || mistaken) continue;
    const measure = known(filled.measure, filled.version);
    for (const [i, scale] of measure?.scales.entries() ?? []) {
      const of = whose.keyOf(person);
      const key = `${of} ${filled.measure} ${filled.version} ${scale.id}`;
      const isTold = i === 0 || scale.bands !== undefined || scale.cutOffs !== undefined || scale.change !== undefined;
      if (!measure || !isTold || courses.has(key)) continue;
      const course = courseOf(
        measure,
        scale,
        entries.filter((entry) => whose.keyOf(entry.person) === of),
        whose,
      );
      if (course) courses.set(key, course);
    }
  }
  return [...courses.values()];
}

/** `entries`: one person's, or those of which nobody said whose they are. */
function courseOf(
  measure: Measure,
  scale: MeasureScale,
  entries: readonly MeasureView[],
  { people }: Whose,
): MeasureCourse | undefined {
  const person = people.length === 0 ? undefined : entries[0]?.person;
  const isOnes = people.length === 0 || person !== undefined;
  const points = entries
    .filter(({ filled, mistaken }) => {
      const isOf = filled.how !== "result" && filled.measure === measure.id && filled.version === measure.version;
      return isOf && !mistaken;
    })
    .flatMap(({ id, date, scales, alerts }) => {
      const scored = scales.find((one) => one.scale === scale.id);
      if (scored?.score === undefined) return [];
      const risk = alerts.some(({ kind }) => kind === "risk");
      return [{ entry: id, date, score: scored.score, filled: scored.state === "filled", risk }];
    })
    .toReversed();
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return undefined;
  const [lowest, highest] = rangeOf(measure, scale);
  const changed = isOnes && points.length > 1 ? changeFrom(measure, scale, first.score, last.score) : undefined;
  return {
    ...(person === undefined ? {} : { person }),
    measure: measure.id,
    version: measure.version,
    name: measure.scales.length > 1 ? `${measure.name}, ${scale.name.toLowerCase()}` : measure.name,
    scale: scale.id,
    higherIs: measure.higherIs,
    lowest,
    highest,
    bands: scale.bands?.list ?? [],
    points,
    ...(changed && scale.change
      ? { change: { ...changed, since: first.date, basis: basisOf(measure, scale.change) } }
      : {}),
  };
}

/** Whoever reads a verdict can see where it comes from. */
function basisOf({ sources }: Measure, change: MeasureChange): string {
  const source = sources[change.source] ?? "";
  if (change.by === "published") return `Found in ${change.who}. ${source}.`;
  const { clinical, reliability, kind, z } = change;
  const level = z === 1.96 ? "95 %" : "90 %";
  const error = differenceError(clinical.sd, reliability).toFixed(2);
  return `Jacobson and Truax 1991, ${level}: standard error of a difference ${error}, from SD ${clinical.sd} and ${kind === "alpha" ? "alpha" : "retest reliability"} ${reliability} in ${clinical.who}, n = ${clinical.n}. ${source}.`;
}
