/** Codes for diagnoses: ICD-10-CM, from the table that the practice read in, or else from those that come with the app. */

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
