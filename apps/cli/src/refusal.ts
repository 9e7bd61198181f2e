/** Why a command did not do what was asked, and the exit code that says so to a script. */

import { fail, type Result } from "@alcove/bytes";
import { type Failure, type FailureCode, failure, failures } from "@alcove/protocol/errors";

export type Refusal =
  /** A row of the table of failures. `hint`: what to do about it on the command line. */
  | { readonly kind: "failure"; readonly failure: Failure; readonly hint?: string }
  /** The command line itself makes no sense. */
  | { readonly kind: "usage"; readonly message: string };

export function refuse(code: FailureCode, facts?: Failure["facts"], hint?: string): Result<never, Refusal> {
  return refused(failure(code, facts), hint);
}

const factorHint = "Give --totp-file FILE or --spare-code-file FILE.";

export function refused(
  failed: Failure,
  hint: string | undefined = failed.code === "second-factor-again" ? factorHint : undefined,
): Result<never, Refusal> {
  return fail({ kind: "failure", failure: failed, ...(hint === undefined ? {} : { hint }) });
}

/** Who may do what was refused here: the code alone says only that this member may not. */
const whoMay = {
  write: "Who can open the chart shares it: alcove chart share --right read-write.",
  share: "A chart is shared by an owner or clinician who can open it, psychotherapy notes by their author alone.",
  plan: "Whose calendar it is lets others in: alcove calendar share.",
  members: "Owners decide about members; a security officer about those who are neither owner nor officer.",
} as const;

export function refusedTo(what: keyof typeof whoMay, failed: Failure): Result<never, Refusal> {
  return refused(failed, failed.code === "not-entitled" ? whoMay[what] : undefined);
}

export function misused(message: string): Result<never, Refusal> {
  return fail({ kind: "usage", message });
}

/** Documented in `alcove --help` and docs/cli.md; scripts rely on them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  locked: 3,
  server: 4,
  nothingFound: 5,
  inUse: 6,
  alarm: 7,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeHelp: readonly (readonly [ExitCode, string])[] = [
  [0, "done; where the server was away, kept here and sent later"],
  [1, "a failure with a code of its own, see below"],
  [2, "the command line is not right"],
  [3, "no practice on this device, locked, or a wrong passphrase or second factor"],
  [4, "the server can't be reached, is slow, or answers wrongly"],
  [
    5,
    "nothing found: no such chart, note, fact, case, code, appointment, file, device, member, passkey, proposal or held save, or no match",
  ],
  [6, "another program has these records open"],
  [7, "an alarm: the server showed what must never be, or what was checked does not hold"],
  [130, "stopped by Ctrl-C (143: by a signal to end)"],
];

const lockedCodes: ReadonlySet<FailureCode> = new Set([
  "locked",
  "not-set-up",
  "passphrase-wrong",
  "login-refused",
  "second-factor-needed",
  "second-factor-again",
  "second-factor-wrong",
]);
const unknownCodes: ReadonlySet<FailureCode> = new Set([
  "chart-unknown",
  "note-unknown",
  "fact-unknown",
  "case-unknown",
  "code-unknown",
  "template-unknown",
  "appointment-unknown",
  "attachment-unknown",
  "member-unknown",
  "device-unknown",
  "save-unknown",
  "passkey-unknown",
  "proposal-unknown",
]);

export function exitCodeOf(refusal: Refusal): ExitCode {
  if (refusal.kind === "usage") return exitCodes.usage;
  const { code } = refusal.failure;
  if (code === "device-in-use") return exitCodes.inUse;
  if (code.startsWith("alarm-")) return exitCodes.alarm;
  if (lockedCodes.has(code)) return exitCodes.locked;
  if (unknownCodes.has(code)) return exitCodes.nothingFound;
  const { fault } = failures[code];
  return fault === "network" || fault === "server" || code === "answer-forged" ? exitCodes.server : exitCodes.failed;
}
