/** The kinds of case that come with the app: clocks, steps and grounds, each with its source. No legal advice; State law that gives a client more comes first. */

import type { Provenance } from "../index.ts";

export { daysAfter, due, firstDue, latestDue, type Timed, yearsBefore } from "./clock.ts";
export { kindOf, kindsOfCase } from "./kinds.ts";
export type { CaseClock, CaseGround, CaseStep, KindOfCase, LetterKind, Source } from "./shapes.ts";
export { type CallFirst, callFirst, readyWords } from "./urgent.ts";

export const casesProvenance: Provenance = {
  edition: "2026-11-30",
  sources: [
    "45 CFR part 164 subpart E, as read for the project's sheets (November 2026); each line names its paragraph",
    "Lines marked from memory were not read again; those marked your-state name no State's law",
  ],
  notice: "Part of Alcove, under its licence. No legal advice.",
};
