/** A professional will: what others do when somebody can't act any more. Its author and the owners read it. */

import type { Outcome } from "./outcome.ts";

export type WillWords = {
  /** Who winds up the practice, and who does where they can't. */
  readonly executor: string;
  readonly backup: string;
  readonly instructions: string;
  /** Letters. */
  readonly clients: string;
  readonly colleagues: string;
  /** Where the recovery cards lie. */
  readonly cards: string;
};

export type WillView = WillWords & {
  readonly member: string;
  readonly name: string;
  readonly isYou: boolean;
  /** When its author last said that all of it holds, `yyyy-mm-dd`; absent: never. */
  readonly confirmed?: string;
  /** The author wants no cards for their psychotherapy notes. */
  readonly notesStayClosed: boolean;
  /** Who else opens it. */
  readonly readers: readonly string[];
};

/** "missing": none was ever confirmed. "due": that was more than a year ago. */
export type WillDue = "missing" | "due";

/** What a vault does with it. */
export type WillMethods = {
  /** Those that this member opens, their own first. */
  wills(): Promise<readonly WillView[]>;
  /** One's own, in the place of what it said before, confirmed today. The owners are let in by the next sync. `name-empty`: no executor. */
  saveWill(request: WillWords): Promise<Outcome<void>>;
  /** A will on paper. `member-unknown`: there is none of theirs that opens here. */
  willPdf(member: string): Promise<Outcome<Uint8Array>>;
};
