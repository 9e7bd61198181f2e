/** Where both sides of each pairing stand, and what has travelled so far. */

import {
  both,
  commitTo,
  giftOf,
  heads,
  honestGift,
  honestInvitation,
  inviteId,
  keysOf,
  m1Of,
  m2Of,
  newcomerNames,
  nonceOf,
  owner,
  type Purpose,
  readM1,
  sealedInvitation,
  secretOf,
  transcriptOf,
  type Which,
} from "./pairing-messages.ts";
import { type Term, term } from "./terms.ts";

/** One check less each. */
export const allFlaws = [
  "commitment-unchecked",
  "nonce-shown-early",
  "words-not-compared",
  "newcomer-not-asked",
  "heads-unchecked",
  "signer-unpinned",
  "mac-unchecked",
  "second-message-ignored",
  "dead-invite-unnoticed",
  "no-end-after-72-hours",
  "enrolment-not-awaited",
  "slot-not-asked",
  "gift-before-words",
] as const;
export type Flaw = (typeof allFlaws)[number];

export type Scenario = {
  readonly purpose: Purpose;
  /**
   * What Eve knows of the invite. "kept": nothing. "photographed": the secret; the newcomer scanned the whole invitation.
   * "dictated": the secret, and the newcomer, who has twelve words, takes the invitation from the server's blob.
   */
  readonly secret: "kept" | "photographed" | "dictated";
  /** "honest": keeps the invite's messages as `apps/server` does; Eve is then whoever else holds the invite. */
  readonly server: "hostile" | "honest";
};

export type Session = {
  /** "checked": asked the server once more whether the invite lives. */
  readonly step: "closed" | "open" | "asked" | "comparing" | "agreed" | "checked" | "stated" | "over";
  readonly m1: Term | null;
  readonly nonce: Term | null;
  readonly over72h: boolean;
  /** Whether m1 was taken after the 72 hours. */
  readonly late: boolean;
};
export type Newcomer = {
  readonly step: "out" | "waiting" | "comparing" | "kept" | "over";
  /** Whose invitation it holds. */
  readonly pinned: "Olga's" | "Eve's";
  readonly m2: Term | null;
  /** How much of the roster it was shown before it showed its nonce: place in `heads`; -1: another practice's. */
  readonly shown: number;
  /** What it kept rests on a statement of the inviter that names exactly its keys. */
  readonly named: boolean;
};
/** The honest server's row of invite 1. */
export type Post = {
  readonly m1: Term | null;
  readonly nonce: Term | null;
  readonly dead: boolean;
  /** A second, other message came before people had agreed; kept for the claim only. */
  readonly second: boolean;
};
export type Statement = { readonly invite: Which; readonly keys: Term };

export type State = {
  readonly scenario: Scenario;
  readonly sessions: readonly [Session, Session];
  readonly newcomers: readonly [Newcomer, Newcomer];
  readonly post: Post;
  readonly statements: readonly Statement[];
};

export function startOf(scenario: Scenario): State {
  const session: Session = { step: "closed", m1: null, nonce: null, over72h: false, late: false };
  const newcomer: Newcomer = { step: "out", pinned: "Olga's", m2: null, shown: 0, named: false };
  return {
    scenario,
    sessions: [session, session],
    newcomers: [newcomer, newcomer],
    post: { m1: null, nonce: null, dead: false, second: false },
    statements: [],
  };
}

export function withSession(state: State, which: Which, change: Partial<Session>): State {
  const sessions = both.map((one) => ({ ...state.sessions[one], ...(one === which ? change : {}) }));
  return { ...state, sessions: sessions as unknown as State["sessions"] };
}
export function withNewcomer(state: State, which: Which, change: Partial<Newcomer>): State {
  const newcomers = both.map((one) => ({ ...state.newcomers[one], ...(one === which ? change : {}) }));
  return { ...state, newcomers: newcomers as unknown as State["newcomers"] };
}

/** An honest server's one invite is used by both newcomers: Mia is the wrong person who got it too. */
export const inviteOf = ({ scenario }: State, newcomer: Which): Which => (scenario.server === "honest" ? 0 : newcomer);

export const keysOfNewcomer = (which: Which): Term => keysOf(newcomerNames[which]);
export function m1OfNewcomer(state: State, which: Which): Term {
  const keys = keysOfNewcomer(which);
  return m1Of(secretOf(inviteOf(state, which)), keys, commitTo(nonceOf(which), keys));
}
/** Olga answers each m1 once, with a nonce of its own and the roster head of that moment. */
export function m2OfSession({ sessions }: State, which: Which): Term | undefined {
  const { m1 } = sessions[which];
  const nonce = term(`Olga's nonce ${which + 1}`);
  return m1 ? m2Of(secretOf(which), owner, honestInvitation.practice, { m1, nonce, head: heads[2] }) : undefined;
}

export function transcriptOfSession(state: State, which: Which): Term | undefined {
  const { m1, nonce } = state.sessions[which];
  const m2 = m2OfSession(state, which);
  return m1 && m2 && nonce ? transcriptOf(m1, m2, nonce) : undefined;
}
export function transcriptOfNewcomer(state: State, which: Which): Term | undefined {
  const { m2, step } = state.newcomers[which];
  const shows = step === "comparing" || step === "kept";
  return m2 && shows ? transcriptOf(m1OfNewcomer(state, which), m2, nonceOf(which)) : undefined;
}
/** Everything that the server and the network have seen. */
export function travelled(state: State, flaws: ReadonlySet<Flaw>): Term[] {
  const seen: Term[] = [];
  for (const which of both) {
    const session = state.sessions[which];
    const newcomer = state.newcomers[which];
    if (session.step !== "closed")
      seen.push(inviteId(secretOf(which)), sealedInvitation(secretOf(which), honestInvitation));
    const m2 = m2OfSession(state, which);
    if (m2) seen.push(m2);
    if (newcomer.step !== "out") seen.push(m1OfNewcomer(state, which));
    const nonceShown = newcomer.step === "comparing" || newcomer.step === "kept";
    if (nonceShown || (newcomer.step !== "out" && flaws.has("nonce-shown-early"))) seen.push(nonceOf(which));
  }
  for (const gift of gifts(state, flaws)) seen.push(gift);
  return seen;
}

/** After its statement the inviter's device hands over the keyring; a new member gets no keys of anybody's. */
export function gifts(state: State, flaws: ReadonlySet<Flaw>): Term[] {
  if (state.scenario.purpose === "member") return [];
  return both.flatMap((invite) => {
    const { step, m1 } = state.sessions[invite];
    const transcript = transcriptOfSession(state, invite);
    const gives = step === "stated" || (step === "comparing" && flaws.has("gift-before-words"));
    return gives && transcript && m1 ? [giftOf(readM1(m1).keys, transcript, honestGift)] : [];
  });
}
