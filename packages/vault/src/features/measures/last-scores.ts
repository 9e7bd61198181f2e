/** The last score of each measure of a chart in one line, for notes that begin with it (docs/spec, NOTE-9). No verdict is among it (MEA-5). */

import type { Bytes } from "@alcove/bytes";
import type { Opened } from "../../engine/opened.ts";
import type { MeasuresOfChart, MeasureView, ScaleView } from "../../facade.ts";
import { knownMeasures } from "./known.ts";
import { measuresOf } from "./view.ts";

/** Of one measure by its name, or of each; `undefined`: there is none. */
export type LastScores = (measure?: string) => string | undefined;

/**
 * `opened` has the practice's own measures, `view` the chart's lists. `until`: the last day that counts, `yyyy-mm-dd`. `sayDay` says a day as
 * the note does.
 */
export async function lastScores(
  opened: Opened,
  view: Opened,
  chart: Bytes,
  until: string,
  sayDay: (day: string) => string,
): Promise<LastScores> {
  const { entries, whose } = await measuresOf(view, knownMeasures(opened), chart);
  const scored = entries.filter((entry) => !entry.mistaken && entry.date <= until && hasScore(entry));
  return (measure) => {
    const asked = scored.filter(({ name }) => measure === undefined || sameMeasure(name, measure));
    const groups = groupsOf(whose).map(({ says, of }) => ({ says, last: lastOfEach(asked.filter(of)) }));
    const parts = groups.flatMap(({ says, last }) =>
      last.length === 0 ? [] : [`${says}${last.map((entry) => sayScore(entry, sayDay)).join("; ")}.`],
    );
    const said = groups.reduce((sum, { last }) => sum + last.length, 0);
    if (said === 0) return undefined;
    return `${parts.join(" ")} ${said === 1 ? "Screening result, needs" : "Screening results, need"} clinical review.`;
  };
}

type Group = { readonly says: string; readonly of: (entry: MeasureView) => boolean };

/** Who is a client no more is named in no new note by itself. */
function groupsOf(whose: MeasuresOfChart["whose"]): readonly Group[] {
  if (whose.length === 0) return [{ says: "", of: () => true }];
  const named = whose.filter(({ gone }) => !gone);
  return [
    ...named.map(({ person, name }): Group => ({ says: `${name}: `, of: (entry) => entry.person === person })),
    { says: "Not said whose: ", of: ({ person }) => person === undefined },
  ];
}

/** `entries`: the newest first. */
const lastOfEach = (entries: readonly MeasureView[]): readonly MeasureView[] =>
  entries.filter((entry, at) => entries.findIndex(({ name }) => sameMeasure(name, entry.name)) === at);

const hasScore = ({ filled, scales }: MeasureView): boolean =>
  filled.how === "result" || scales.some(({ score }) => score !== undefined);

/** As people type it: "phq 9". */
const sameMeasure = (one: string, other: string): boolean => bare(one) === bare(other);
const bare = (name: string): string => name.toLowerCase().replaceAll(/[\s-]/g, "");

/** "PHQ-9 13 of 27, moderate (3 March 2026)". */
function sayScore({ name, filled, scales, date }: MeasureView, sayDay: (day: string) => string): string {
  const parts =
    filled.how === "result"
      ? [...(filled.total === null ? [] : [filled.total]), ...filled.parts.map((part) => `${part.name} ${part.score}`)]
      : scales.map((scale) => (scales.length > 1 ? `${scale.name} ${sayScale(scale)}` : sayScale(scale)));
  return `${name}${parts.length > 1 ? ":" : ""} ${parts.join(", ")} (${sayDay(date)})`;
}

function sayScale({ score, highest, band, state }: ScaleView): string {
  if (score === undefined) return "incomplete";
  return `${score} of ${highest}${band ? `, ${band}` : ""}${state === "filled" ? ", gaps filled" : ""}`;
}
