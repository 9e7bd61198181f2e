/** The first spare codes, right after the second factor was set: to a file for scripts, shown to people who want them. */

import { ok, type Result } from "@alcove/bytes";
import type { Vault } from "@alcove/vault";
import type { Context } from "./context.ts";
import { writeNewFile } from "./files.ts";
import { type Refusal, refused } from "./refusal.ts";

/** `path`: takes them, one a line. Where nobody takes them none are made; the app asks for it later. */
export async function keepSpareCodes(
  context: Context,
  vault: Vault,
  path: string | undefined,
): Promise<Result<undefined, Refusal>> {
  const { terminal, output } = context;
  if (path === undefined) {
    if (!terminal.attended) return ok();
    const wanted = await terminal.ask("Ten spare codes stand in for the phone when it is gone. Show them now? (y/N) ");
    if (!/^y/i.test(wanted.trim())) return ok();
  }
  const made = await vault.makeSpareCodes({});
  if (!made.ok) return refused(made.error);
  if (path !== undefined) return writeNewFile(path, `${made.value.join("\n")}\n`);
  output.note(`\nWrite them down; each works once, and they are shown this once:\n\n${made.value.join("\n")}\n`);
  await terminal.ask("Press Enter when they are kept. ");
  return ok();
}
