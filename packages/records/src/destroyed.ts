/** Why a chart is destroyed, and what went with it (docs/spec, CDS): said by who signs it, before it is done, and kept in the log that stays. */

import * as z from "zod/mini";
import { retentionRule } from "./cases.ts";
import { disclosureWords } from "./disclosures.ts";
import { common, day, id, whole } from "./fields.ts";

/** What is counted of a chart, by its kind alone. Psychotherapy notes are not: nobody learns from a log how many there were. */
export const countedOfCharts = [
  "progress-notes",
  "files",
  "facts",
  "measures",
  "forms",
  "people",
  "cases",
  "crisis-cards",
] as const;
export type CountedOfChart = (typeof countedOfCharts)[number];

/** Characters of a reason at most. */
export const destroyedReasonCharacters = 2000;

export const destroyedShapes = {
  /** Access log of the chart; record id random. */
  destroyed: z.strictObject({
    type: z.literal("destroyed"),
    ...common,
    /** The practice's confirmed rule, as it stood. Absent: nobody had confirmed one. */
    rule: z.optional(retentionRule),
    lastContact: day,
    /** By that rule, or by what is proposed. */
    keepUntil: day,
    /** Empty where it was due by a confirmed rule. */
    reason: z.string().check(z.maxLength(destroyedReasonCharacters)),
    counts: z.array(z.strictObject({ what: z.enum(countedOfCharts), count: whole })),
    /** Disclosures that an account may be asked of, where they lay among what goes: the rest of them is in the log already. */
    owed: z.array(z.strictObject({ ...disclosureWords, record: id, writtenAt: whole })),
    /** Days of the first and of the newest progress note. */
    from: z.optional(day),
    to: z.optional(day),
  }),
} as const;
