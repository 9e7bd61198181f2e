/**
 * Clinical facts of a chart: diagnoses, medication as reported, risk flags, the treatment plan. Days are `yyyy-mm-dd`; `since` is as far as it is known,
 * also `yyyy` or `yyyy-mm`. Words are plain, at most 2,000 characters each.
 */

import type { Outcome } from "./outcome.ts";

/** How it came to an end, and on which day; without it the fact stands. */
export type FactEnd = { readonly on: string; readonly reason: string };

export type DiagnosisWords = {
  readonly kind: "diagnosis";
  /** Of ICD-10-CM, with the edition of the table it was chosen from; absent: words only. */
  readonly code?: { readonly code: string; readonly edition: string };
  /** The code's description as it was chosen, or one's own. */
  readonly words: string;
  readonly certainty: "provisional" | "confirmed";
  /** The one that treatment is about first. */
  readonly principal: boolean;
  readonly since?: string;
  /** Who made it, where that was somebody else; else empty. */
  readonly by: string;
  readonly ended?: FactEnd & { readonly as: "ruled-out" | "past" };
};

export type MedicationWords = {
  readonly kind: "medication";
  readonly name: string;
  readonly dose: string;
  readonly since?: string;
  readonly prescriber: string;
  /** Who or what says that the client takes it. */
  readonly source: "client" | "relative" | "prescriber" | "document";
  readonly ended?: FactEnd;
};

export type FlagWords = {
  readonly kind: "flag";
  readonly about: "suicide" | "self-harm" | "harm-to-others" | "abuse-or-neglect" | "medical" | "legal" | "other";
  readonly words: string;
  readonly since: string;
  /** By when somebody is to look at it again. */
  readonly reviewBy?: string;
  readonly ended?: FactEnd;
};

export type PlanObjective = {
  /** What can be seen or counted. */
  readonly words: string;
  readonly baseline: string;
  readonly target: string;
  readonly by?: string;
  readonly state: "open" | "met" | "dropped";
};

export type PlanGoal = {
  readonly words: string;
  readonly objectives: readonly PlanObjective[];
  readonly interventions: string;
};

/** At most 20 goals, of 20 objectives each. */
export type PlanWords = {
  readonly kind: "plan";
  readonly problems: string;
  readonly goals: readonly PlanGoal[];
  readonly discharge: string;
  /** How the client took part in it, and agreed. */
  readonly agreed: string;
  readonly since: string;
  readonly reviewBy?: string;
  readonly ended?: FactEnd;
};

/** `person`: id of somebody of the chart, whom it is about; absent: nobody said. */
export type FactWords = (DiagnosisWords | MedicationWords | FlagWords | PlanWords) & { readonly person?: string };

export type FactView = {
  readonly id: string;
  readonly said: FactWords;
  /** What was said of it meanwhile by somebody who had not seen this: it stands beside it, until a save over both. */
  readonly others: readonly FactWords[];
  /** What a save over what is shown here stands on. */
  readonly basedOn: readonly string[];
  /** How often something was said of it. */
  readonly versions: number;
  /** Who said it last, and when. */
  readonly author: string;
  readonly writtenAt: number;
};

export type SaveFact = {
  readonly chart: string;
  /** Absent for a new one. */
  readonly fact?: string;
  readonly said: FactWords;
  /** `FactView.basedOn` of what was on screen; empty for a new one. */
  readonly basedOn: readonly string[];
};

/** One state of a fact. */
export type FactVersion = { readonly said: FactWords; readonly author: string; readonly writtenAt: number };

/** What a vault does with it. */
export type FactsMethods = {
  /** What a chart's care team sees at a glance: flags, then diagnoses, then medication, then the treatment plan; of each what stands before what has ended. */
  facts(chart: string): Promise<readonly FactView[]>;
  /**
   * A new one, or what is said of it from now on; its end, with a day and a reason, is a save like any other. A diagnosis that becomes the
   * principal one takes the place of the one before of the same person. `fact-unfit`, `fact-unknown`, `not-entitled`, `guard-closed`.
   */
  saveFact(request: SaveFact): Promise<Outcome<{ readonly fact: string }>>;
  /** All that was said of it, oldest first. */
  factHistory(fact: string): Promise<Outcome<readonly FactVersion[]>>;
};
