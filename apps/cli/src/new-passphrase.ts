/** A new passphrase: five words are offered first; one of one's own is judged before it counts. */

import { ok, type Result } from "@alcove/bytes";
import type { Vault } from "@alcove/vault";
import type { Context } from "./context.ts";
import { readPassphrase } from "./passphrase.ts";
import type { Refusal } from "./refusal.ts";

/** `about`: names that must not be part of it. Failures: `passphrase-*`, and those of `readPassphrase`. */
export async function choosePassphrase(
  context: Context,
  vault: Vault,
  about: readonly string[],
): Promise<Result<string, Refusal>> {
  const { globals, terminal, output } = context;
  if (globals.passphraseFile !== undefined || !terminal.attended) return readPassphrase(context, "");
  const offered = (await vault.offerPassphrase()).join(" ");
  output.note(
    `\nA passphrase that nobody guesses, drawn by chance:\n\n    ${offered}\n\nWrite it down now. To take it, type it; to take one of your own, type that.\n`,
  );
  for (;;) {
    const typed = await terminal.askHidden("Passphrase: ");
    if (typed !== offered) {
      const verdict = await vault.judgePassphrase(typed, about);
      if (!verdict.ok) {
        output.note(verdict.why);
        continue;
      }
    }
    if ((await terminal.askHidden("Once more:  ")) === typed) return ok(typed);
    output.note("These two were not the same. Once again.");
  }
}
