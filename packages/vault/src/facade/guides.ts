/** Guides for a turn in a chart's life. They keep nothing of their own: what is done and what is left is read from records. Days are `yyyy-mm-dd`. */

import type { ConsentRow, Majority } from "@alcove/content/minors";
import type { Reach } from "./administrative.ts";
import type { FormResponseHead } from "./forms.ts";
import type { Outcome } from "./outcome.ts";

export type { ConsentRow, Majority };

/** A progress note about one person alone, and whether it can go along: `copies`, is `there` already, or `others` wrote in it. */
export type OwnNote = {
  readonly note: string;
  readonly revision: string;
  readonly date: string;
  readonly title: string;
  readonly excerpt: string;
  readonly goes: "copies" | "there" | "others";
};

export type SeparatingPerson = {
  readonly id: string;
  readonly name: string;
  /** Other charts with a client of this name, as far as these are open to this member. */
  readonly charts: readonly { readonly id: string; readonly name: string }[];
  /** Newest day first. */
  readonly notes: readonly OwnNote[];
};

/** The chart of a couple or family, with an eye to each of its clients alone. */
export type SeparationView = {
  readonly people: readonly SeparatingPerson[];
  /** Progress notes about several of them: these stay, and stay everybody's. */
  readonly together: number;
  /** Numbers and addresses that several of them gave. */
  readonly shared: readonly (Pick<Reach, "by" | "at"> & { readonly people: readonly string[] })[];
};

export type GoOnAlone = {
  /** The chart of several. */
  readonly chart: string;
  /** Which of its clients. */
  readonly person: string;
  /** A chart that there is; or the name of a new one. */
  readonly into: { readonly chart: string } | { readonly name: string };
  /** Notes about this person alone, in the version that was read. */
  readonly notes: readonly { readonly note: string; readonly revision: string }[];
  /** Facts of the chart that are this person's. */
  readonly facts: readonly string[];
  /** Since when they are in treatment by themselves. */
  readonly on: string;
};

/** A client who comes of age on `day`, or has. */
export type OfAgeView = {
  readonly chart: string;
  readonly person: string;
  readonly name: string;
  readonly bornOn: string;
  readonly day: string;
  readonly rule: Majority;
  /** What was found of a minor's own consent in the practice's State. */
  readonly earlier?: ConsentRow;
  /** Who stands there as consenting for them. */
  readonly consenting: readonly string[];
  /** A consent of their own, signed on that day or later. */
  readonly ownConsent?: FormResponseHead;
  /** Consents that others gave for them, and releases from before that day: signed and not withdrawn. */
  readonly before: readonly FormResponseHead[];
  /** Something is left: somebody consents for them, or they have not consented themselves. */
  readonly isOpen: boolean;
};

/** What a vault does with it. */
export type GuidesMethods = {
  /** A couple's or family's chart with an eye to each of its clients alone. `undefined`: not open to this member, or guarded and closed. */
  separation(chart: string): Promise<SeparationView | undefined>;
  /**
   * One of several goes on alone: in a chart of their own, with copies of what is about them alone. The chart of several stays as it is. Done again, it
   * does what is left. `own-chart-first` (that chart is guarded, and a new one would not be), `note-about-others`, `note-with-others`, `person-unknown`,
   * `fact-unknown`, `chart-unknown`, `chart-same`, `guard-closed`, `name-empty`, `day-unfit`, `not-entitled`, and those of `moveNote`.
   */
  goOnAlone(request: GoOnAlone): Promise<Outcome<{ readonly chart: string }>>;
  /** Clients of this chart who come of age within six weeks of `today`, or did in the half year before. */
  ofAge(request: { readonly chart: string; readonly today: string }): Promise<readonly OfAgeView[]>;
  /**
   * It stands in its chart again, and what was written anew goes, unless somebody did something with it: then it `stays` too.
   * `note-unknown`, `not-entitled`.
   */
  takeNoteBack(moved: string): Promise<Outcome<{ readonly stays: boolean }>>;
};
