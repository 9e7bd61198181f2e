/** Recovery cards. */

/** One recovery card to print or keep: its text is also what the QR code holds; its words are for typing, line by line. */
export type RecoveryCardText = {
  /** Whose psychotherapy notes it is for; absent: it is the practice's. */
  readonly notesOf?: string;
  readonly number: number;
  readonly needed: number;
  readonly cards: number;
  readonly origin: string;
  /** Empty where this device does not know it yet. */
  readonly practiceName: string;
  readonly madeAt: number;
  /** Four letters and digits that cards made together share: by them old ones and new ones are told apart. */
  readonly set: string;
  readonly text: string;
  readonly words: readonly (readonly string[])[];
};

/** What a card says of itself. */
export type CardFacts = Pick<RecoveryCardText, "number" | "needed" | "cards" | "set">;

export type RecoveryView = {
  /** As the cards that count say it. */
  readonly set: string;
  readonly needed: number;
  readonly cards: number;
  /** Compartments of this member that the cards would open, and those whose key still waits to be delivered to them. */
  readonly delivered: number;
  readonly waiting: number;
  /** Of these, of guarded charts that are closed: they go out when the chart is next opened, and not by themselves. Absent: none. */
  readonly waitForOpening?: number;
  /** Numbers of the cards that the last drill saw. */
  readonly drilled?: readonly number[];
  /** The cards before these were used. */
  readonly usedFor?: { readonly member: string; readonly reason: RecoveryReason };
};

/** Nobody gets in any more; somebody else may; the person can't act. */
export type RecoveryReason = "locked-out" | "exposed" | "absent";

export type RecoverRequest = {
  /** Text or words of each card. */
  readonly cards: readonly string[];
  /** Where the server is, for cards that were typed as words. */
  readonly server?: string;
  /** Id of the owner who goes on; needed where there are several. */
  readonly owner?: string;
  readonly reason: RecoveryReason;
  readonly passphrase: string;
  readonly deviceName: string;
};
