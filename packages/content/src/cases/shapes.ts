/** What a kind of case is: its clock, the steps that a checklist shows, the grounds on which it may be denied. */

import type { CaseKind, DisclosureBasis } from "@alcove/records";

/**
 * Where a line is from. `read`: the rule's own text or a sheet that was read for it. `from-memory`: known, not read again. `your-state`:
 * the law of a State decides, and nobody has looked it up here.
 */
export type Source = { readonly cite: string; readonly standing: "read" | "from-memory" | "your-state" };

export const read = (cite: string): Source => ({ cite, standing: "read" });
export const fromMemory = (cite: string): Source => ({ cite, standing: "from-memory" });
export const yourState = (cite: string): Source => ({ cite, standing: "your-state" });

/** `days`: of the calendar, from the day on which it was received. `paper`: by the day that the paper names. `at-once`: nothing waits. */
export type CaseClock =
  | { readonly by: "days"; readonly days: number; readonly extension: number; readonly source: Source }
  | { readonly by: "paper"; readonly source: Source }
  | { readonly by: "at-once"; readonly source: Source };

/** Guidance: nothing asks that it be ticked. `id` stays as it is, since records name it. */
export type CaseStep = { readonly id: string; readonly words: string; readonly source: Source };

/** `letter`: what whoever asked reads. */
export type CaseGround = {
  readonly id: string;
  readonly words: string;
  readonly letter: string;
  /** The same for who reads Spanish: a translation for understanding. Of what a client asks each ground has it. */
  readonly spanish?: string;
  /** Whether another licensed professional looks at a denial on this ground when the client asks. */
  readonly review: boolean;
  readonly source: Source;
};

/** Letters about it go to clients. */
export type RightsCase = KindOfCase & { readonly grounds: readonly (CaseGround & { readonly spanish: string })[] };

export type LetterKind = "acknowledgement" | "extension" | "decision" | "accounting" | "paper-answer";

export type KindOfCase = {
  readonly kind: CaseKind;
  readonly name: string;
  readonly group: "rights" | "papers" | "safety";
  /** In one or two sentences, before anything is done. */
  readonly says: string;
  readonly clock: CaseClock;
  readonly steps: readonly CaseStep[];
  /** None: nothing to decide on. */
  readonly grounds: readonly CaseGround[];
  /** What the three outcomes are called here. */
  readonly outcomes: { readonly granted: string; readonly "in-part": string; readonly denied: string };
  readonly letters: readonly LetterKind[];
  /** By what right something goes out in it, and what an accounting says it was for. Absent: nothing does. */
  readonly gives?: { readonly basis: DisclosureBasis; readonly purpose: string };
};

export const answersOfRights = { granted: "Granted", "in-part": "Granted in part", denied: "Denied" } as const;
export const answersToPapers = {
  granted: "Answered as asked",
  "in-part": "Answered in part",
  denied: "Objected",
} as const;
export const answersOfSafety = { granted: "Told", "in-part": "Told in part", denied: "Not told" } as const;
