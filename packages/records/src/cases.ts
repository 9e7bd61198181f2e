/**
 * Cases of a chart: what a client has a right to ask, what papers of courts and boards ask, and what a therapist must say without being
 * asked. Each is a small record with a history of its own; which steps, clocks and grounds a kind has is data in `content`.
 */

import * as z from "zod/mini";
import { common, day, id, whole } from "./fields.ts";

/** What a client may ask of the practice. 45 CFR 164.522 to 164.528. */
export const rightsKinds = ["access", "amendment", "accounting", "restriction", "confidential"] as const;
/** Papers that ask for a record. While one is open nothing of the chart expires or is destroyed. */
export const paperKinds = ["subpoena", "court-order", "board-request", "attorney-request"] as const;
/** What keeps somebody safe: told to others without being asked. */
export const safetyKinds = ["duty-to-warn", "child-report", "elder-report", "dependent-adult-report"] as const;

export const caseKinds = [...rightsKinds, ...paperKinds, ...safetyKinds] as const;
export type CaseKind = (typeof caseKinds)[number];

/** What front desk and billers must act on; every other kind tells something of treatment, and lies with the notes. */
export const administrativeCaseKinds: readonly CaseKind[] = ["access", "accounting", "restriction", "confidential"];

export const caseOutcomes = ["granted", "in-part", "denied"] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

/** Characters that a line of a case has at most. */
export const caseCharacters = 4000;

const words = z.string().check(z.maxLength(caseCharacters));
const someWords = words.check(z.regex(/\S/));
/** Names something in `content`: a step, a ground. */
const name = z.string().check(z.regex(/^[a-z0-9-]{1,40}$/));

export const retentionRule = z.strictObject({
  years: whole.check(z.minimum(1), z.maximum(100)),
  untilAge: whole.check(z.minimum(18), z.maximum(100)),
  source: someWords,
  on: day,
});

export const caseShapes = {
  /** Administrative or clinical compartment, by its kind; record id random. */
  case: z.strictObject({
    type: z.literal("case"),
    ...common,
    kind: z.enum(caseKinds),
    received: day,
    /** Somebody of the chart; absent: somebody else, or nobody asked. */
    person: z.optional(id),
    /** Who asks, as a letter names them, and where it goes, a line each. */
    from: words,
    address: words,
    asked: words,
    /** How it was seen that they are who they say; empty: not yet. */
    checked: words,
    steps: z.array(z.strictObject({ step: name, on: day, words })).check(z.maxLength(40)),
    /** The day that a paper names. */
    answerBy: z.optional(day),
    /** Told in writing on `on`. */
    extension: z.optional(z.strictObject({ on: day, until: day, reason: someWords })),
    decision: z.optional(
      z.strictObject({
        on: day,
        outcome: z.enum(caseOutcomes),
        grounds: z.array(name).check(z.maxLength(10)),
        words,
      }),
    ),
    /** The note that an amendment is about. */
    note: z.optional(id),
    /** Of a restriction: a health plan is not to hear of what was paid in full out of pocket. */
    paidInFull: z.optional(z.literal(true)),
    /** Of a restriction that was agreed to: from then on it binds no more. */
    ended: z.optional(z.strictObject({ on: day, words: someWords })),
    /** Of an amendment that was not granted whole. Without a statement: the client asks that request and denial go along with what is disclosed. */
    disagreement: z.optional(z.strictObject({ on: day, statement: words, rebuttal: words })),
    /** What was given out or told in it: records of the same chart. */
    disclosures: z.optional(z.array(id).check(z.maxLength(100))),
    closed: z.optional(z.strictObject({ on: day, words })),
    /** It went inside a guard, and says nothing here any more. */
    moved: z.optional(z.literal(true)),
  }),
  /** Directory; record id random, the first in the ledger counts. What stands on the practice's letters, and whom to call. */
  office: z.strictObject({
    type: z.literal("office"),
    ...common,
    /** Address and telephone, a line each. */
    lines: words,
    /** Who takes complaints: name or title, and telephone. 45 CFR 164.530(a)(1)(ii). */
    complaints: words,
    /** Two letters, or empty. */
    state: z.string().check(z.regex(/^([A-Z]{2})?$/)),
    /** Where abuse is reported here, and whoever else is called. */
    numbers: z.array(z.strictObject({ name: someWords, at: someWords })).check(z.maxLength(20)),
    /** How long records are kept, as the practice confirmed on that day of its own State's rule, and by what. */
    retention: z.optional(retentionRule),
  }),
} as const;
