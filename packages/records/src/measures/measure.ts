/**
 * A measure as data (docs/spec, MEA): a questionnaire that is scored, with what its papers say of the score. The words belong to
 * their owners and stand as they are printed; what the numbers mean is cited, number by number. Nothing here is a diagnosis.
 */

import * as z from "zod/mini";
import { whole } from "../fields.ts";

const text = z.string().check(z.minLength(1));
/** Counted from 1, as on paper. */
const itemNumber = z.int().check(z.positive());
/** A key of `sources`. */
const cited = text;

const choices = z.array(z.strictObject({ value: whole, label: text })).check(z.minLength(2));

const item = z.strictObject({
  text,
  /** A key of `choices`. */
  choices: text,
  /** Asked, and in no score. */
  unscored: z.optional(z.literal(true)),
  /** Counts from the other end of its choices. */
  reversed: z.optional(z.literal(true)),
});

/** From this score on, up to the next band. */
const band = z.strictObject({ from: whole, label: text });

/** What a paper says of a score on one side of a value. */
const cutOff = z.strictObject({
  at: whole,
  side: z.enum(["or more", "or less"]),
  says: text,
  /** Of whom, where it is not everybody. */
  of: z.optional(text),
  source: cited,
});

const sample = z.strictObject({ who: text, n: z.int().check(z.positive()), mean: z.number(), sd: z.number() });

/** Reached in the good direction by a reliable change that began on the other side: recovered. */
const recovered = z.strictObject({ at: z.number(), source: cited });

const change = z.discriminatedUnion("by", [
  /** So many points or more, as published. */
  z.strictObject({
    by: z.literal("published"),
    points: z.number().check(z.positive()),
    /** In whom it was found. */
    who: text,
    source: cited,
    recovered: z.optional(recovered),
  }),
  /** Computed from a named sample; all in the unit of the scale's own score. */
  z.strictObject({
    by: z.literal("jacobson-truax"),
    clinical: sample,
    /** Where there is one: the cut-off between the two samples says who recovered. */
    general: z.optional(sample),
    reliability: z.number().check(z.gt(0), z.lt(1)),
    kind: z.enum(["alpha", "retest"]),
    z: z.union([z.literal(1.96), z.literal(1.645)]),
    source: cited,
  }),
]);

const scale = z.strictObject({
  id: text,
  name: text,
  items: z.array(itemNumber).check(z.minLength(1)),
  /** The sum is multiplied by it; absent: 1. */
  times: z.optional(z.int().check(z.positive())),
  bands: z.optional(z.strictObject({ source: cited, list: z.array(band).check(z.minLength(2)) })),
  cutOffs: z.optional(z.array(cutOff)),
  /** So many gaps at most are filled with the mean of what was answered. Absent: no score with a gap. */
  fill: z.optional(z.strictObject({ atMost: z.int().check(z.positive()), source: cited })),
  /** Absent: nobody has published what change is more than chance. */
  change: z.optional(change),
});

/** `risk`: asks for a risk enquiry before it is filed. `review`: is shown with the result. Left blank is an alert too. */
const safety = z.strictObject({
  item: itemNumber,
  from: whole,
  kind: z.enum(["risk", "review"]),
  /** What it is about, in words of our own. */
  about: text,
});

const shape = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
  /** Results keep theirs: another text, key or band is another version. */
  version: text,
  /** BCP 47. Translations only from the owner. */
  language: text,
  name: text,
  title: text,
  /** Whom it was made for, where that is not every adult. */
  of: z.optional(text),
  lookBack: text,
  instruction: text,
  /** Stands under the questions, on screen and on paper. */
  credit: text,
  /** Who owns it, and what may be done with it. */
  notice: text,
  /** Citations; the others name them by their keys. */
  sources: z.record(text, text),
  /** Where the words are from. */
  wording: cited,
  choices: z.record(text, choices),
  items: z.array(item).check(z.minLength(1)),
  /** Where the answer to one item makes others unasked: they count as their lowest value and are no gaps. */
  unasked: z.optional(z.strictObject({ item: itemNumber, answer: whole, items: z.array(itemNumber), source: cited })),
  higherIs: z.enum(["worse", "better"]),
  /** The first is the one that is drawn over time. */
  scales: z.array(scale).check(z.minLength(1)),
  safety: z.array(safety),
  /** How often it is usual to ask. */
  interval: text,
});

export type Measure = z.infer<typeof shape>;
export type MeasureItem = Measure["items"][number];
export type MeasureScale = Measure["scales"][number];
export type MeasureChange = NonNullable<MeasureScale["change"]>;

/** `undefined`: not a measure, or one that contradicts itself. */
export function parseMeasure(value: unknown): Measure | undefined {
  const checked = z.safeParse(shape, value);
  return checked.success && contradictions(checked.data).length === 0 ? checked.data : undefined;
}

/** What no shape can say: each name that is used is there, bands and cut-offs lie within what the scale can reach. */
export function contradictions(measure: Measure): string[] {
  const found: string[] = [];
  const must = (holds: boolean, what: string) => void (holds || found.push(what));
  const { items, scales, sources } = measure;
  const isCited = (key: string, where: string) => must(key in sources, `${where} cites "${key}"`);
  const isItem = (number: number, where: string) => must(number <= items.length, `${where} names item ${number}`);

  isCited(measure.wording, "wording");
  for (const [index, each] of items.entries())
    must(each.choices in measure.choices, `item ${index + 1} has choices "${each.choices}"`);
  for (const [key, list] of Object.entries(measure.choices))
    must(new Set(list.map(({ value }) => value)).size === list.length, `choices "${key}" repeat a value`);
  for (const { item: number } of measure.safety) isItem(number, "safety");
  if (measure.unasked) {
    isCited(measure.unasked.source, "unasked");
    for (const number of [measure.unasked.item, ...measure.unasked.items]) isItem(number, "unasked");
  }
  if (found.length > 0) return found;

  must(new Set(scales.map(({ id }) => id)).size === scales.length, "two scales of one id");
  for (const each of scales) {
    for (const number of each.items) {
      isItem(number, each.id);
      must(items[number - 1]?.unscored !== true, `${each.id} scores item ${number}`);
    }
    const [, highest] = rangeOf(measure, each);
    const { bands, cutOffs = [], fill } = each;
    if (bands) {
      isCited(bands.source, `bands of ${each.id}`);
      must(bands.list[0]?.from === 0, `bands of ${each.id} begin above 0`);
      must(
        bands.list.every(({ from }, i) => from <= highest && from > (bands.list[i - 1]?.from ?? -1)),
        `bands of ${each.id} are out of order`,
      );
    }
    for (const { at, source } of cutOffs) {
      isCited(source, `cut-off of ${each.id}`);
      must(at <= highest, `cut-off ${at} of ${each.id}`);
    }
    if (fill) isCited(fill.source, `fill of ${each.id}`);
    if (each.change) isCited(each.change.source, `change of ${each.id}`);
    if (each.change?.by === "published" && each.change.recovered)
      isCited(each.change.recovered.source, `recovered of ${each.id}`);
  }
  return found;
}

/** Choices of an item, counted from 1. */
export const choicesOf = (measure: Measure, number: number): readonly { value: number; label: string }[] =>
  measure.choices[measure.items[number - 1]?.choices ?? ""] ?? [];

/** Lowest and highest score of a scale. */
export function rangeOf(measure: Measure, { items, times = 1 }: MeasureScale): readonly [number, number] {
  const ends = items.map((number) => choicesOf(measure, number).map(({ value }) => value));
  const sum = (pick: (...values: number[]) => number) => ends.reduce((all, values) => all + pick(...values), 0) * times;
  return [sum(Math.min), sum(Math.max)];
}

/** The band that a score lies in; `undefined`: the scale has none. */
export const bandOf = ({ bands }: MeasureScale, score: number): string | undefined =>
  bands?.list.findLast(({ from }) => score >= from)?.label;

/** What papers say of this score. */
export const cutOffsMet = ({ cutOffs = [] }: MeasureScale, score: number) =>
  cutOffs.filter(({ at, side }) => (side === "or more" ? score >= at : score <= at));
