/** Guarded charts: opened one at a time with the server's word, each opening on record; and their crisis cards. */

/** One opening, as the device that asked for it signed it and the ledger keeps it. */
export type OpeningView = {
  readonly member: string;
  readonly name: string;
  readonly device: string;
  /** By that device's clock. */
  readonly at: number;
};

export type CrisisOpeningView = OpeningView & { readonly reason: string };

export type GuardView = {
  readonly isOpen: boolean;
  /** The client's name, where it was laid into the chart and the chart is open. */
  readonly clientName?: string;
  /** Whether this member may end the guard: alone, or with an owner who signs too. */
  readonly mayEnd: "alone" | "with-owner" | "no";
  /** It was ended by who has the chart not open: whoever opens it next brings it back. */
  readonly hasEnded: boolean;
  /** How many members can open it. */
  readonly readers: number;
  /** Those who are entitled and have no key: sharing the chart with them once more gives it. */
  readonly waitForKey: readonly string[];
  /** Newest first. */
  readonly openings: readonly OpeningView[];
  readonly hasCrisisCard: boolean;
  readonly crisisOpenings: readonly CrisisOpeningView[];
};

/** Plain words; an empty part is none. */
export type CrisisCard = { readonly safetyPlan: string; readonly contacts: string; readonly medication: string };
