/** Setting the second factor, first or in the place of another: to a file for scripts, by QR code for people. */

import { ok, type Result } from "@alcove/bytes";
import type { NewSecondFactor, Vault } from "@alcove/vault";
import type { Context } from "./context.ts";
import { writeNewFile } from "./files.ts";
import { type Refusal, refused } from "./refusal.ts";
import { codeAt, withSecondFactor } from "./second-factor.ts";

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
  await showSecret(context, totp);
  for (;;) {
    const digits = await terminal.ask(newDigits);
    if (digits === "") return ok(false);
    const confirmed = await vault.confirmTotp(digits);
    if (confirmed.ok) return ok(true);
    if (confirmed.error.code !== "second-factor-wrong") return refused(confirmed.error);
    output.note("These six digits are not right. Wait for the next ones.");
  }
}

/** The one there is, or a spare code, is shown for it. `path` takes the new secret; without it, for who is at a terminal. */
export async function replaceSecondFactor(
  context: Context,
  vault: Vault,
  totp: NewSecondFactor,
  path: string | undefined,
): Promise<Result<boolean, Refusal>> {
  let digits = () => codeAt(totp.secret, Date.now());
  if (path !== undefined) {
    const written = writeNewFile(path, `${totp.secret}\n`);
    if (!written.ok) return written;
  } else {
    await showSecret(context, totp);
    const typed = await context.terminal.ask(newDigits);
    if (typed === "") return ok(false);
    digits = () => typed;
  }
  const replaced = await withSecondFactor(context, (shown) => vault.confirmTotp(digits(), shown));
  return replaced.ok ? ok(true) : replaced;
}

const newDigits = "The six digits that it shows (Enter: later): ";

async function showSecret({ output }: Context, { secret, uri }: NewSecondFactor): Promise<void> {
  const { renderUnicodeCompact } = await import("uqr");
  output.note(
    `\nThe second factor: scan this with an authenticator app, or type ${secret}\n\n${renderUnicodeCompact(uri)}\n`,
  );
}
