/** Reminders of appointments: who is to be told by which way, and what became of it. */

import type { FormLanguage } from "@alcove/records/forms";
import type { ReminderAct, ReminderOutcome } from "@alcove/records";
import type { Reach } from "./administrative.ts";
import type { Outcome } from "./outcome.ts";

export type { ReminderAct, ReminderOutcome } from "@alcove/records";

/** Agreed with somebody: by which of their numbers or addresses, so many hours before, since which day (`yyyy-mm-dd`). */
export type ReminderAgreement = {
  readonly by: Reach["by"];
  readonly at: string;
  /** 1 to 336. */
  readonly hours: number;
  readonly agreed: string;
};

/** Which one it is: whom it is for, in whose calendar, and when, by the wall clock of `zone` as that calendar has it. */
export type ReminderKey = {
  readonly chart: string;
  readonly person: string;
  /** In whose calendar. */
  readonly member: string;
  readonly start: string;
  readonly zone: string;
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
    /** Milliseconds since 1970. */
    readonly from: number;
    /** By the wall clock of whoever looks. */
    readonly begins: string;
    readonly dueAt: number;
    /** What the app lays out to be said or sent there, in their language. */
    readonly words: string;
    /** `changed`: they were told, and nothing is expected there then any more. */
    readonly state: "due" | "later" | "done" | "changed";
    /** Of what is `changed`: the first that is planned with them in that calendar and that they are not told of yet. */
    readonly next?: ReminderNext;
    /** What was said of it last. */
    readonly said?: ReminderSaid & {
      /** What was noted by mistake. */
      readonly undoes?: ReminderAct;
      readonly writtenAt: number;
      readonly author: string;
    };
    readonly mayWrite: boolean;
  };

/** `id`: of the reminder of it, which stands in the list too. `isDue`: it is to be given now. The rest as there. */
export type ReminderNext = Pick<ReminderKey, "start" | "zone"> & {
  readonly id: string;
  readonly begins: string;
  readonly isDue: boolean;
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

/** What became of it: of `mistaken` only the note counts, and it says so of whatever was noted last. */
export type NoteReminder = ReminderKey &
  ReminderSaid & {
    /** With `taken-back`: they were told of this time of theirs in the same calendar along with it. */
    readonly next?: Pick<ReminderKey, "start" | "zone">;
  };
/** `zone`: of whoever looks. `chart`: of this one alone. */
export type ReminderRequest = { readonly zone: string; readonly chart?: string };
export type ReminderCount = { readonly due: number; readonly changed: number };

/** What a vault does with it. */
export type RemindersMethods = {
  /**
   * Who is to be told of an appointment in the next two weeks, and of what they were told and is not so any more. Numbers are written down
   * as shown, as in a day list. `appointment-unfit`: the zone is unknown here.
   */
  reminders(request: ReminderRequest): Promise<Outcome<readonly ReminderView[]>>;
  /** How many wait for somebody who may say what became of them; nothing is shown. `zone`: of whoever looks. */
  remindersWaiting(zone: string): Promise<ReminderCount>;
  /**
   * What became of a reminder. `chart-unknown`, `person-unknown`, `appointment-unknown`: nothing is expected then, nobody was told of what
   * is taken back, or nothing was noted that could be a mistake; `not-entitled`.
   */
  noteReminder(request: NoteReminder): Promise<Outcome<void>>;
};
