/** What a chart of the demo practice is made of: data, written by hand. Nobody in it exists. */

export type DemoChart = {
  readonly name: string;
  /** When its sessions are: day of the week (0 is Sunday) and hour, by the clock of whoever looks. */
  readonly sessions: { readonly weekday: number; readonly hour: number };
  readonly notes: readonly DemoNote[];
  readonly measures?: readonly DemoMeasure[];
  readonly files?: readonly DemoFile[];
  readonly draft?: DemoDraft;
};

/**
 * Text in a plain markup: `## ` heads a section, `- ` an item, `[ ] ` and `[x] ` a checkbox; an empty line parts blocks.
 * `before`: how the note read when it was first saved.
 */
export type DemoNote = {
  readonly weeksAgo: number;
  readonly title?: string;
  readonly text: string;
  readonly before?: string;
  /** Kept apart from the record, under a key of its own. */
  readonly forMeAlone?: true;
};

/** `answers`: a digit for each question. `asked`: what came of the risk enquiry, where an answer asks for one. */
export type DemoMeasure = {
  readonly weeksAgo: number;
  readonly measure: string;
  readonly answers: string;
  readonly asked?: string;
};

export type DemoFile = {
  readonly weeksAgo: number;
  readonly name: string;
  readonly mediaType: string;
  readonly text: string;
};

/** Begun today and not saved. */
export type DemoDraft = { readonly text: string };
