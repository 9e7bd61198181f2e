/** What inviter and newcomer do with what they are given (`pairing-inviter.ts` and `pairing-newcomer.ts` of the vault), and what each checks first. */

import type { Step } from "./explore.ts";
import {
  canReplaceInvitation,
  eveNonce,
  firstMessages,
  giftsFor,
  nameOf,
  secondMessages,
  shownNonces,
} from "./pairing-attacker.ts";
import {
  both,
  commitTo,
  eveInvitation,
  eveKeys,
  heads,
  honestGift,
  honestInvitation,
  m1Of,
  newcomerNames,
  nonceOf,
  oneTimeKeyIn,
  owner,
  publicOf,
  readGift,
  readM1,
  readM2,
  sameWords,
  secretOf,
  type Which,
} from "./pairing-messages.ts";
import {
  type Flaw,
  inviteOf,
  keysOfNewcomer,
  m1OfNewcomer,
  m2OfSession,
  type State,
  transcriptOfNewcomer,
  transcriptOfSession,
  withNewcomer,
  withSession,
} from "./pairing-state.ts";
import { type Knowledge, type Term, term } from "./terms.ts";

function* inviterSteps(state: State, invite: Which, eve: Knowledge, flaws: ReadonlySet<Flaw>): Generator<Step<State>> {
  const session = state.sessions[invite];
  const { post, scenario } = state;
  const honest = scenario.server === "honest";
  const name = newcomerNames[invite];
  if (session.step === "closed") {
    if (!honest) yield { words: `Olga invites ${name}`, state: withSession(state, invite, { step: "open" }) };
    return;
  }
  const done = session.step === "stated" || session.step === "over";
  if (invite === 0 && !session.over72h && !done)
    yield { words: "72 hours pass", state: withSession(state, invite, { over72h: true }) };

  const heard = !post.dead || flaws.has("dead-invite-unnoticed");
  if (session.step === "open" && (!session.over72h || flaws.has("no-end-after-72-hours"))) {
    const offered = honest ? (post.m1 && heard ? [post.m1] : []) : firstMessages(state, eve, invite, flaws);
    for (const m1 of offered)
      yield {
        words: `Olga's device takes a first message with the keys of ${nameOf(readM1(m1).keys)} for ${name}'s invite and answers it`,
        state: withSession(state, invite, { step: "asked", m1, late: session.over72h }),
      };
  }
  if (session.step === "asked") {
    const { keys, commitment } = readM1(session.m1 as Term);
    const offered = honest ? (post.nonce && heard ? [post.nonce] : []) : shownNonces(state, eve, invite);
    for (const nonce of offered) {
      if (commitTo(nonce, keys) !== commitment && !flaws.has("commitment-unchecked")) continue;
      const searched = nonce.op !== "grind" ? nonce.op : "a nonce searched for so that the words fit";
      yield {
        words: `Olga's device is shown ${searched} and shows words for ${name}`,
        state: withSession(state, invite, { step: "comparing", nonce }),
      };
    }
  }
  if (session.step === "comparing") {
    const hers = transcriptOfSession(state, invite) as Term;
    const theirs = state.newcomers[invite].step === "comparing" ? transcriptOfNewcomer(state, invite) : undefined;
    if (flaws.has("words-not-compared") || (theirs && sameWords(hers, theirs)))
      yield {
        words: `Olga and ${name} have the same words`,
        state: withSession(state, invite, { step: "agreed" }),
      };
    else if (theirs)
      yield {
        words: `Olga and ${name} see different words: the invite ends`,
        state: withSession(state, invite, { step: "over" }),
      };
  }
  if (session.step === "agreed") {
    const alive = !honest || (!post.dead && !session.over72h) || flaws.has("dead-invite-unnoticed");
    if (alive)
      yield {
        words: "Olga's device asks whether the invite still lives: yes",
        state: withSession(state, invite, { step: "checked" }),
      };
  }
  if (session.step === "checked") {
    const { keys } = readM1(session.m1 as Term);
    const stated = withSession(state, invite, { step: "stated" });
    yield {
      words: `Olga states the keys of ${nameOf(keys)} as ${name}'s`,
      state: { ...stated, statements: [...state.statements, { invite, keys }] },
    };
  }
}

function* newcomerSteps(state: State, which: Which, eve: Knowledge, flaws: ReadonlySet<Flaw>): Generator<Step<State>> {
  const newcomer = state.newcomers[which];
  const invite = inviteOf(state, which);
  const name = newcomerNames[which];
  const honest = state.scenario.server === "honest";
  if (newcomer.step === "out" && state.sessions[invite].step !== "closed") {
    const begun = withNewcomer(state, which, { step: "waiting" });
    if (honest)
      yield leave(
        begun,
        state,
        which,
        { m1: m1OfNewcomer(state, which) },
        `${name} takes the invite and answers it`,
        flaws,
      );
    else yield { words: `${name} takes the invite and answers it`, state: begun };
    if (state.scenario.secret === "dictated" && canReplaceInvitation(eve, invite))
      yield {
        words: `${name} types the words, is given an invitation to Eve's practice for them, and answers it`,
        state: withNewcomer(state, which, { step: "waiting", pinned: "Eve's" }),
      };
  }
  if (newcomer.step === "waiting") {
    const own = honest ? m2OfSession(state, invite) : undefined;
    const offered = honest ? (own ? [own] : []) : secondMessages(state, eve, which, flaws);
    for (const m2 of offered) {
      for (const shown of honest ? [heads.length - 1] : newcomer.pinned === "Eve's" ? [-1] : heads.keys()) {
        if (!takesSecond(state, which, m2, shown, flaws)) continue;
        const next = withNewcomer(state, which, { step: "comparing", m2, shown });
        const by = readM2(m2).signer === owner ? "Olga's" : "Eve's";
        const words = `${name} takes ${by} answer, shows its nonce and words${shown >= 0 && shown < heads.length - 1 ? `, having seen the roster up to ${heads[shown]?.op} only` : ""}`;
        if (honest) yield leave(next, state, which, { nonce: nonceOf(which) }, words, flaws);
        else yield { words, state: next };
      }
    }
  }
  if (newcomer.step === "comparing" && keeps(state, which, eve, flaws)) {
    const named = newcomer.pinned === "Olga's" && isNamed(state, which);
    yield {
      words: `${name} keeps what it was given, in ${newcomer.pinned} practice`,
      state: withNewcomer(state, which, { step: "kept", named }),
    };
  }
}

/** PAIR-6: answers its own m1, right MAC, signed by the identity pinned, and the roster shown holds both heads. */
function takesSecond(state: State, which: Which, m2: Term, shown: number, flaws: ReadonlySet<Flaw>): boolean {
  const pinned = state.newcomers[which].pinned === "Olga's" ? honestInvitation : eveInvitation;
  const { secret, m1Hash, head, signer, practice } = readM2(m2);
  if (secret !== secretOf(inviteOf(state, which)) || m1Hash !== term("hash", m1OfNewcomer(state, which))) return false;
  if (practice !== pinned.practice) return false;
  if (publicOf(signer) !== pinned.identity && !flaws.has("signer-unpinned")) return false;
  if (pinned === eveInvitation || flaws.has("heads-unchecked")) return true;
  const seen: readonly Term[] = heads.slice(0, shown + 1);
  return seen.includes(pinned.head) && seen.includes(head);
}

/** Words were compared and were the same. */
const agreed: ReadonlySet<State["sessions"][0]["step"]> = new Set(["agreed", "checked", "stated"]);

const isNamed = ({ statements }: State, which: Which): boolean =>
  statements.some(({ keys }) => keys === keysOfNewcomer(which));

/** PAIR-8, PAIR-9. What Eve's own practice states she states as she likes. */
function keeps(state: State, which: Which, eve: Knowledge, flaws: ReadonlySet<Flaw>): boolean {
  const { pinned } = state.newcomers[which];
  if (!flaws.has("newcomer-not-asked") && !agreed.has(state.sessions[inviteOf(state, which)].step)) return false;
  if (pinned === "Olga's" && !isNamed(state, which) && !flaws.has("enrolment-not-awaited")) return false;
  if (state.scenario.purpose === "member") return true;
  const identity = pinned === "Olga's" ? honestInvitation.identity : eveInvitation.identity;
  const oneTimeKey = oneTimeKeyIn(keysOfNewcomer(which));
  return giftsFor(state, eve, which, flaws).some((gift) => {
    const opened = readGift(gift);
    return (
      opened.to === oneTimeKey &&
      opened.transcript === (transcriptOfNewcomer(state, which) as Term) &&
      publicOf(opened.identity) === identity &&
      (opened.passphrase === honestGift.passphrase || flaws.has("slot-not-asked"))
    );
  });
}

/** One message in its place at an honest server; another one there ends the invite (`apps/server/src/store/invites.ts`). */
function leave(
  next: State,
  before: State,
  by: Which | "Eve",
  message: { readonly m1: Term } | { readonly nonce: Term },
  words: string,
  flaws: ReadonlySet<Flaw>,
): Step<State> {
  const place = "m1" in message ? "m1" : "nonce";
  const body = "m1" in message ? message.m1 : message.nonce;
  const there = before.post[place];
  if (before.post.dead || before.sessions[0].over72h) return { words: `${words}, too late`, state: ended(before, by) };
  if (!there) return { words, state: { ...next, post: { ...before.post, [place]: body } } };
  const { step } = before.sessions[0];
  const early = !agreed.has(step) && step !== "over";
  const post = { ...before.post, dead: !flaws.has("second-message-ignored"), second: before.post.second || early };
  return { words: `${words}: the second to do so`, state: { ...ended(before, by), post } };
}
const ended = (state: State, by: Which | "Eve"): State =>
  by === "Eve" ? state : withNewcomer(state, by, { step: "over" });

/** With an honest server Eve is whoever else has the invite: she can only use it too. */
function* eveAtHonestServer(state: State, eve: Knowledge, flaws: ReadonlySet<Flaw>): Generator<Step<State>> {
  if (state.post.dead) return;
  const m1 = m1Of(secretOf(0), eveKeys, commitTo(eveNonce, eveKeys));
  if (eve.has(m1) && state.post.m1 !== m1) yield leave(state, state, "Eve", { m1 }, "Eve answers the invite", flaws);
  if (m2OfSession(state, 0) && state.post.nonce !== eveNonce)
    yield leave(state, state, "Eve", { nonce: eveNonce }, "Eve shows a nonce", flaws);
}

/** Everything that may happen next: at Olga's device, at both newcomers', and with an honest server what Eve does there. */
export function* pairingSteps(state: State, eve: Knowledge, flaws: ReadonlySet<Flaw>): Generator<Step<State>> {
  for (const which of both) {
    yield* inviterSteps(state, which, eve, flaws);
    yield* newcomerSteps(state, which, eve, flaws);
  }
  if (state.scenario.server === "honest") yield* eveAtHonestServer(state, eve, flaws);
}
