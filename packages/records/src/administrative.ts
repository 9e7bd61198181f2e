/**
 * Records about the people of a chart and what the practice does with it, for those who work with it and read no note. They lie in
 * its administrative compartment, or, while it is guarded, among what the guard closes.
 */

import * as z from "zod/mini";
import { common, day, id } from "./fields.ts";
import { formLanguages } from "./forms/questionnaire.ts";
import { isLocalTime, isZoneName } from "./schedule/local-time.ts";

/** What somebody is in a chart; one person can be several. `consents`: may agree to treatment for the client. */
export const personRoles = ["client", "consents", "emergency-contact", "payer", "referrer"] as const;
export type PersonRole = (typeof personRoles)[number];

/** How a client comes to this chart, and how it ends. */
export const chartStatuses = ["enquiry", "waiting", "active", "paused", "discharged", "not-taken-on"] as const;
export type ChartStatus = (typeof chartStatuses)[number];

export const chartForms = ["individual", "couple", "family", "group"] as const;
export type ChartForm = (typeof chartForms)[number];

/** What may be left or sent at a number or address, as its person agreed. */
export const reachRules = ["anything", "name-and-number-only", "nothing"] as const;
export type ReachRule = (typeof reachRules)[number];

/** What became of a reminder. `taken-back`: they know that what they were told of has changed. */
export const reminderActs = ["told", "not-reached", "left-out", "taken-back"] as const;
export type ReminderAct = (typeof reminderActs)[number];
/** `mistaken`: what was noted before was noted by mistake. */
export const reminderOutcomes = [...reminderActs, "mistaken"] as const;
export type ReminderOutcome = (typeof reminderOutcomes)[number];

/** Two weeks. */
export const mostHoursBefore = 336;

const words = z.string();
const ways = ["phone", "text", "email", "post"] as const;
const reach = z.strictObject({
  by: z.enum(ways),
  /** Number or address as it was given. */
  at: words,
  /** Whose, or when: "work, until five". */
  label: words,
  leave: z.enum(reachRules),
});

export const administrativeShapes = {
  /** Record id random. Somebody of this chart. */
  person: z.strictObject({
    type: z.literal("person"),
    ...common,
    name: words,
    /** As they are called and spoken of. */
    called: words,
    roles: z.array(z.enum(personRoles)),
    /** To the client, in plain words: "mother". */
    relation: words,
    bornOn: z.optional(day),
    /** In which they read forms and letters; absent: English. */
    language: z.optional(z.enum(formLanguages)),
    reach: z.array(reach),
    /** They are told of their appointments, so many hours before; it holds while that number or address is among theirs. */
    reminders: z.optional(
      z.strictObject({
        by: z.enum(ways),
        at: words,
        hours: z.int().check(z.minimum(1), z.maximum(mostHoursBefore)),
        /** The day on which they agreed to it. */
        agreed: day,
      }),
    ),
    /** What else matters for reaching them. */
    note: words,
    /** They are none of this chart any more. */
    gone: z.boolean(),
  }),
  /** Record id random; of several that were begun at once the first in the ledger counts. Where the chart stands. */
  "face-sheet": z.strictObject({
    type: z.literal("face-sheet"),
    ...common,
    status: z.enum(chartStatuses),
    form: z.enum(chartForms),
    /** When the status began. */
    since: day,
    tags: z.array(words),
    /** The practice's own lines. */
    custom: z.array(z.strictObject({ name: words, value: words })),
    /** Of who asked for treatment: kept when they are taken on, so that it can be seen where they came from. */
    enquiry: z.optional(
      z.strictObject({
        /** When they first asked; by it they wait. */
        asked: day,
        /** What for, in a few administrative words. */
        asks: words,
        /** From whom they heard of the practice. */
        heard: words,
        /** Days on which they were called. */
        called: z.array(day),
        next: words,
        /** Of one that was not taken on: why it is kept, and until when. */
        keep: words,
      }),
    ),
    /** It went inside a guard, and says nothing here any more. */
    moved: z.optional(z.literal(true)),
  }),
  /** Record id by REM-3, so that what two devices say of one reminder are revisions of one record. */
  reminder: z.strictObject({
    type: z.literal("reminder"),
    ...common,
    /** Who was to be told, of an appointment in whose calendar, at which time. */
    person: id,
    member: id,
    start: z.string().check(z.refine(isLocalTime)),
    zone: z.string().check(z.refine(isZoneName)),
    /** Where it went, as it was then, and what was said there. */
    by: z.enum(ways),
    at: words,
    words,
    outcome: z.enum(reminderOutcomes),
    /** Of what was noted by mistake, and of nothing else: what that was. */
    undoes: z.optional(z.enum(reminderActs)),
    /** Why not, or what they said. */
    note: words,
  }),
} as const;
