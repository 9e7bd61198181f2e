/** Keeping an Emergency Kit that was just made: in a file for scripts, on the screen for people who write it down. */

import { ok, type Result } from "@alcove/bytes";
import type { EmergencyKit, Vault } from "@alcove/vault";
import type { Context } from "./context.ts";
import { kitSheet, readKit, writeKit } from "./kit-file.ts";
import { refuse, type Refusal, refused } from "./refusal.ts";

/** To the file, read back from there; without one it is shown to the person at the terminal. */
export async function keepKit(
  context: Context,
  vault: Vault,
  kit: EmergencyKit,
  path: string | undefined,
): Promise<Result<undefined, Refusal>> {
  if (path === undefined) {
    context.output.note(
      `\nYour Emergency Kit. Write it down or print it, and keep it apart from the passphrase:\n\n${kit.text}\n`,
    );
    await context.terminal.ask("Press Enter when it is kept. ");
    return ok();
  }
  const written = writeKit(path, kit);
  if (!written.ok) return written;
  // What counts is what can be read back.
  const read = readKit(path);
  if (!read.ok) return read;
  if (read.value !== kitSheet(kit)) return refuse("kit-unreadable");
  const groups = kit.secretKey.split(" ").map((text, index) => ({ index, text }));
  const confirmed = await vault.confirmKit(groups);
  return confirmed.ok ? ok() : refused(confirmed.error);
}
