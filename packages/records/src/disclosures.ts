/**
 * What was given out of a chart, to whom, and by what right: what a practice answers from when a client asks for an accounting of disclosures
 * (45 CFR 164.528).
 */

import * as z from "zod/mini";
import { common, day, key } from "./fields.ts";

/**
 * By what right something goes out, with the paragraph of 45 CFR that says so, and whether the client is owed an account of it: not of
 * what went to themselves, on their authorisation, or for treatment, payment and operations (164.528(a)(1)).
 */
export const disclosureBases = {
  client: { rule: "164.524", owed: false },
  treatment: { rule: "164.506(c)(2)", owed: false },
  payment: { rule: "164.506(c)(3)", owed: false },
  operations: { rule: "164.506(c)(4)", owed: false },
  authorisation: { rule: "164.508", owed: false },
  "required-by-law": { rule: "164.512(a)", owed: true },
  "abuse-report": { rule: "164.512(b)(1)(ii), (c)", owed: true },
  oversight: { rule: "164.512(d)", owed: true },
  court: { rule: "164.512(e)", owed: true },
  "law-enforcement": { rule: "164.512(f)", owed: true },
  threat: { rule: "164.512(j)", owed: true },
  /** It reached somebody whom it was not meant for. */
  mistake: { rule: "164.402", owed: true },
  other: { rule: "164.512", owed: true },
} as const;
export type DisclosureBasis = keyof typeof disclosureBases;

/** Characters that a line of a disclosure has at most. */
export const disclosureCharacters = 2000;

const words = z.string().check(z.maxLength(disclosureCharacters));
const someWords = words.check(z.regex(/\S/));

export const disclosureWords = {
  /** When it went out. */
  on: day,
  to: someWords,
  /** Empty: not known. */
  address: words,
  /** A short description of what it was. */
  what: someWords,
  basis: z.enum(Object.keys(disclosureBases) as [DisclosureBasis, ...DisclosureBasis[]]),
  /** What it was for, or which request it answers. Where an account is owed it is not blank. */
  purpose: words,
  /** Which authorisation of the client, where there is one. */
  authorisation: words,
} as const;

export const disclosureShapes = {
  /** Access log of a chart, or its clinical compartment while it is guarded; record id random. */
  disclosure: z.strictObject({
    type: z.literal("disclosure"),
    ...common,
    ...disclosureWords,
    /** Of an export: `H` of its manifest. */
    manifest: z.optional(key),
    /** Written down by mistake: it stays to be read, and counts in nothing. */
    mistaken: z.boolean(),
  }),
} as const;
