/** A new passphrase: five words are offered first; one of one's own is judged before it counts. */

import { ok, type Result } from "@alcove/bytes";
import { sentenceOf } from "@alcove/protocol/sentences";
import type { Vault } from "@alcove/vault";
import type { Context } from "./context.ts";
import { readPassphrase, readSecretFile } from "./passphrase.ts";
import { misused, type Refusal } from "./refusal.ts";

/** `about`: names that must not be part of it. Failures: `passphrase-*`, and those of `readPassphrase`. */
export async function choosePassphrase(
  context: Context,
  vault: Vault,
  about: readonly string[],
): Promise<Result<string, Refusal>> {
  const { globals, terminal } = context;
  if (globals.passphraseFile !== undefined || !terminal.attended) return readPassphrase(context, "");
  return askForNew(context, vault, about);
}

export const newPassphraseOption = {
  "new-passphrase-file": { type: "string", value: "FILE", about: "the new passphrase, one line, readable by you only" },
} as const;

/** One that takes the present one's place. */
export async function otherPassphrase(
  context: Context,
  vault: Vault,
  options: { readonly "new-passphrase-file": string | undefined },
): Promise<Result<string, Refusal>> {
  const file = options["new-passphrase-file"];
  if (file !== undefined) return readSecretFile(context, file);
  if (!context.terminal.attended) return misused("--new-passphrase-file FILE is needed.");
  const status = await vault.status();
  const about = status.phase === "open" ? [status.practiceName, status.memberName, status.memberEmail] : [];
  return askForNew(context, vault, about);
}

async function askForNew(
  { terminal, output }: Context,
  vault: Vault,
  about: readonly string[],
): Promise<Result<string, Refusal>> {
  const offered = (await vault.offerPassphrase(about)).join(" ");
  output.note(
    `\nA passphrase that nobody guesses, drawn by chance:\n\n    ${offered}\n\nWrite it down now. To take it, type it; to take one of your own, type that.\n`,
  );
  for (;;) {
    const typed = await terminal.askHidden("Passphrase: ");
    if (typed !== offered) {
      const verdict = await vault.judgePassphrase(typed, about);
      if (!verdict.ok) {
        output.note(sentenceOf(verdict));
        continue;
      }
    }
    if ((await terminal.askHidden("Once more:  ")) === typed) return ok(typed);
    output.note("These two were not the same. Once again.");
  }
}
