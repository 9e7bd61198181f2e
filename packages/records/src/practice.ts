/** Records about the practice and its members. */

import * as z from "zod/mini";
import { anyBytes, common, day, id, whole } from "./fields.ts";

/** What becomes of psychotherapy notes whose author leaves and lets nobody in: taken along as a file, or left closed. */
export const decisions = ["exported", "closed"] as const;
export type Decision = (typeof decisions)[number];

export const practiceShapes = {
  /** Directory; record id = practice id. */
  practice: z.strictObject({ type: z.literal("practice"), ...common, name: z.string() }),
  /** Directory; record id = account id. */
  member: z.strictObject({ type: z.literal("member"), ...common, name: z.string(), email: z.string() }),
  /** Directory; record id = device id. */
  device: z.strictObject({ type: z.literal("device"), ...common, name: z.string() }),
  /** Directory; record id random. What its author proposes, signed by them; null: they say no to it. */
  proposal: z.strictObject({
    type: z.literal("proposal"),
    ...common,
    statement: z.nullable(anyBytes),
  }),
  /**
   * Directory; record id random. Somebody leaves the practice, as they or who manages members say. `decided`: by the member
   * alone, of psychotherapy compartments of theirs that nobody else is let into.
   */
  leaving: z.strictObject({
    type: z.literal("leaving"),
    ...common,
    member: id,
    /** They thought better of it. */
    stays: z.boolean(),
    decided: z.array(z.strictObject({ compartment: id, as: z.enum(decisions) })),
  }),
  /** Will compartment of its author; record id random. What others do when the author can't act any more, in plain words. */
  will: z.strictObject({
    type: z.literal("will"),
    ...common,
    /** Who winds up the practice, and who does where they can't. */
    executor: z.string(),
    backup: z.string(),
    instructions: z.string(),
    /** Letters. */
    clients: z.string(),
    colleagues: z.string(),
    /** Where the recovery cards lie. */
    cards: z.string(),
    /** The day on which the author last said that all of it holds; absent: they have not yet. */
    confirmed: z.optional(day),
    /** The author wants no cards for their psychotherapy notes: they stay closed. */
    notesStayClosed: z.boolean(),
  }),
  /** Directory; record id random. When a member is to be expected, as they or an owner say (docs/spec, FRE-3). */
  presence: z.strictObject({
    type: z.literal("presence"),
    ...common,
    member: id,
    /** 1 is Monday, 7 Sunday. */
    workdays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7)),
    /** First and last day. */
    away: z.optional(z.strictObject({ from: day, until: day })),
  }),
  /** Directory; record id random. A table of codes that the practice read in; the newest edition of a system counts. */
  "code-table": z.strictObject({
    type: z.literal("code-table"),
    ...common,
    system: z.literal("icd-10-cm"),
    /** The fiscal year, and the month of an update within it: `2027`, `2026, April`. */
    edition: z.string().check(z.regex(/^20\d\d(, (January|April))?$/)),
    codes: whole,
    /** The attachment beside it that holds them: a line for each, its code without the point in seven columns, and its description from the ninth. */
    file: id,
  }),
} as const;
