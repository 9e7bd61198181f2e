/** Pairing (transcripts.md; PAIR-1 to PAIR-9) with Eve, who holds server and network, and in some starts the invite's secret. */

import type { Claim, Model } from "./explore.ts";
import { createKnowledge } from "./pairing-attacker.ts";
import { eveKeys, heads, honestGift, readM1 } from "./pairing-messages.ts";
import { type Flaw, keysOfNewcomer, type Scenario, startOf, type State, withSession } from "./pairing-state.ts";
import type { Knowledge, Term } from "./terms.ts";
import { pairingSteps } from "./pairing-devices.ts";

/** All starts. An honest server has the one invite, used by the wrong person too. */
export const scenarios: readonly Scenario[] = (["member", "device"] as const).flatMap((purpose) => [
  ...(["kept", "photographed", "dictated"] as const).map(
    (secret): Scenario => ({ purpose, secret, server: "hostile" }),
  ),
  { purpose, secret: "photographed", server: "honest" } as const,
]);
export function nameOfScenario({ purpose, secret, server }: Scenario): string {
  const invite = secret === "kept" ? "that nobody else saw" : `that was ${secret}`;
  return `a ${purpose} by an invite ${invite}, ${server} server`;
}

export function pairingModel(scenario: Scenario, flaws: ReadonlySet<Flaw> = new Set()): Model<State> {
  const begin = withSession(startOf(scenario), 0, { step: "open" });
  const know = createKnowledge(flaws);
  return {
    name: `pairing: ${nameOfScenario(scenario)}`,
    starts: [{ words: `Olga invites Nora; ${nameOfScenario(scenario)}`, state: begin }],
    next: (state) => pairingSteps(state, know(state), flaws),
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
    from: "transcripts.md Pairing 3 to 5, HS-19; PAIR-6, PAIR-8, PAIR-9",
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
