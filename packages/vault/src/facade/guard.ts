/** Guarded charts: opened one at a time with the word of the server or a colleague, each opening on record; and their crisis cards. */

import type { Outcome } from "./outcome.ts";

/** "waits": somebody has to let this device in; the chart opens by itself then, and a `changed` event says so. */
export type GuardOpened = "open" | "waits";

/** Somebody who asks this member to let them into a chart. */
export type AskedView = {
  readonly id: string;
  readonly chart: string;
  /** As lists show it. */
  readonly chartName: string;
  readonly member: string;
  readonly name: string;
  readonly device: string;
  /** By the clock of the device that asks. */
  readonly at: number;
};

/** One opening, as the device that asked for it signed it and the ledger keeps it. */
export type OpeningView = {
  readonly member: string;
  readonly name: string;
  readonly device: string;
  /** By that device's clock. */
  readonly at: number;
  /** Where people let in: who did; null: nobody has. */
  readonly letIn?: { readonly name: string; readonly device: string } | null;
};

export type CrisisOpeningView = OpeningView & { readonly reason: string };

export type GuardView = {
  readonly isOpen: boolean;
  /** Who lets others in, of those who can; nobody: the server does. */
  readonly releasers: readonly { readonly member: string; readonly name: string }[];
  /** Whether this member may choose them. */
  readonly mayChoose: "alone" | "with-owner" | "no";
  /** This device has asked to be let in, by its clock, and waits. */
  readonly waits?: { readonly at: number };
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
  /** To who can't open the chart: that a place for one was begun. */
  readonly hasCrisisCard: boolean;
  readonly crisisOpenings: readonly CrisisOpeningView[];
};

/** Plain words; an empty part is none. */
export type CrisisCard = { readonly safetyPlan: string; readonly contacts: string; readonly medication: string };

/** What a vault does with it. */
export type GuardMethods = {
  /** `undefined`: the chart is not guarded, or the vault is locked. */
  guard(chart: string): Promise<GuardView | undefined>;
  /** Guards a chart and opens it. `alias`: what lists call it from then on; its name goes inside. */
  guardChart(request: { readonly chart: string; readonly alias?: string }): Promise<Outcome<void>>;
  /** Of an open chart. `second-owner-needed`: an owner has to sign too. */
  unguardChart(chart: string): Promise<Outcome<void>>;
  /** With the server, on record, in the place of another guarded chart that is open. `guard-offline`, `guard-waits-for-key`. */
  openGuarded(chart: string): Promise<Outcome<GuardOpened>>;
  /** Who lets others into the open chart from now on; none: the server. They must not read it: `releaser-reads`, `second-owner-needed`. */
  chooseReleasers(request: { readonly chart: string; readonly members: readonly string[] }): Promise<Outcome<void>>;
  /** Who asks this member to let them in, the newest first. */
  releaseRequests(): Promise<readonly AskedView[]>;
  /** Lets them in, on record. `release-over`. */
  letIn(request: string): Promise<Outcome<void>>;
  /** Forgets what is open of guarded charts, or waits to be let in; locking does so too. */
  closeGuarded(): Promise<void>;
  /** Needs the chart open. */
  saveCrisisCard(request: CrisisCard & { readonly chart: string }): Promise<Outcome<void>>;
  /** Of an open chart; `undefined`: it has none. */
  crisisCard(chart: string): Promise<Outcome<CrisisCard | undefined>>;
  /** Of a closed one, without the server: asks for the passphrase again and a reason, which everybody in the chart sees. */
  openCrisisCard(request: {
    readonly chart: string;
    readonly passphrase: string;
    readonly reason: string;
  }): Promise<Outcome<CrisisCard>>;
};
