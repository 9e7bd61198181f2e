/** Recovery cards. */

import type { Outcome } from "./outcome.ts";

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

/** What a vault does with it. */
export type RecoveryMethods = {
  /** `undefined`: this practice has no recovery cards, or the vault is locked. */
  recovery(): Promise<RecoveryView | undefined>;
  /** New cards, to be handed out. They are given once, and count from `beginRecoveryCards` on. */
  prepareRecoveryCards(request: {
    readonly needed: number;
    readonly cards: number;
  }): Promise<Outcome<readonly RecoveryCardText[]>>;
  /** These, by what their texts say of their set, take the place of those there were. `cards-forgotten`: prepared before a lock. */
  beginRecoveryCards(set: string): Promise<Outcome<void>>;
  /** Both at once. */
  makeRecoveryCards(request: {
    readonly needed: number;
    readonly cards: number;
  }): Promise<Outcome<readonly RecoveryCardText[]>>;
  /**
   * Whether what was typed, pasted or scanned are cards that go together, before anything is asked of anybody: with nothing open too.
   * Failures of one card carry its place as `card`, from 1. `recovery-cards-few`, `-differ`, `-twice`, and those of a card.
   */
  checkRecoveryCards(cards: readonly string[]): Promise<Outcome<readonly CardFacts[]>>;
  /** Compares cards, as text or words, with what was published of them; none are put together. */
  drillRecoveryCards(cards: readonly string[]): Promise<Outcome<void>>;
  /** On an empty device, with enough cards: an owner goes on with new keys. Gives the new cards; the old ones open nothing new. */
  recoverByCards(request: RecoverRequest): Promise<Outcome<readonly RecoveryCardText[]>>;
};
