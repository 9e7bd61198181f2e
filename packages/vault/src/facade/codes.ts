/** Codes for diagnoses: ICD-10-CM, from the table that the practice read in, or else from those that come with the app. */

import type { Outcome } from "./outcome.ts";

export type CodeTableView = {
  /** `2027`, or `2026, April` for an update within a year. */
  readonly edition: string;
  readonly codes: number;
  /** Only the codes that are used most; a practice reads in the whole table of a year. */
  readonly isBuiltIn: boolean;
  readonly source: string;
  readonly notice: string;
};

export type FoundCode = { readonly code: string; readonly description: string; readonly edition: string };

/** What a vault does with it. */
export type CodesMethods = {
  /** Which table of ICD-10-CM diagnoses are chosen from; reads it anew. */
  codeTable(): Promise<Outcome<CodeTableView>>;
  /** By the beginning of a code, or beginnings of words; the best first. */
  findCodes(request: { readonly typed: string; readonly limit: number }): Promise<Outcome<readonly FoundCode[]>>;
  /**
   * The official file of a year, for all devices of the practice; `name` without folders tells its edition. `added: false`: the practice has
   * this edition or a later one. `codes-name`, `codes-unfit`, `codes-few`.
   */
  importCodes(request: {
    readonly name: string;
    readonly text: string;
  }): Promise<Outcome<{ readonly edition: string; readonly codes: number; readonly added: boolean }>>;
};
