/** Data that the app brings along. Each kind has an entry of its own beside this one and is loaded when it is asked for. */

/** What each piece of content says of itself. */
export type Provenance = {
  /** Of the text or list as its owner names it: a year, a date, a revision. */
  readonly edition: string;
  /** Papers, manuals, pages: where the words and the numbers are from. */
  readonly sources: readonly string[];
  /** Who owns it, and what may be done with it. */
  readonly notice: string;
};
