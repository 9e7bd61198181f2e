/** The second factor's six digits: computed from a secret in a file for scripts, asked of people. */

import { ok, type Result } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol/errors";
import { Secret, TOTP } from "otpauth";
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "./context.ts";
import { readSecretFile } from "./passphrase.ts";
import { misused, type Refusal, refused } from "./refusal.ts";

const stepMs = 30_000;

/** The digits of the 30 s that hold `atMs`, milliseconds since 1970. `secret`: base32. */
export function codeAt(secret: string, atMs: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret), period: stepMs / 1000 }).generate({ timestamp: atMs });
}

/**
 * Tries `attempt` with the digits that it takes to pass. Each 30 s has its own digits and each works once, so with
 * a file the next ones are tried where the present ones were used up, and then waited for.
 */
export async function withSecondFactor<T>(
  context: Context,
  attempt: (digits: string) => Promise<Result<T, Failure>>,
): Promise<Result<T, Refusal>> {
  const { totpFile, spareCodeFile } = context.globals;
  if (spareCodeFile !== undefined) {
    const code = readSecretFile(context, spareCodeFile);
    if (!code.ok) return code;
    const tried = await attempt(code.value);
    return tried.ok ? tried : refused(tried.error);
  }
  if (totpFile !== undefined) {
    const secret = readTotpSecret(context, totpFile);
    return secret.ok ? withSecret(context, secret.value, attempt) : secret;
  }
  const first = await attempt("");
  if (first.ok || first.error.code !== "second-factor-needed") return first.ok ? first : refused(first.error);
  if (!context.terminal.attended) {
    return refused(
      first.error,
      "Nobody is at the terminal to be asked: give --totp-file FILE or --spare-code-file FILE.",
    );
  }
  const asked = await attempt(await context.terminal.ask("Six digits of your authenticator app, or a spare code: "));
  return asked.ok ? asked : refused(asked.error);
}

async function withSecret<T>(
  context: Context,
  secret: string,
  attempt: (digits: string) => Promise<Result<T, Failure>>,
): Promise<Result<T, Refusal>> {
  const began = Date.now();
  // A server takes digits one step early or late, for clocks that differ.
  for (const ahead of [0, stepMs]) {
    const tried = await attempt(codeAt(secret, began + ahead));
    if (tried.ok) return tried;
    if (tried.error.code !== "second-factor-wrong") return refused(tried.error);
  }
  context.output.note("The digits of this half minute were used already; waiting for the next.");
  await sleep(stepMs - (Date.now() % stepMs) + 500);
  const last = await attempt(codeAt(secret, Date.now() + stepMs));
  return last.ok ? last : refused(last.error);
}

/** Base32, as authenticator apps show it. */
function readTotpSecret(context: Context, path: string): Result<string, Refusal> {
  const line = readSecretFile(context, path);
  if (!line.ok) return line;
  const secret = line.value.replaceAll(/[\s-]/g, "").toUpperCase();
  return /^[A-Z2-7]{16,}$/.test(secret) ? ok(secret) : misused(`${path} holds no second factor's secret (base32).`);
}
