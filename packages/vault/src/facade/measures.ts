/** Measures of a chart as the apps see them: what was filled in, what it comes to, and whether it has changed. */

import type { FilledHow } from "@alcove/records";
import type { Answers, ChangeVerdict, Measure, SafetyAlert, ScaleScore } from "@alcove/records/measures";
import type { Kept, Written } from "./notes.ts";
import type { Outcome } from "./outcome.ts";

export type { Answers, ChangeVerdict, FilledHow, Measure, SafetyAlert };

/** Answers to a measure that the app has, or the result alone of any other. Scores are as they were printed, such as "23.4". */
export type Filled =
  | { readonly how: FilledHow; readonly measure: string; readonly version: string; readonly answers: Answers }
  | {
      readonly how: "result";
      readonly name: string;
      readonly version: string;
      /** Null: it has none, only parts. */
      readonly total: string | null;
      readonly parts: readonly { readonly name: string; readonly score: string }[];
      readonly scoredBy: string;
      readonly licensed: boolean;
    };

/** `asked`: whether there was an enquiry; where there was none, `words` say why. */
export type RiskEnquiry = { readonly asked: boolean; readonly words: string };

export type SaveMeasure = {
  /** Absent for a new entry. */
  readonly id?: string;
  readonly chart: string;
  /** The day on which it was filled in, `yyyy-mm-dd`. */
  readonly date: string;
  readonly filled: Filled;
  readonly note: string;
  readonly enquiry?: RiskEnquiry;
  /**
   * Of the chart's people, whom it is about; `null`: nobody in particular. A new entry of a chart with several clients needs one of these; absent
   * in one that is changed: nobody, as before.
   */
  readonly person?: string | null;
  /** It was entered by mistake: it stays to be read, and counts in nothing. */
  readonly mistaken?: true;
  /** `MeasureView.basedOn` of what was on screen; absent: all that stands. */
  readonly basedOn?: readonly string[];
};

/** A measure of the practice's own: the sum of all questions, over one list of choices. */
export type DefineMeasure = {
  readonly name: string;
  /** Empty: the name. */
  readonly title: string;
  readonly lookBack: string;
  readonly instruction: string;
  readonly questions: readonly string[];
  readonly choices: readonly { readonly value: number; readonly label: string }[];
  readonly higherIs: "worse" | "better";
  /** Questions, counted from 1, to which any answer above the lowest asks for a risk enquiry. */
  readonly risk: readonly number[];
  /** Stands under the questions; empty: `rights`. */
  readonly credit: string;
  /** Whose it is, and by what right the practice uses it. */
  readonly rights: string;
};

export type OwnMeasure = {
  readonly measure: Measure;
  readonly rights: string;
  readonly retired: boolean;
  readonly author: string;
};

export type ScaleView = ScaleScore & {
  readonly lowest: number;
  readonly highest: number;
  readonly band?: string;
  /** What papers say of this score, with their citations. */
  readonly told: readonly { readonly says: string; readonly of?: string; readonly source: string }[];
};

export type MeasureView = {
  readonly id: string;
  readonly chart: string;
  readonly name: string;
  readonly date: string;
  readonly filled: Filled;
  readonly note: string;
  readonly enquiry?: RiskEnquiry;
  readonly mistaken: boolean;
  /** Whom it is about; absent: nobody said. */
  readonly person?: string;
  /** Who entered it, or changed anything of it last. */
  readonly author: string;
  readonly enteredBy: string;
  /** Its answers, or the result, are not what was entered: by whom last. */
  readonly changed?: Written;
  readonly writtenAt: number;
  readonly kept: Kept;
  /** Empty of a result alone, and of a measure that this app does not have: its answers are there. */
  readonly scales: readonly ScaleView[];
  readonly alerts: readonly SafetyAlert[];
  /** What it was made into elsewhere at the same time; the next change of it settles that. */
  readonly beside: readonly MeasureView[];
  readonly basedOn: readonly string[];
};

/** Somebody of a chart with several clients. `name`: empty where it went inside a guard since. `gone`: they are no client of it any more. */
export type WhosePerson = { readonly person: string; readonly name: string; readonly gone: boolean };

/** One scale of one person over time. */
export type MeasureCourse = {
  /** Absent where the chart has one client, and of what names nobody: that may be several people's, and no change is computed of it. */
  readonly person?: string;
  readonly measure: string;
  readonly version: string;
  readonly name: string;
  readonly scale: string;
  readonly higherIs: "worse" | "better";
  readonly lowest: number;
  readonly highest: number;
  /** Lower edges, from the lowest. */
  readonly bands: readonly { readonly from: number; readonly label: string }[];
  /** Those that have a score, oldest first. */
  readonly points: readonly {
    readonly entry: string;
    readonly date: string;
    readonly score: number;
    readonly filled: boolean;
    readonly risk: boolean;
  }[];
  /** From the first to the newest; absent where there is one only, or nobody published what change is more than chance. */
  readonly change?: {
    readonly since: string;
    readonly points: number;
    readonly needed: number;
    readonly verdict: ChangeVerdict;
    /** How `needed` was found, and in whom, in words. */
    readonly basis: string;
  };
};

export type MeasuresOfChart = {
  /** Newest first. */
  readonly entries: readonly MeasureView[];
  /** Whose there are and can be; empty: the chart has one client, whose all of it is. */
  readonly whose: readonly WhosePerson[];
  /** The one that was filled in last first. */
  readonly courses: readonly MeasureCourse[];
};

/** What a vault does with it. */
export type MeasuresMethods = {
  /** What can be filled in, with its questions. Empty where the part that holds them could not be loaded. */
  offeredMeasures(): Promise<readonly Measure[]>;
  measures(chart: string): Promise<MeasuresOfChart>;
  /** Also those that are out of use. */
  ownMeasures(): Promise<readonly OwnMeasure[]>;
  /** `not-entitled`, `measure-rights-unsaid`, `measure-unfit`. Its words never change: others are another measure. */
  defineMeasure(request: DefineMeasure): Promise<Outcome<{ readonly id: string }>>;
  /** It is offered no more. `not-entitled`, `measure-unknown`. */
  retireMeasure(id: string): Promise<Outcome<void>>;
  /**
   * A new entry, or one of before as it is from now on. `chart-unknown`, `not-entitled`, `guard-closed`, `measure-unknown`, `measure-unfit`,
   * `person-unknown`, `measure-whose-unsaid` (a new one in a chart with several clients, with `person` absent), `measure-not-yet`,
   * `risk-enquiry-needed` (`items`: an answer to these asks for a risk enquiry first, or a word on why there was none).
   */
  saveMeasure(request: SaveMeasure): Promise<Outcome<{ readonly id: string }>>;
};
