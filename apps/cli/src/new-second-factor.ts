/** Setting the second factor at founding: to a file for scripts, by QR code for people. */

import { ok, type Result } from "@alcove/bytes";
import type { NewSecondFactor, Vault } from "@alcove/vault";
import type { Context } from "./context.ts";
import { writeNewFile } from "./files.ts";
import { type Refusal, refused } from "./refusal.ts";
import { codeAt } from "./second-factor.ts";

/** Answers whether it is set. Where nobody can take the secret it is not; the app asks for it later. */
export async function setSecondFactor(
  context: Context,
  vault: Vault,
  totp: NewSecondFactor,
): Promise<Result<boolean, Refusal>> {
  const { globals, terminal, output } = context;
  if (globals.totpFile !== undefined) {
    const written = writeNewFile(globals.totpFile, `${totp.secret}\n`);
    if (!written.ok) return written;
    const confirmed = await vault.confirmTotp(codeAt(totp.secret, Date.now()));
    return confirmed.ok ? ok(true) : refused(confirmed.error);
  }
  if (!terminal.attended) return ok(false);
  const { renderUnicodeCompact } = await import("uqr");
  output.note(
    `\nThe second factor: scan this with an authenticator app, or type ${totp.secret}\n\n${renderUnicodeCompact(totp.uri)}\n`,
  );
  for (;;) {
    const digits = await terminal.ask("The six digits that it shows (Enter: later): ");
    if (digits === "") return ok(false);
    const confirmed = await vault.confirmTotp(digits);
    if (confirmed.ok) return ok(true);
    if (confirmed.error.code !== "second-factor-wrong") return refused(confirmed.error);
    output.note("These six digits are not right. Wait for the next ones.");
  }
}
