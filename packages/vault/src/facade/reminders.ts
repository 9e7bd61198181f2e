/** Reminders of appointments: who is to be told by which way, and what became of it. */

import type { FormLanguage } from "@alcove/records/forms";
import type { ReminderOutcome } from "@alcove/records";
import type { Reach } from "./administrative.ts";

export type { ReminderOutcome } from "@alcove/records";

/** Agreed with somebody: by which of their numbers or addresses, so many hours before, since which day (`yyyy-mm-dd`). */
export type ReminderAgreement = {
  readonly by: Reach["by"];
  readonly at: string;
  /** 1 to 336. */
  readonly hours: number;
  readonly agreed: string;
};

/** `from`: the appointment's instant in milliseconds since 1970; with chart, person and member it says which reminder it is. */
export type ReminderKey = {
  readonly chart: string;
  readonly person: string;
  /** In whose calendar. */
  readonly member: string;
  readonly from: number;
};

export type ReminderView = ReminderKey &
  Reach & {
    /** Of its record, whether there is one yet or not. */
    readonly id: string;
    readonly chartName: string;
    readonly name: string;
    readonly called: string;
    readonly relation: string;
    readonly language: FormLanguage;
    readonly whose: string;
    /** By the wall clock of whoever looks, and by that of the calendar. */
    readonly begins: string;
    readonly start: string;
    readonly dueAt: number;
    /** `changed`: they were told, and nothing is expected there then any more. */
    readonly state: "due" | "later" | "done" | "changed";
    /** What was said of it last. */
    readonly said?: ReminderSaid & { readonly writtenAt: number; readonly author: string };
    readonly mayWrite: boolean;
  };

type ReminderSaid = {
  readonly outcome: ReminderOutcome;
  readonly by: Reach["by"];
  readonly at: string;
  /** What was said or sent there. */
  readonly words: string;
  /** Why not, or what they said. */
  readonly note: string;
};

/** `zone`: of whoever looks. `chart`: of this one alone. */
export type ReminderRequest = { readonly zone: string; readonly chart?: string };
export type ReminderCount = { readonly due: number; readonly changed: number };
export type NoteReminder = ReminderKey & ReminderSaid;
