/** What becomes of somebody's psychotherapy notes when they can't act any more: cards of their own, for whoever comes after them. */

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
