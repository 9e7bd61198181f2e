/** Words of a chart for somebody who can't open it, asked for in an emergency and given by somebody who can (docs/spec, EMG). */

import type { CrisisCard } from "./guard.ts";
import type { Outcome } from "./outcome.ts";

/** "card": the crisis card of a guarded chart. "notes": progress notes, chosen by whoever gives them. */
export type EmergencyWants = "card" | "notes";

export type EmergencyView = {
  readonly id: string;
  readonly chart: string;
  readonly chartName: string;
  /** Who asks. */
  readonly member: string;
  readonly name: string;
  readonly isYours: boolean;
  /** Not before the server has it can anybody else see it. */
  readonly isSent: boolean;
  readonly at: number;
  readonly wants: EmergencyWants;
  readonly reason: string;
  /** "declined": by all who could give it. "over": asked three days ago or more. "barred": its id was used up for something else. */
  readonly became: "waits" | "given" | "declined" | "withdrawn" | "over" | "barred";
  /** Who said no. */
  readonly declined: readonly string[];
  /** Who gave it, and the asker's last day in it, `yyyy-mm-dd`. */
  readonly given?: { readonly byName: string; readonly until: string };
  /** Whether this member may give it or say no. */
  readonly mayAnswer: boolean;
  /** What was given is here. */
  readonly mayRead: boolean;
  /** It was given by this member, who can destroy the copies. */
  readonly mayDestroy: boolean;
  /** The copies were destroyed by who gave them. */
  readonly isDestroyed: boolean;
  /** Names of those who can open the chart, and may give words of it. */
  readonly readers: readonly string[];
};

/** Copies as of the moment they were given. */
export type GivenView = {
  readonly card?: CrisisCard;
  readonly notes: readonly {
    readonly date: string;
    readonly title: string;
    readonly text: string;
    /** Whose note it is. */
    readonly byName: string;
  }[];
};

/** What a vault does with it. */
export type EmergencyMethods = {
  /**
   * Asks everybody who can open the chart for words of it, on record. `reason-empty`, `chart-unknown`, `crisis-card-missing`,
   * `emergency-needless`.
   */
  askInEmergency(request: {
    readonly chart: string;
    readonly wants: EmergencyWants;
    readonly reason: string;
  }): Promise<Outcome<{ readonly id: string }>>;
  /** Newest first: one's own, those of charts that one can open; to owners and privacy officers all. */
  emergencies(): Promise<readonly EmergencyView[]>;
  /** Copies of these progress notes, and of the crisis card, for the one who asked alone. `emergency-over`, `note-unknown`. */
  giveInEmergency(request: {
    readonly emergency: string;
    readonly notes: readonly string[];
    readonly card: boolean;
  }): Promise<Outcome<void>>;
  /** Says no; of one's own that it is not needed any more. `emergency-over`. */
  declineEmergency(id: string): Promise<Outcome<void>>;
  /** `emergency-over`: nothing was given yet, or its last day is past. */
  givenInEmergency(id: string): Promise<Outcome<GivenView>>;
  /**
   * Destroys the copies that this member gave, also for who asked: the notes themselves stay. `not-entitled` (nothing there, or given by
   * somebody else), `legal-hold`, `guard-closed`, `second-factor-again`.
   */
  destroyGiven(id: string): Promise<Outcome<void>>;
};
