/** Taking an invitation up, at a device that is new. */

import type { Result } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol/errors";
import { sentenceOf } from "@alcove/protocol/sentences";
import type { Context } from "../context.ts";
import { type Refusal, refused } from "../refusal.ts";

/** What was typed is no invitation, whatever the server says. */
const unreadable: ReadonlySet<Failure["code"]> = new Set([
  "invitation-unreadable",
  "invitation-word-wrong",
  "invitation-words-count",
]);

/** `-` on the command line stands for being asked. */
export const isAsked = (invitation: string | undefined): boolean => invitation === undefined || invitation === "-";

/** Asks the person for the twelve words where none were given, and once more when they are not right. */
export async function takenUp(
  { terminal, output }: Context,
  given: { readonly invitation: string | undefined; readonly server: string | undefined },
  take: (invitation: string) => Promise<Result<void, Failure>>,
): Promise<Result<void, Refusal>> {
  for (;;) {
    const asks = isAsked(given.invitation);
    const taken = await take(asks ? await terminal.ask("The twelve words: ") : (given.invitation ?? ""));
    if (taken.ok) return taken;
    const isUnreadable = unreadable.has(taken.error.code);
    if (isUnreadable && given.server === undefined)
      return refused(taken.error, "Twelve words do not hold the server's address: give --server URL too.");
    if (isUnreadable && asks) {
      output.note(sentenceOf(taken.error));
      continue;
    }
    const hint =
      taken.error.code === "invitation-for-another"
        ? "alcove device pair takes a further device of your own in, alcove member join a person who joins."
        : undefined;
    return refused(taken.error, hint);
  }
}
