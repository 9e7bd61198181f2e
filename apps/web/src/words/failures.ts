/** Failures as sentences: the table's own, and what to say about a bug. */

import { type Failure, isFailureCode, sentenceOf } from "@alcove/protocol/errors";

/** What happened, that nothing is lost, what to do. */
export function sayFailure(failed: Failure): string {
  return isFailureCode(failed.code) ? sentenceOf(failed) : sentenceOf({ code: "bug" });
}

/** For a call that threw where it must not: a bug, or the tab that held the vault closed. */
export const SAY_BUG = "Something in Alcove went wrong that should not. Nothing was overwritten. Try once more.";
