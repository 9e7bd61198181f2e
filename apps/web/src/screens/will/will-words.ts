/** The parts of a professional will: what each is called, and what belongs into it. */

import type { WillWords } from "@alcove/vault";

export type WillPart = {
  readonly part: keyof WillWords;
  readonly label: string;
  readonly hint: string;
  readonly rows: number;
};

export const WILL_PARTS: readonly WillPart[] = [
  {
    part: "executor",
    label: "Executor",
    hint: "A colleague who winds up your practice, and how to reach them. Ask them first.",
    rows: 2,
  },
  { part: "backup", label: "If they can’t", hint: "Somebody in their place.", rows: 2 },
  {
    part: "instructions",
    label: "What to do",
    hint: "Whom to call first; appointments and the way to them; office and mail; lawyer, accountant, insurer; how long records are kept, and by whom; what it is paid.",
    rows: 7,
  },
  {
    part: "cards",
    label: "Where the recovery cards lie",
    hint: "The places and the people. Never a passphrase.",
    rows: 2,
  },
  {
    part: "clients",
    label: "Letter to clients",
    hint: "As it is to be sent: what happened, and where to turn.",
    rows: 6,
  },
  {
    part: "colleagues",
    label: "Letter to colleagues",
    hint: "To those who refer to you, and whom you refer to.",
    rows: 4,
  },
];
