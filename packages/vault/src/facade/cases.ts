/** Cases of a chart: what clients have a right to ask, papers that ask for a record, and what is told to keep somebody safe. Days are `yyyy-mm-dd`. */

import type { CallFirst, CaseGround, KindOfCase, LetterKind, Source } from "@alcove/content/cases";
import type { RetentionRow } from "@alcove/content/retention";
import type { CaseKind, CaseOutcome } from "@alcove/records";
import type { DisclosureView } from "./disclosures.ts";
import type { Outcome } from "./outcome.ts";

export type { CallFirst, CaseGround, CaseKind, CaseOutcome, KindOfCase, LetterKind, RetentionRow, Source };

export type CaseStepDone = { readonly step: string; readonly on: string; readonly words: string };
/** `on`: when it was told in writing; `until`: the day that was named. */
export type CaseExtension = { readonly on: string; readonly until: string; readonly reason: string };
/** `grounds`: ids of the kind's, none where it was granted. */
export type CaseDecision = {
  readonly on: string;
  readonly outcome: CaseOutcome;
  readonly grounds: readonly string[];
  readonly words: string;
};
/** Without a statement: the client asks that request and denial go along with what is disclosed. */
export type CaseDisagreement = { readonly on: string; readonly statement: string; readonly rebuttal: string };

export type CaseWords = {
  readonly kind: CaseKind;
  readonly received: string;
  /** Id of somebody of the chart. */
  readonly person?: string;
  readonly from: string;
  readonly address: string;
  readonly asked: string;
  /** How it was seen that they are who they say; empty: not yet. */
  readonly checked: string;
  readonly steps: readonly CaseStepDone[];
  /** The day that a paper names. */
  readonly answerBy?: string;
  readonly extension?: CaseExtension;
  readonly decision?: CaseDecision;
  /** Id of the note that an amendment is about. */
  readonly note?: string;
  /** Of a restriction: a health plan, and what was paid in full out of pocket. */
  readonly paidInFull?: true;
  /** Of a restriction that was agreed to: from then on it binds no more. */
  readonly ended?: { readonly on: string; readonly words: string };
  readonly disagreement?: CaseDisagreement;
  /** Ids of what was given out or told in it. */
  readonly disclosures?: readonly string[];
  readonly closed?: { readonly on: string; readonly words: string };
};

/** What went out: written down as a disclosure, by the right of the case's kind, in the same save as the case. */
export type CaseTold = { readonly on: string; readonly to: string; readonly address: string; readonly what: string };

export type CaseHead = {
  readonly id: string;
  readonly chart: string;
  readonly kind: CaseKind;
  readonly received: string;
  /** The last day for an answer; absent where no day is set. */
  readonly due?: string;
  readonly closed: boolean;
};

export type CaseView = CaseHead & {
  readonly said: CaseWords;
  /** The last day that an extension may go to; absent: none, or no more. */
  readonly extendableTo?: string;
  /** While it is open nothing of the chart expires or is destroyed. */
  readonly holds: boolean;
  /** A restriction that was agreed to and has not ended: whoever passes something on must have read it. */
  readonly restricts: boolean;
  /** An amendment that was not granted whole, and with which the client disagrees: request, denial, statement and rebuttal go along with what is disclosed. */
  readonly goesAlong: boolean;
  readonly others: readonly CaseWords[];
  readonly basedOn: readonly string[];
  readonly author: string;
  readonly writtenAt: number;
  readonly mayWrite: boolean;
};

export type SaveCase = {
  readonly chart: string;
  /** Absent for a new one. */
  readonly id?: string;
  readonly said: CaseWords;
  /** `CaseView.basedOn` of what was on screen; empty for a new one. */
  readonly basedOn: readonly string[];
  readonly told?: CaseTold;
};

/** An accounting of disclosures as the rule wants it (45 CFR 164.528(a)(1), (c)(2)). */
export type CaseAccounting = {
  /** Six years before the request. */
  readonly from: string;
  readonly disclosures: readonly DisclosureView[];
  /** No other within the twelve months before: it is free. */
  readonly isFirst: boolean;
};

/** What stands on the practice's letters, and whom to call where it is. */
export type OfficeWords = {
  /** Address and telephone, a line each. */
  readonly lines: string;
  /** Who takes complaints: name or title, and telephone. */
  readonly complaints: string;
  /** Two capital letters, or empty. */
  readonly state: string;
  readonly numbers: readonly { readonly name: string; readonly at: string }[];
  /** How long records are kept, as the practice confirmed it; absent: nobody has. */
  readonly retention?: RetentionRule;
};

/** More than one stands where it was changed at the same time, until a save settles it. */
export type OfficeView = OfficeWords & { readonly basedOn: readonly string[] };
/** `basedOn`: of what was on screen; absent: all that stands. */
export type SaveOffice = OfficeWords & { readonly basedOn?: readonly string[] };

/** Years from the last contact, and of who was a minor until that age, where it is later. `source`: the rule it was read in, on `on`. */
export type RetentionRule = {
  readonly years: number;
  readonly untilAge: number;
  readonly source: string;
  readonly on: string;
};

/**
 * `held`: a paper that asks for the record is open. `active`: the client is still one, or may become one. `keeps`: until `keepUntil`.
 * `due`: that day is over, and somebody may look at it.
 */
export type RetentionLine = {
  readonly chart: string;
  readonly state: "held" | "active" | "keeps" | "due";
  readonly lastContact: string;
  /** Of clients, the youngest. */
  readonly bornOn?: string;
  readonly keepUntil: string;
};

export type RetentionView = {
  /** What counts: as confirmed, or what is proposed. */
  readonly times: { readonly years: number; readonly untilAge: number };
  readonly confirmed?: RetentionRule;
  /** What was found of rules, of the practice's State first; none of it is verified. */
  readonly rows: readonly RetentionRow[];
  /** Of charts that are open to this member; what is due first, by its day. */
  readonly charts: readonly RetentionLine[];
};

/** Clocks, steps and grounds of all kinds, with their sources; and for the moment itself numbers and words. */
export type CaseGuide = {
  readonly kinds: readonly KindOfCase[];
  /** Those that lie where front desk reads. */
  readonly forFrontDesk: readonly CaseKind[];
  readonly callFirst: Readonly<Partial<Record<CaseKind, readonly CallFirst[]>>>;
  readonly readyWords: Readonly<Partial<Record<CaseKind, string>>>;
};

/** What a vault does with it. */
export type CasesMethods = {
  /** Of one chart, as far as they are open to this member: open ones first, by the day they are due. Looking writes into its access log. */
  cases(chart: string): Promise<readonly CaseView[]>;
  /** Of all charts, in the same order, without a word of what they say. */
  caseHeads(): Promise<readonly CaseHead[]>;
  /**
   * `case-unknown`, `case-unfit`, `person-unknown`, `note-unknown`, `disclosure-unknown`, `disclosure-unfit`, `not-entitled`; `extension-once`, `extension-unfit`; `ground-missing`,
   * `restriction-owed`; `case-undecided`: closed before it was decided.
   */
  saveCase(request: SaveCase): Promise<Outcome<{ readonly id: string }>>;
  /** What an accounting that was asked for by this case lists. `case-unknown`: it is none of that kind. */
  caseAccounting(request: { readonly chart: string; readonly id: string }): Promise<Outcome<CaseAccounting>>;
  /** What comes with the app about all kinds of case; also while locked. */
  caseGuide(): Promise<CaseGuide | undefined>;
  /** Until when each chart is kept. It lists, and nothing happens by itself. `undefined`: the vault is locked. */
  retention(): Promise<RetentionView | undefined>;
  /** `undefined`: the vault is locked. */
  office(): Promise<OfficeView | undefined>;
  /** Over what its author saw. `not-entitled`, `case-unfit`. */
  saveOffice(request: SaveOffice): Promise<Outcome<void>>;
};
