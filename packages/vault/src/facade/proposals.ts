/** What takes two owners: one proposes, another signs or declines. */

import type { Role } from "./people.ts";
import type { RecoveryCardText } from "./recovery.ts";
import type { Outcome } from "./outcome.ts";

export type ProposalRequest =
  | { readonly kind: "role"; readonly member: string; readonly role: Role }
  | { readonly kind: "remove"; readonly member: string; readonly keepsCharts?: true }
  /** Progress notes of a chart that the owner does not read themselves. */
  | {
      readonly kind: "share";
      readonly chart: string;
      readonly member: string;
      readonly right: "read" | "read-write";
      readonly until?: string;
    }
  | { readonly kind: "recovery"; readonly needed: number; readonly cards: number }
  /** The end of a guard, by a clinician who treats there; an owner who reads the chart ends it alone. */
  | { readonly kind: "unguard"; readonly chart: string }
  /** Who lets others into a guarded chart, by a clinician who treats there; one of those who do so now stays. */
  | { readonly kind: "releasers"; readonly chart: string; readonly members: readonly string[] };

/** One thing that a proposal does. `name`: of the member it is about. */
export type ProposedAct =
  | { readonly kind: "role"; readonly member: string; readonly name: string; readonly from: Role; readonly to: Role }
  | { readonly kind: "remove"; readonly member: string; readonly name: string; readonly role: Role }
  | {
      readonly kind: "share";
      readonly chart: string;
      readonly chartName: string;
      readonly member: string;
      readonly name: string;
      readonly right: "read" | "write" | "read-write";
      readonly until?: string;
    }
  /** In the place of the cards there were, if any. */
  | { readonly kind: "recovery"; readonly needed: number; readonly cards: number }
  | { readonly kind: "unguard"; readonly chart: string; readonly chartName: string }
  /** A whole chart, so many compartments of it, for good. */
  | { readonly kind: "destroy"; readonly chart: string; readonly chartName: string; readonly parts: number }
  /** `lets`: from now on they let others in; else no more. */
  | {
      readonly kind: "releaser";
      readonly chart: string;
      readonly chartName: string;
      readonly member: string;
      readonly name: string;
      readonly lets: boolean;
    };

export type ProposalView = {
  /** Names exactly what would be signed: another proposal, or this one proposed again, has another id. */
  readonly id: string;
  readonly by: string;
  readonly byName: string;
  readonly isYours: boolean;
  /** You signed it before, and the roster moved on: the other owner has signed it anew. */
  readonly wasYours: boolean;
  readonly at: number;
  readonly acts: readonly ProposedAct[];
};

export type Proposed = {
  /** Recovery cards that hold once another owner has signed. They are given once. */
  readonly cards?: readonly RecoveryCardText[];
};

/** "proposed-again": the roster moved since it was signed first, so that the one who proposed it is asked in turn. */
export type ProposalAnswered = { readonly became: "signed" | "proposed-again" | "declined" };

/** What a vault does with it. */
export type ProposalsMethods = {
  /** What waits for another owner's signature, newest first; nothing for who is no owner. */
  proposals(): Promise<readonly ProposalView[]>;
  /** Where `second-owner-needed` was the answer. `second-owner-unneeded`: it can be done alone. */
  propose(request: ProposalRequest): Promise<Outcome<Proposed>>;
  /** `proposal-unknown`. Declining one's own takes it back. */
  answerProposal(request: {
    readonly proposal: string;
    readonly answer: "sign" | "decline";
  }): Promise<Outcome<ProposalAnswered>>;
};
