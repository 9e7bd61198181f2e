/** Forms as the apps see them: what can be filled in, what was, and who put their name to it. */

import type { Answers as FormAnswers, Form, FormLanguage, FormPlace, FormState } from "@alcove/records/forms";
import type { Kept, Written } from "./notes.ts";
import type { BrokenSignature } from "./signatures.ts";
import type { OwnView } from "./templates.ts";
import type { Outcome } from "./outcome.ts";

export type { Form, FormAnswers, FormLanguage, FormPlace, FormState };

/** `own`: of the practice's own. Of one that comes with the app `from` says by what it is written. */
export type FormView = Form & {
  /** In which it can be asked. */
  readonly languages: readonly FormLanguage[];
  readonly own?: OwnView;
  readonly from?: { readonly edition: string; readonly sources: readonly string[]; readonly notice: string };
};

export type SaveForm = Omit<Form, "id" | "version" | "questionnaire"> & {
  /** Absent for a new one. */
  readonly form?: string;
  /** `OwnView.basedOn` of what was on screen; absent: all that stands. */
  readonly basedOn?: readonly string[];
  /** A FHIR R4 Questionnaire of the part that Alcove reads. */
  readonly questionnaire: unknown;
  /** It is offered no more. */
  readonly putAway?: boolean;
};

/** Without `language` in that of the chart's client, as far as the form has it. */
export type BeginForm = { readonly chart: string; readonly form: string; readonly language?: FormLanguage };

export type SaveFormResponse = {
  readonly chart: string;
  /** Absent for one that is begun now, with its form as it is offered. */
  readonly response?: string;
  readonly form: string;
  readonly version: number;
  /** In which it was asked. Absent: as it was begun, or in the language of the chart's client. */
  readonly language?: FormLanguage;
  readonly answers: FormAnswers;
  readonly state: FormState;
  /** The day it is of, `yyyy-mm-dd`. */
  readonly on: string;
  /** Of the chart's people, whom it is about. */
  readonly person?: string;
  /** Revisions that were on screen. */
  readonly basedOn: readonly string[];
  /** Ends with the save. */
  readonly draft?: string;
};

export type SignForm = {
  readonly response: string;
  /** What was read: the version that stands. */
  readonly revision: string;
  readonly act: "signed" | "withdrawn";
  /** Who, as they typed it. */
  readonly name: string;
  /** To the client, in plain words: "client", "mother". */
  readonly as: string;
  readonly person?: string;
  /** Of a withdrawal: how it came. What is signed has the sentence of its form. */
  readonly words?: string;
  readonly on: string;
};

/**
 * Where it stands by what the records say, without verifying. `completed`: what is to be signed still is. Only one that is `signed`, or asks for
 * nobody's name and is completed, is in force, until it ends.
 */
export type FormStanding = "in-progress" | "completed" | "signed" | "withdrawn" | "mistaken";

export type FormResponseHead = {
  readonly id: string;
  readonly chart: string;
  readonly form: string;
  readonly version: number;
  readonly title: string;
  readonly belongs: FormPlace;
  readonly standing: FormStanding;
  /** How many put their name to it, of how many. */
  readonly signed: number;
  readonly signatures: number;
  /** Answers that speak of danger to somebody. */
  readonly dangers: number;
  /** Acts that a member has not confirmed with their key yet. */
  readonly unconfirmed: number;
  readonly on: string;
  /** The last day on which it holds. */
  readonly ends?: string;
  readonly person?: string;
  readonly author: string;
  readonly writtenAt: number;
  readonly kept: Kept;
};

export type FormActView = {
  readonly id: string;
  readonly act: "signed" | "withdrawn";
  readonly name: string;
  readonly as: string;
  readonly words: string;
  readonly on: string;
  /** By the clock of the device on which it was done. */
  readonly at: number;
  /** The member in whose presence it was, and whose key signs it. */
  readonly by: string;
  readonly isYours: boolean;
  /** Hash of all that was signed, in hex. */
  readonly content: string;
  /** `waits`: the member's key has not signed it yet. Otherwise what of it does not hold. */
  readonly holds: "yes" | "waits" | BrokenSignature;
  /** It is over what the response says now. */
  readonly isOfNow: boolean;
};

export type FormResponseView = {
  readonly head: FormResponseHead;
  /** The form as it was asked. */
  readonly asked: Form;
  readonly answers: FormAnswers;
  /** The version that stands; `beside`: others were written at the same time, and the next save settles it. */
  readonly revision: string;
  readonly basedOn: readonly string[];
  readonly beside: number;
  /** Absent: it was never done. By whom it was written down when it was. */
  readonly filled?: Written;
  /** Its answers are not what they were then: by whom last. */
  readonly changed?: Written;
  /** In the ledger's order; each verified. */
  readonly acts: readonly FormActView[];
  readonly mayWrite: boolean;
};

export type FormsOfChart = {
  /** The newest first. */
  readonly responses: readonly FormResponseHead[];
  /** Of which forms something can be written down here. */
  readonly mayFill: { readonly clinical: boolean; readonly administrative: boolean };
};

/** What a vault does with it. */
export type FormsMethods = {
  /** Those that come with the app and the practice's own, in each language. Empty where the part that holds them could not be loaded. */
  forms(): Promise<readonly FormView[]>;
  /** One as it is begun for this chart, with names in their places. `chart-unknown`, `form-unknown`. */
  beginForm(request: BeginForm): Promise<Outcome<FormView>>;
  /** `form-unknown`, `form-unfit`, `not-entitled`. */
  saveForm(request: SaveForm): Promise<Outcome<{ readonly id: string }>>;
  formsOfChart(chart: string): Promise<FormsOfChart>;
  /** Opened and verified. `form-unknown`. */
  formResponse(id: string): Promise<Outcome<FormResponseView>>;
  /** `form-unknown`, `form-signed`, `answers-unfit`, `answers-missing` (how many), `day-unfit`, `chart-unknown`, `not-entitled`. */
  saveFormResponse(request: SaveFormResponse): Promise<Outcome<{ readonly id: string; readonly revision: string }>>;
  /**
   * What somebody typed in this member's presence; where the server is reached, the member's key signs it at once. `waiting`: acts that wait for
   * that. `form-unknown`, `form-changed`, `form-unfinished`, `form-unsigned`, `form-withdrawn`, `name-empty`, `reason-empty`, `day-unfit`, `not-entitled`.
   */
  signForm(request: SignForm): Promise<Outcome<{ readonly act: string; readonly waiting: number }>>;
  /** Signs with the member's key what waited for the server. `form-unknown`, `not-entitled`. */
  confirmForm(response: string): Promise<Outcome<{ readonly waiting: number }>>;
};
