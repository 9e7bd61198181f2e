/** Members, what each can open, and saves that wait for a right. */

import type { NoteKind } from "./notes.ts";
import type { Outcome } from "./outcome.ts";

export type Role =
  | "owner"
  | "security-officer"
  | "privacy-officer"
  | "clinician"
  | "supervisor"
  | "biller"
  | "front-desk"
  | "auditor";

/** `name` and `email` are empty while nothing about the member has arrived. */
export type MemberView = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly isYou: boolean;
  /** Somebody else said that a device of theirs is lost: they get no keys until they replace their own. */
  readonly isSuspended: boolean;
  /** Devices that count. */
  readonly devices: number;
} & PresenceView;

/** When a colleague was seen, and when they are to be expected (docs/spec, FRE). Days are `yyyy-mm-dd`, in UTC. */
export type PresenceView = {
  /** Midnight of the newest day that a device of theirs vouches for. */
  readonly lastSeen?: number;
  /** Nothing was seen of them for so many of their working days, as of the last sync; never said of oneself. */
  readonly quiet?: { readonly days: number; readonly level: "amber" | "red" };
  /** 1 is Monday, 7 Sunday. */
  readonly workdays: readonly number[];
  /** Now or soon; and who said so last. */
  readonly away?: { readonly from: string; readonly until: string; readonly byName: string };
};

/** In the place of what was said before. Absent `away`: they are not. */
export type SetPresence = {
  readonly member: string;
  readonly workdays: readonly number[];
  /** First and last day; at most 92 days. */
  readonly away?: { readonly from: string; readonly until: string };
};

/** Of whom nothing was seen for seven of their working days or more. */
export type QuietColleague = {
  readonly member: string;
  readonly name: string;
  readonly lastSeen: number;
  readonly days: number;
};

/** What one member can open, as the roster says it to everybody. */
export type RightsView = {
  readonly member: string;
  /** Charts whose progress notes they began and read. */
  readonly ownCharts: number;
  readonly othersCharts: number;
  /** Whether they keep psychotherapy notes; and whose besides they may read, by member. */
  readonly ownPsychotherapy: boolean;
  /** Guarded charts that they read nothing of and let others into. */
  readonly letsInto: number;
  readonly othersPsychotherapy: readonly { readonly author: string; readonly until?: string }[];
  /** Whose calendars they see besides their own. */
  readonly othersCalendars: readonly { readonly author: string; readonly until?: string }[];
};

/** What is shared of a chart: its notes, or its people and numbers alone. */
export type SharedKind = NoteKind | "administrative";

/** What one member has in one compartment of a chart. Who opens its progress notes has its people and numbers with them. */
export type AccessView = {
  readonly member: string;
  readonly name: string;
  readonly kind: SharedKind;
  /** Whose compartment it is: of psychotherapy notes their author. */
  readonly author: string;
  readonly isAuthor: boolean;
  readonly reads: boolean;
  readonly writes: boolean;
  /** They let others in, and read nothing. */
  readonly releases: boolean;
  /** Entitled, and nobody's device has given them the key yet. */
  readonly waitsForKey: boolean;
  /** Whether this device's member may end it. */
  readonly mayEnd: boolean;
  /** The last day of the right, `yyyy-mm-dd`. */
  readonly until?: string;
};

export type MemberAccessView = AccessView & { readonly chart: string; readonly chartName: string };

/** A save that can't be sent: the right to write there has ended, or the key has not come. The text stays here. */
export type HeldSave = {
  /** Of the save; revisions that were saved together have the same. */
  readonly id: string;
  /** "right": this member may not write there. "key": they may, and nobody's device has given them the key yet. "nothing": what it goes on from was destroyed. */
  readonly waitsFor: "right" | "key" | "nothing";
  readonly chart?: string;
  readonly note?: string;
  readonly kind?: NoteKind;
  readonly title: string;
  readonly text: string;
  readonly writtenAt: number;
};

/** What a vault does with it. */
export type PeopleMethods = {
  /** This device's own member first. */
  members(): Promise<readonly MemberView[]>;
  /** When a member is to be expected: of oneself, or by an owner. `member-unknown`, `not-entitled`, `presence-unfit`. */
  setPresence(request: SetPresence): Promise<Outcome<void>>;
  /** `last-owner`, `second-owner-needed`, `not-entitled`. What they could read they may have kept; nothing new opens for them. */
  /** With `keepsCharts` also `last-reader`, where nobody else could open some chart's progress notes, and `releaser-last`, where nobody else lets anybody into a guarded one; `charts` counts them. */
  removeMember(request: { readonly member: string; readonly keepsCharts?: true }): Promise<Outcome<void>>;
  giveRole(request: { readonly member: string; readonly role: Role }): Promise<Outcome<void>>;
  /** What each member can open, in the order of `members`. */
  rights(): Promise<readonly RightsView[]>;
  /** Charts that a member has something in. */
  memberAccess(member: string): Promise<readonly MemberAccessView[]>;
  /** Who can open a chart's notes, a line for each compartment and member. */
  chartAccess(chart: string): Promise<readonly AccessView[]>;
  /** Gives the whole right from now on, with its key and so its history. Psychotherapy notes: one's own, to read. */
  shareChart(request: {
    readonly chart: string;
    readonly member: string;
    readonly kind: SharedKind;
    readonly right: "read" | "read-write";
    readonly until?: string;
  }): Promise<Outcome<void>>;
  /** `last-reader`, `not-entitled`. */
  endAccess(request: {
    readonly chart: string;
    readonly member: string;
    readonly kind: SharedKind;
  }): Promise<Outcome<void>>;
  heldSaves(): Promise<readonly HeldSave[]>;
  /** Only what is held; its words are nowhere else. */
  discardHeld(id: string): Promise<void>;
};
