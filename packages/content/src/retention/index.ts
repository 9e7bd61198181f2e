/** How long records are kept: what was found of rules, what is proposed where none is known, and the day that follows. */

import type { Provenance } from "../index.ts";

export { type RetentionRow, retentionRows } from "./rows.ts";

export const retentionProvenance: Provenance = {
  edition: "2026-11-22",
  sources: [
    "The project's sheet on records and consent; each row names its rule, and the date of the copy that was read",
  ],
  notice: "Part of Alcove, under its licence. No legal advice; no row was checked against an official site.",
};

export type RetentionTimes = { readonly years: number; readonly untilAge: number };

/** Where State or profession is unknown: longer than any row here. */
export const proposedRetention: RetentionTimes = { years: 10, untilAge: 25 };

/** `years` after the last contact, and not before whoever is youngest comes of that age. Days `yyyy-mm-dd`; a 29 February that there is not is 1 March. */
export function keepUntil(times: RetentionTimes, lastContact: string, bornOn: readonly string[]): string {
  const days = [yearsAfter(lastContact, times.years), ...bornOn.map((day) => yearsAfter(day, times.untilAge))];
  return days.reduce((latest, day) => (day > latest ? day : latest));
}

/**
 * Authorisations, and papers of what a client has a right to ask, are kept so many years from their day (45 CFR 164.530(j)(2)). What a chart's
 * record needs is another matter.
 */
export const paperYears = 6;

export function yearsAfter(day: string, years: number): string {
  const then = `${String(Number(day.slice(0, 4)) + years).padStart(4, "0")}${day.slice(4)}`;
  return new Date(Date.parse(then)).toISOString().slice(0, 10);
}
