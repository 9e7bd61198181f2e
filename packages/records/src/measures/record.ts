/** What somebody answered to a measure, or what came out of one that was filled in elsewhere (docs/spec, MEA). */

import * as z from "zod/mini";
import { common, day, id, whole } from "../fields.ts";

/** By the client; read to them, with the clinician taking down their answers; copied from paper. */
export const filledHow = ["client", "read-aloud", "paper"] as const;
export type FilledHow = (typeof filledHow)[number];

const words = z.string();
/** A score as it was printed: some have decimals. */
const printed = z.string().check(z.regex(/^-?\d{1,6}(\.\d{1,3})?$/));

export const measureShapes = {
  /** Clinical compartment of a chart; record id random. */
  measure: z.strictObject({
    type: z.literal("measure"),
    ...common,
    /** The day on which it was filled in. */
    date: day,
    filled: z.discriminatedUnion("how", [
      z.strictObject({
        how: z.enum(filledHow),
        measure: words,
        version: words,
        /** One for each item, in order, as given; null: left blank. What they come to is never stored. */
        answers: z.array(z.nullable(whole)),
      }),
      /** The result alone, of whatever measure: none of its words. */
      z.strictObject({
        how: z.literal("result"),
        name: words,
        version: words,
        /** Null: it has none, only parts. */
        total: z.nullable(printed),
        parts: z.array(z.strictObject({ name: words, score: printed })),
        scoredBy: words,
        /** Whether the practice has a licence for it, as its clinician says. */
        licensed: z.boolean(),
      }),
    ]),
    /** The clinician's own. */
    note: words,
    /** Where an answer asked for it: what was asked and done, or why that could not be. */
    enquiry: z.optional(z.strictObject({ asked: z.boolean(), words })),
    /** Entered by mistake: it stays to be read, and counts in nothing. */
    mistaken: z.boolean(),
    /** Of the chart's people, whom it is about; absent: nobody said. */
    person: z.optional(id),
  }),
  /** Directory; record id from its words. A measure of the practice's own. */
  "own-measure": z.strictObject({
    type: z.literal("own-measure"),
    ...common,
    /** As JSON, in the shape of `measure.ts`; its own id counts for nothing. */
    measure: words,
    /** Whose it is, and by what right the practice uses it, as its author says. */
    rights: words,
    /** It is offered no more. */
    retired: z.boolean(),
  }),
} as const;
