/** What people say at a terminal about the words that both devices show, or a script on standard input. */

import { createInterface } from "node:readline";
import type { Vault } from "@alcove/vault";
import type { Context } from "../context.ts";

/** `undefined`: input ended without a line, or `signal` ended the waiting. */
export async function readLine(signal?: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin });
  signal?.addEventListener("abort", () => lines.close());
  for await (const line of lines) return line;
  return undefined;
}

/**
 * The newcomer's person says that the other side found the words that stand here; a script passes on the line that it picked.
 * The steps that follow go on meanwhile: the other side may stop first.
 * @returns ends the question
 */
export function askWhetherSame(
  { terminal, output }: Context,
  vault: Vault,
  words: readonly string[],
  fromInput: boolean,
  howTo: string,
): () => void {
  output.note(`\n    ${words.join(" ")}\n\n${howTo}`);
  const ending = new AbortController();
  const said = async (): Promise<readonly string[] | undefined> => {
    if (fromInput) return (await readLine(ending.signal))?.trim().split(/\s+/);
    for (;;) {
      const answer = (await terminal.ask("Was it there? yes or no: ", ending.signal)).toLowerCase();
      if (answer === "yes" || answer === "no") return answer === "yes" ? words : undefined;
    }
  };
  void said()
    .catch(() => undefined)
    .then((same) => {
      if (ending.signal.aborted) return;
      // A "failed" step comes of both where it ends here.
      void (same ? vault.choosePairingWords(same) : vault.cancelPairing());
    });
  return () => ending.abort();
}
