/** Records about notes. */

import * as z from "zod/mini";
import { anyBytes, common, day, id } from "./fields.ts";
import { templateWords } from "./note-template.ts";

/** Why a note was taken out of a chart. No words of one's own: they would name whom it is about. */
export const movedReasons = ["about-another", "own-chart", "taken-back"] as const;
export type MovedReason = (typeof movedReasons)[number];

/** Whether a note is about this person of its chart, ids in hex: where it names nobody it is about all of them. */
export const concerns = ({ about = [] }: { readonly about?: readonly string[] | undefined }, person: string): boolean =>
  about.length === 0 || about.includes(person);

export const noteShapes = {
  /** Beside the note; record id random. Somebody signs it (docs/spec, SIG-1). */
  signature: z.strictObject({ type: z.literal("signature"), ...common, signed: anyBytes }),
  /** Beside the note; record id random. A supervisor asks its author for a change, which is an addendum. */
  "change-request": z.strictObject({ type: z.literal("change-request"), ...common, note: id, words: z.string() }),
  /** Beside the note; record id random. Its author took it out of this chart (docs/spec, MOV). */
  moved: z.strictObject({
    type: z.literal("moved"),
    ...common,
    note: id,
    /** The version that was taken out: what comes over it or beside it makes the note stand again. */
    version: id,
    /** The note's. */
    date: day,
    reason: z.enum(movedReasons),
    /** The note as it was written anew elsewhere. */
    to: id,
    /** It stands here again. */
    back: z.boolean(),
  }),
  /** Directory; record id random. Words of its writer's own that a short one stands for. */
  snippet: z.strictObject({
    type: z.literal("snippet"),
    ...common,
    /** Letters, digits and hyphens, at most 20 of them. */
    word: z.string().check(z.regex(/^[\p{L}\p{N}-]{1,20}$/u)),
    text: z.string().check(z.refine((text) => text.length <= 4000 && text.trim() !== "")),
    gone: z.boolean(),
  }),
  /** Directory; record id random, and what a note's `form` names. A template of the practice's own. */
  template: z.strictObject({
    type: z.literal("template"),
    ...common,
    ...templateWords,
    /** It begins no note any more; what was written with it still names it. */
    putAway: z.boolean(),
  }),
} as const;
