/**
 * Clinical facts of a chart: diagnoses, medication as reported, risk flags, the treatment plan. Small records in its clinical compartment, each with
 * its own history: what changes or ends is a next revision.
 */

import * as z from "zod/mini";
import { common, day, id } from "./fields.ts";

/** How sure its author is. */
export const certainties = ["provisional", "confirmed"] as const;
export type Certainty = (typeof certainties)[number];

/** How a diagnosis ended: it never was, or it is no more. */
export const diagnosisEnds = ["ruled-out", "past"] as const;
export type DiagnosisEnd = (typeof diagnosisEnds)[number];

/** Who or what says that the client takes it. */
export const medicationSources = ["client", "relative", "prescriber", "document"] as const;
export type MedicationSource = (typeof medicationSources)[number];

/** What a flag is about. */
export const flagKinds = [
  "suicide",
  "self-harm",
  "harm-to-others",
  "abuse-or-neglect",
  "medical",
  "legal",
  "other",
] as const;
export type FlagKind = (typeof flagKinds)[number];

/** What became of an objective. */
export const objectiveStates = ["open", "met", "dropped"] as const;
export type ObjectiveState = (typeof objectiveStates)[number];

/** Goals of a plan, and objectives of a goal, at most. */
export const planLines = 20;

/** Characters that a line of a fact has at most. */
export const factCharacters = 2000;

const words = z.string().check(z.maxLength(factCharacters));
const someWords = words.check(z.regex(/\S/));
/** As far as it is known: `yyyy`, `yyyy-mm` or `yyyy-mm-dd`. */
const since = z.optional(z.string().check(z.regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)));
const ended = { on: day, reason: someWords };
/** Of the chart's people, whom it is about; absent: nobody said. */
const person = z.optional(id);

const objective = z.strictObject({
  /** What can be seen or counted, so that anybody could say whether it is met. */
  words: someWords,
  /** Where it stands at the start, and what it is to come to: "PHQ-9 19", "below 10". */
  baseline: words,
  target: words,
  by: z.optional(day),
  state: z.enum(objectiveStates),
});

export const factShapes = {
  /** Clinical compartment; record id random. */
  diagnosis: z.strictObject({
    type: z.literal("diagnosis"),
    ...common,
    /** Of ICD-10-CM, as it was chosen, and the edition of the table it was chosen from; absent: words only. */
    code: z.optional(
      z.strictObject({ code: z.string().check(z.regex(/^[A-Z][0-9A-Z]{2}(\.[0-9A-Z]{1,4})?$/)), edition: someWords }),
    ),
    /** The code's description as it was chosen, or the author's own. */
    words: someWords,
    certainty: z.enum(certainties),
    /** The one that treatment is about first. */
    principal: z.boolean(),
    since,
    /** Who made it, where that was somebody else. */
    by: words,
    ended: z.optional(z.strictObject({ ...ended, as: z.enum(diagnosisEnds) })),
    person,
  }),
  /** Clinical compartment; record id random. As it was reported: nothing is prescribed here. */
  medication: z.strictObject({
    type: z.literal("medication"),
    ...common,
    name: someWords,
    dose: words,
    since,
    prescriber: words,
    source: z.enum(medicationSources),
    ended: z.optional(z.strictObject(ended)),
    person,
  }),
  /** Clinical compartment; record id random. What whoever opens the chart must see first. */
  flag: z.strictObject({
    type: z.literal("flag"),
    ...common,
    about: z.enum(flagKinds),
    words,
    since: day,
    /** The day by which somebody is to look at it again. */
    reviewBy: z.optional(day),
    ended: z.optional(z.strictObject(ended)),
    person,
  }),
  /** Clinical compartment; record id random. What treatment is for, and how it is seen to help. */
  plan: z.strictObject({
    type: z.literal("plan"),
    ...common,
    problems: words,
    goals: z
      .array(
        z.strictObject({
          /** In the client's words, where they have some. */
          words: someWords,
          objectives: z.array(objective).check(z.maxLength(planLines)),
          /** What is done towards it, by whom, how often. */
          interventions: words,
        }),
      )
      .check(z.maxLength(planLines)),
    /** By what both will see that treatment can end. */
    discharge: words,
    /** How the client took part in it, and agreed. */
    agreed: words,
    since: day,
    reviewBy: z.optional(day),
    ended: z.optional(z.strictObject(ended)),
    person,
  }),
} as const;
