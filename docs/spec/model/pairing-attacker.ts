/**
 * What Eve can put in front of an honest device at each step. Each list holds every message of the right shape that differs
 * in effect and that she can make or has seen; anything else is refused by its shape, and changes nothing.
 */

import {
  attacker,
  both,
  commitTo,
  eveGift,
  eveInvitation,
  eveKeys,
  giftOf,
  heads,
  honestGift,
  honestInvitation,
  m1Of,
  m2Of,
  newcomerNames,
  nonceOf,
  owner,
  publicOf,
  readM1,
  sealedInvitation,
  searchedInviterNonce,
  searchedNewcomerNonce,
  secretOf,
  transcriptOf,
  type Which,
} from "./pairing-messages.ts";
import {
  type Flaw,
  gifts,
  inviteOf,
  keysOfNewcomer,
  m1OfNewcomer,
  m2OfSession,
  type State,
  transcriptOfNewcomer,
  travelled,
} from "./pairing-state.ts";
import { Knowledge, type Term, term } from "./terms.ts";

export const eveNonce = term("Eve's nonce");
const labels = ["invitation", "invite", "newcomer", "inviter", "id", "commit", "m2", "slot"];
const ownTerms: readonly Term[] = [
  ...[attacker, publicOf(owner), eveNonce, eveGift.keyringKey, eveGift.passphrase],
  ...[term("Eve's device key"), term("Eve's one-time key")],
  ...[...heads, eveInvitation.head, honestInvitation.practice, eveInvitation.practice],
  ...labels.map((label) => term(label)),
];

/** Remembers what it worked out: many states have seen the same. */
export function createKnowledge(flaws: ReadonlySet<Flaw>): (state: State) => Knowledge {
  const known = new Map<string, Knowledge>();
  const ofState = new WeakMap<State, Knowledge>();
  return (state) => {
    const already = ofState.get(state);
    if (already) return already;
    const secrets = state.scenario.secret === "kept" ? [] : both.map(secretOf);
    const seen = [...secrets, ...travelled(state, flaws)];
    const key = JSON.stringify(seen);
    const knowledge = known.get(key) ?? new Knowledge([...ownTerms, ...seen]);
    known.set(key, knowledge);
    ofState.set(state, knowledge);
    return knowledge;
  };
}

export const canReplaceInvitation = (eve: Knowledge, invite: Which): boolean =>
  eve.has(sealedInvitation(secretOf(invite), eveInvitation));

/** First messages for Olga: honest ones, and Eve's with her own or somebody else's keys. */
export function firstMessages(state: State, eve: Knowledge, invite: Which, flaws: ReadonlySet<Flaw>): Term[] {
  const commitments: (readonly [keys: Term, commitment: Term])[] = [];
  for (const keys of [eveKeys, ...both.map(keysOfNewcomer)]) {
    for (const nonce of [eveNonce, ...both.map(nonceOf)]) commitments.push([keys, commitTo(nonce, keys)]);
    // A commitment to nothing: she could open it only if nobody looked.
    if (flaws.has("commitment-unchecked")) commitments.push([keys, term("hash", "commit")]);
  }
  const macSecret = flaws.has("mac-unchecked") ? eveNonce : secretOf(invite);
  const made = commitments
    .map(([keys, commitment]) => m1Of(secretOf(invite), keys, commitment, macSecret))
    .filter((m1) => eve.has(m1));
  const honest = both
    .filter((which) => state.newcomers[which].step !== "out" && inviteOf(state, which) === invite)
    .map((which) => m1OfNewcomer(state, which));
  return once([...honest, ...made]);
}

/** Answers for a newcomer: Olga's, or Eve's with a nonce of hers, plain or searched for so that the words fit. */
export function secondMessages(state: State, eve: Knowledge, newcomer: Which, flaws: ReadonlySet<Flaw>): Term[] {
  const invite = inviteOf(state, newcomer);
  const m1 = m1OfNewcomer(state, newcomer);
  const nonces: Term[] = [eveNonce];
  for (const which of both) {
    const theirs = state.sessions[which].m1;
    const answer = m2OfSession(state, which);
    if (!theirs || !answer) continue;
    for (const nonce of [eveNonce, ...both.map(nonceOf)]) {
      const opens = commitTo(nonce, readM1(theirs).keys) === readM1(theirs).commitment;
      if (opens || flaws.has("commitment-unchecked"))
        nonces.push(searchedInviterNonce(m1, nonceOf(newcomer), transcriptOf(theirs, answer, nonce)));
    }
  }
  const signers = [
    { signer: attacker, practice: eveInvitation.practice, head: eveInvitation.head },
    { signer: attacker, practice: honestInvitation.practice, head: heads[2] },
  ];
  const made = signers.flatMap(({ signer, practice, head }) =>
    nonces.map((nonce) => m2Of(secretOf(invite), signer, practice, { m1, nonce, head })),
  );
  const honest = both.map((which) => m2OfSession(state, which)).filter((m2) => m2 !== undefined);
  return once([...honest, ...made]).filter((m2) => eve.has(m2));
}

/** Nonces for Olga, shown as the opening of a commitment. */
export function shownNonces(state: State, eve: Knowledge, invite: Which): Term[] {
  const { m1 } = state.sessions[invite];
  const m2 = m2OfSession(state, invite);
  const searched =
    m1 && m2
      ? both
          .map((which) => transcriptOfNewcomer(state, which))
          .filter((transcript) => transcript !== undefined)
          .map((transcript) => searchedNewcomerNonce(m1, m2, transcript))
      : [];
  return [eveNonce, ...both.map(nonceOf), ...searched].filter((nonce) => eve.has(nonce));
}

/** What can lie in a newcomer's box at the end: sealing to somebody needs no secret, so Eve's own as well. */
export function giftsFor(state: State, eve: Knowledge, newcomer: Which, flaws: ReadonlySet<Flaw>): Term[] {
  const transcript = transcriptOfNewcomer(state, newcomer);
  if (!transcript) return [];
  const keys = keysOfNewcomer(newcomer);
  const made = [eveGift, { ...eveGift, identity: owner }, { ...eveGift, passphrase: honestGift.passphrase }].map(
    (parts) => giftOf(keys, transcript, parts),
  );
  return once([...gifts(state, flaws), ...made]).filter((gift) => eve.has(gift));
}

export const nameOf = (keys: Term): string =>
  newcomerNames.find((_, which) => keysOfNewcomer(which as Which) === keys) ?? "Eve";

const once = (terms: readonly Term[]): Term[] => [...new Set(terms)];
