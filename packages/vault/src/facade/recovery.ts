/** Recovery cards. */

/** One recovery card to print or keep: its text is also what the QR code holds; its words are for typing, line by line. */
export type RecoveryCardText = {
  /** Whose psychotherapy notes it is for; absent: it is the practice's. */
  readonly notesOf?: string;
  readonly number: number;
  readonly needed: number;
  readonly cards: number;
  readonly origin: string;
  readonly text: string;
  readonly words: readonly (readonly string[])[];
};

export type RecoveryView = {
  readonly needed: number;
  readonly cards: number;
  /** Compartments of this member that the cards would open, and those whose key still waits to be delivered to them. */
  readonly delivered: number;
  readonly waiting: number;
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
