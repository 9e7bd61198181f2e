/** What the practice asks of everybody's devices, in plain words. */

import type { PracticeRules } from "@alcove/vault";
import { count } from "./counts.ts";

export type RuleWords = { readonly name: string; readonly says: string };

/** A line for each rule, asked for or not. */
export function sayRules({
  passphraseClasses,
  rotationMonths,
  idleMinutes,
  passkeyHours,
}: PracticeRules): readonly RuleWords[] {
  return [
    {
      name: "Idle time",
      says:
        idleMinutes === null
          ? "As each person chooses for their device."
          : `Devices lock by themselves after ${count(idleMinutes, "minute")}, or sooner.`,
    },
    {
      name: "Passkeys that unlock",
      says:
        passkeyHours === null
          ? "Open a device at any time."
          : `Open a device for ${count(passkeyHours, "hour")} after the passphrase did.`,
    },
    {
      name: "Another passphrase",
      says:
        rotationMonths === null
          ? "When somebody may know the present one."
          : `Every ${count(rotationMonths, "month")}, and when somebody may know the present one.`,
    },
    {
      name: "Kinds of characters",
      says: passphraseClasses
        ? "Capital and small letters, digits and signs in each passphrase."
        : "Any: what counts is that it can’t be guessed.",
    },
  ];
}
