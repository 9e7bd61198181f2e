/** Pairing (transcripts.md; PAIR-1 to PAIR-9) with Eve, who holds server and network, and in some starts the invite's secret. */

import type { Claim, Model, Step } from "./explore.ts";
import {
  canReplaceInvitation,
  createKnowledge,
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
  type Scenario,
  startOf,
  type State,
  transcriptOfNewcomer,
  transcriptOfSession,
  withNewcomer,
  withSession,
} from "./pairing-state.ts";
import { type Knowledge, type Term, term } from "./terms.ts";

/** All starts. An honest server has the one invite, used by the wrong person too. */
export const scenarios: readonly Scenario[] = (["member", "device"] as const).flatMap((purpose) => [
  ...(["kept", "photographed", "dictated"] as const).map(
    (secret): Scenario => ({ purpose, secret, server: "hostile", newcomerAsked: false }),
  ),
  ...(purpose === "member" ? [{ purpose, secret: "dictated", server: "hostile", newcomerAsked: true } as const] : []),
  { purpose, secret: "photographed", server: "honest", newcomerAsked: false } as const,
]);
export function nameOfScenario({ purpose, secret, server, newcomerAsked }: Scenario): string {
  const invite = secret === "kept" ? "that nobody else saw" : `that was ${secret}`;
  return `a ${purpose} by an invite ${invite}, ${server} server${newcomerAsked ? ", with the newcomer asked too" : ""}`;
}

export function pairingModel(scenario: Scenario, flaws: ReadonlySet<Flaw> = new Set()): Model<State> {
  const begin = withSession(startOf(scenario), 0, { step: "open" });
  const know = createKnowledge(flaws);
  return {
    name: `pairing: ${nameOfScenario(scenario)}`,
    starts: [{ words: `Olga invites Nora; ${nameOfScenario(scenario)}`, state: begin }],
    *next(state) {
      const eve = know(state);
      for (const which of both) {
        yield* inviterSteps(state, which, eve, flaws);
        yield* newcomerSteps(state, which, eve, flaws);
      }
      if (scenario.server === "honest") yield* eveAtHonestServer(state, eve, flaws);
    },
    claims: claims(know),
    mustHappen: [
      { name: "Nora is set up", happened: ({ newcomers }) => newcomers[0].step === "kept" && newcomers[0].named },
      ...(scenario.server === "honest"
        ? [{ name: "the invite dies of a second answer", happened: ({ post }: State) => post.dead && post.second }]
        : [{ name: "both are set up", happened: ({ newcomers }: State) => newcomers.every(({ named }) => named) }]),
      ...(scenario.secret === "kept"
        ? []
        : [{ name: "Eve is answered by Olga", happened: ({ sessions }: State) => isEves(sessions[0].m1) }]),
    ],
  };
}
const isEves = (m1: Term | null): boolean => m1 !== null && readM1(m1).keys === eveKeys;

export const claimNames = {
  names: "keys that Olga states as a newcomer's, once people compared the words, are that newcomer's",
  keeps: "a newcomer keeps only what Olga's practice gives it, with a statement of hers that names exactly its keys",
  gift: "nobody but the newcomer opens the keyring that is handed over",
  heads: "a newcomer answers only with a roster before it that is no older than the invite and the inviter's answer",
  oneUse: "an invite that two answered before people agreed brings nobody in",
  ends: "Olga's device answers nobody after 72 hours",
} as const;

const claims = (know: (state: State) => Knowledge): readonly Claim<State>[] => [
  {
    name: claimNames.names,
    from: "security.md 4 (one pairing protocol), HS-19; PAIR-5, PAIR-6, PAIR-7, PAIR-8",
    holds: ({ statements }) => statements.every(({ invite, keys }) => keys === keysOfNewcomer(invite)),
  },
  {
    name: claimNames.keeps,
    from: "transcripts.md Pairing 3 and 5, HS-19; PAIR-6, PAIR-9",
    holds: ({ newcomers }) => newcomers.every(({ step, named }) => step !== "kept" || named),
  },
  {
    name: claimNames.gift,
    from: "transcripts.md Device by QR, HS-19; PAIR-8",
    holds: (state) => !know(state).has(honestGift.keyringKey) && !know(state).has(honestGift.identity),
  },
  {
    name: claimNames.heads,
    from: "transcripts.md Pairing 3 (head >= step 0), HS-03, HS-04; PAIR-6",
    holds: ({ newcomers }) =>
      newcomers.every(({ m2, pinned, shown }) => !m2 || pinned === "Eve's" || shown === heads.length - 1),
  },
  {
    name: claimNames.oneUse,
    from: "transcripts.md Pairing 2 (a second one kills the invite); PAIR-5",
    holds: ({ post, statements }) => !post.second || statements.length === 0,
  },
  {
    name: claimNames.ends,
    from: "transcripts.md Pairing 0; docs/spec/10-enrolment.md",
    holds: ({ sessions }) => sessions.every(({ late }) => !late),
  },
];

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

/** PAIR-9. What Eve's own practice states she states as she likes. */
function keeps(state: State, which: Which, eve: Knowledge, flaws: ReadonlySet<Flaw>): boolean {
  const { pinned } = state.newcomers[which];
  if (state.scenario.newcomerAsked && !agreed.has(state.sessions[inviteOf(state, which)].step)) return false;
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
