/** What of a chart goes out, and by what right. */

import { type DisclosureBasis, disclosureBases } from "@alcove/records";

/** The parts of a chart that are chosen one by one. */
export const parts = [
  "notes",
  "measures",
  "diagnoses",
  "medication",
  "flags",
  "plan",
  "people",
  "appointments",
  "forms",
  "documents",
  "cases",
  "access-log",
] as const;
export type Part = (typeof parts)[number];

/** Where a clinical fact is chosen. */
export const partOfFact = { diagnosis: "diagnoses", medication: "medication", flag: "flags", plan: "plan" } as const;

/** How it is written; documents are always written as they came. */
export const formats = ["text", "pdf", "fhir"] as const;
export type Format = (typeof formats)[number];

export type Scope = {
  readonly parts: readonly Part[];
  readonly formats: readonly Format[];
  /** Days that notes, measures and appointments are of, `yyyy-mm-dd`, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Earlier versions of each note too. */
  readonly allVersions: boolean;
  readonly psychotherapy: boolean;
  /** A person of the chart: what is made for one of several (docs/spec, ABO-2, EXP-6). */
  readonly about?: string | undefined;
  /** Ids of forms that name nobody, and go to that one person all the same: they filled them in with another one (docs/spec, EXP-14). */
  readonly together?: readonly string[] | undefined;
};

/** Of these nothing says whose they are. */
const ofNobody: readonly Part[] = ["appointments", "access-log"];

/** Whether a part goes out: of what is made for one person, only what can say whose it is. */
export const includes = ({ parts: chosen, about }: Pick<Scope, "parts" | "about">, part: Part): boolean =>
  chosen.includes(part) && (about === undefined || !ofNobody.includes(part));

/** Whether something that names this person, or nobody, goes into what is made for one. */
export const isOf = ({ about }: Pick<Scope, "about">, person: string | undefined): boolean =>
  about === undefined || person === about;

/**
 * Whether an export may say that there are psychotherapy notes, which is protected as they are: to the client themselves, and where they go
 * along (docs/spec, EXP-7).
 */
export const tellsApart = ({ psychotherapy }: Pick<Scope, "psychotherapy">, basis: DisclosureBasis | undefined) =>
  psychotherapy || basis === "client";

export type Purpose = {
  readonly basis: DisclosureBasis;
  readonly name: string;
  /** What the rules ask of whoever chooses. */
  readonly hint: string;
  /** What is chosen to begin with. */
  readonly parts: readonly Part[];
};

const record: readonly Part[] = parts.filter((part) => part !== "access-log");

/**
 * Hints after 45 CFR 164.502(b) (minimum necessary, and what it does not apply to) and the paragraph that each basis is.
 */
export const purposes: readonly Purpose[] = [
  {
    basis: "client",
    name: "To the client, who asked for it",
    hint: "The client has a right to the whole record but for psychotherapy notes. Minimum necessary does not apply.",
    parts: record,
  },
  {
    basis: "treatment",
    name: "To another provider, for treatment",
    hint: "Minimum necessary does not apply. Send what they need to treat, and no more than the client would expect.",
    parts: ["notes", "measures", "diagnoses", "medication", "flags", "plan"],
  },
  {
    basis: "authorisation",
    name: "To somebody whom the client authorized",
    hint: "Exactly what the authorization names, and until the day on which it ends.",
    parts: ["notes"],
  },
  {
    basis: "payment",
    name: "To a payer, for payment",
    hint: "The least that settles the claim: most ask for dates, diagnoses and the plan, and for no notes.",
    parts: ["diagnoses", "plan", "appointments"],
  },
  {
    basis: "court",
    name: "To a court, or on a subpoena",
    hint: "An order: what it names and nothing besides. A subpoena without one: only after notice to the client or a protective order. Ask an attorney first.",
    parts: ["notes"],
  },
  {
    basis: "oversight",
    name: "To a licensing board or another overseer",
    hint: "What the request names. Minimum necessary applies.",
    parts: ["notes"],
  },
  {
    basis: "required-by-law",
    name: "Because a law requires it",
    hint: "What that law names and nothing besides. Write down which law.",
    parts: ["notes"],
  },
  {
    basis: "abuse-report",
    name: "Report of abuse or neglect",
    hint: "What the report needs. A record is rarely a part of it.",
    parts: ["notes"],
  },
  {
    basis: "threat",
    name: "To avert a serious threat",
    hint: "To who can prevent it, and what they need for that.",
    parts: ["flags"],
  },
  {
    basis: "law-enforcement",
    name: "To law enforcement",
    hint: "What the warrant, order or request names. Ask an attorney first.",
    parts: ["notes"],
  },
  {
    basis: "operations",
    name: "For the practice’s own operations",
    hint: "The least that serves: a reviewer, an accountant, an attorney of the practice’s.",
    parts: ["notes"],
  },
  {
    basis: "other",
    name: "Something else that a rule permits",
    hint: "Write down which rule. The least that serves.",
    parts: ["notes"],
  },
];

/** The paragraph of 45 CFR, and whether the client is owed an account. */
export const ruleOf = (basis: DisclosureBasis): { readonly rule: string; readonly owed: boolean } =>
  disclosureBases[basis];

export const withinDays = ({ from, to }: Pick<Scope, "from" | "to">, day: string): boolean =>
  (from === undefined || day >= from) && (to === undefined || day <= to);
