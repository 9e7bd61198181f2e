/** When a minor comes of age, and from what age minors consent to therapy themselves, by State, as it was found. No legal advice. */

import type { Provenance } from "../index.ts";
import { type ConsentRow, consentRows } from "./rows.ts";

export type { ConsentRow };

export const minorsProvenance: Provenance = {
  edition: "2026-11-22",
  sources: ["The project's sheet on records and consent, sections 2.2 and 3; each row names its law"],
  notice: "Part of Alcove, under its licence. No legal advice; no row was checked against an official site.",
};

/** `state`: two letters, or empty where the practice has not said. */
export type Majority = { readonly state: string; readonly age: number; readonly cite: string };

/** From memory, not read again: 18 but for these. */
const otherAges: Readonly<Record<string, number>> = { AL: 19, NE: 19, MS: 21 };

export function majorityOf(state: string): Majority {
  const age = otherAges[state];
  if (age !== undefined) return { state, age, cite: `Age of majority in ${state}, from memory: check your own law` };
  return { state, age: 18, cite: "18 in most States; 19 in AL and NE, 21 in MS, from memory: check your own law" };
}

/** The day of coming of age, `yyyy-mm-dd`; of who was born on 29 February 1 March where there is none. */
export function comesOfAge(bornOn: string, { age }: Pick<Majority, "age">): string {
  const then = `${String(Number(bornOn.slice(0, 4)) + age).padStart(4, "0")}${bornOn.slice(4)}`;
  return new Date(Date.parse(then)).toISOString().slice(0, 10);
}

/** What was found of a State; `undefined`: nothing. */
export const minorConsentIn = (state: string): ConsentRow | undefined => consentRows.find((row) => row.state === state);
