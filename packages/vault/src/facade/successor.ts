/** What becomes of somebody's psychotherapy notes when they can't act any more: cards of their own, for whoever comes after them. */

import type { Outcome } from "./outcome.ts";
import type { RecoveryCardText } from "./recovery.ts";

export type SuccessionView = {
  /** Charts in which this member keeps psychotherapy notes of their own. */
  readonly charts: number;
  /** Their present cards. */
  readonly set?: {
    readonly needed: number;
    readonly cards: number;
    /** Who may use them; absent: whoever of the practice brings enough. */
    readonly successor?: { readonly member: string; readonly name: string; readonly isHere: boolean };
    /** Charts whose notes the cards would open, and those whose key still waits to be delivered to them. */
    readonly delivered: number;
    readonly waiting: number;
    /** Numbers of the cards that the last drill saw. */
    readonly drilled?: readonly number[];
  };
  /** Uses of anybody's cards, newest first. */
  readonly uses: readonly SuccessorUse[];
  /** Authors whose cards this member was named for. */
  readonly namedBy: readonly { readonly member: string; readonly name: string }[];
};

export type SuccessorUse = {
  readonly author: string;
  readonly authorName: string;
  readonly byName: string;
  /** Made by this member with the identity that they have now: theirs to end. */
  readonly isYours: boolean;
  readonly isByYou: boolean;
  /** Of the newest heartbeat before it, `yyyy-mm-dd`; absent: none came before. */
  readonly day?: string;
  /** Charts whose notes they still read by it. */
  readonly charts: number;
};

/** What a vault does with it. */
export type SuccessorMethods = {
  /** `undefined`: the vault is locked. */
  succession(): Promise<SuccessionView | undefined>;
  /**
   * Cards for one's own psychotherapy notes, in the place of those there were; nobody else has a say in it. `successor`: id of
   * the member who may use them; absent: whoever of the practice brings enough. They are given once.
   */
  makeSuccessorCards(request: {
    readonly needed: number;
    readonly cards: number;
    readonly successor?: string;
  }): Promise<Outcome<readonly RecoveryCardText[]>>;
  /** One's own cards open nothing that is written from now on. `recovery-set-missing`. */
  endSuccessorCards(): Promise<Outcome<void>>;
  /**
   * With enough cards that an author made: this member reads their psychotherapy notes from now on, and everybody is shown
   * it. Those of a card, `successor-not-named`, `recovery-cards-few`, `recovery-set-broken`.
   */
  useSuccessorCards(cards: readonly string[]): Promise<Outcome<{ readonly authorName: string }>>;
  /** The author's word against it: whoever used their cards reads nothing of them any more. `recovery-set-missing`. */
  endSuccession(): Promise<Outcome<void>>;
  /** That one wants no cards for one's psychotherapy notes, or has not decided. */
  decideSuccession(decision: { readonly notesStayClosed: boolean }): Promise<Outcome<void>>;
};
