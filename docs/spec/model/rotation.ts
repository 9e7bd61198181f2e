/**
 * Removal, rotation, delivery and writing at an honest server, with devices that are killed between any two steps and
 * requests that arrive late or never (transcripts.md "Rotation when somebody leaves"; LOG-3 to LOG-8, BAT-4, OUT-1 to OUT-4).
 */

import type { Changes, Entry, Ledger } from "./chains.ts";
import type { Claim, Model, Step } from "./explore.ts";
import { founded, Ledgers } from "./ledgers.ts";
import { claimOfSeen, heldBy, isOneKeyAnEpoch, practice, type RotationScenario, seenClaim } from "./rotation-claims.ts";
import { createDevices, type Name, names, savesOf, type State } from "./rotation-devices.ts";

export const rotationFlaws = [
  "staleness-not-looked-at",
  "pending-sent-again-blindly",
  "ahead-sent-blindly",
  "pending-not-kept",
  "outbox-cleared-when-sent",
  "loser-keeps-its-key",
  "removal-not-retried",
  "former-readers-served",
  "stale-epoch-accepted",
  "log-head-unchecked",
] as const;
export type RotationFlaw = (typeof rotationFlaws)[number];

export const rotationClaims = {
  seen: seenClaim,
  ledger: "nothing that is in the ledger after a removal is sealed to whoever left",
  oneKey: "an epoch has one key, and what is written in it is under that one",
  once: "what somebody saved reaches the ledger once and is forgotten by its device only then",
  everybody: "a rotation gives the key to everybody entitled and to nobody else",
  done: "whatever was killed or refused, removal and all saves can still reach the ledger",
} as const;

export const nameOfRotation = ({ xaver, stale, rival, saves, kills }: RotationScenario): string =>
  `Xaver ${xaver} and is removed${stale ? ", the key stale before" : ""}${rival ? ", with another statement at the same time" : ""}; ${saves.join(" and ")} notes, ${kills} kills`;

export function rotationModel(scenario: RotationScenario, flaws: Changes = new Set<RotationFlaw>()): Model<State> {
  const readers = ["Olga", "Ann", "Ben", ...(scenario.xaver === "reads" ? ["Xaver"] : [])];
  const changes = new Set([...flaws, ...(flaws.has("former-readers-served") ? ["recipients-unchecked"] : [])]);
  const ledgers = new Ledgers(practice, readers, changes, scenario.stale);
  const atStart = scenario.xaver === "reads" ? ["key 1"] : [];
  const all = scenario.saves[0] + scenario.saves[1];
  const devices = createDevices(ledgers, scenario, flaws);
  return {
    name: `rotation: ${nameOfRotation(scenario)}`,
    starts: [{ words: nameOfRotation(scenario), state: devices.start }],
    *next(state) {
      yield* devices.olga(state);
      for (const name of names) yield* devices.writer(state, name);
      if (scenario.rival) yield* devices.rival(state);
      yield* serverTakes(ledgers, state);
    },
    claims: claims(ledgers, scenario, atStart),
    mustHappen: [
      ...(scenario.saves.includes(0)
        ? []
        : [
            {
              name: "two devices rotate at once",
              happened: (state: State) => sentBy(ledgers, state, "rotate").size === 2,
            },
          ]),
      { name: "somebody writes in the second epoch", happened: ({ truth }) => written(ledgers, truth, 2) > 0 },
      { name: "all is written", happened: ({ truth }) => written(ledgers, truth) === all },
      ...(scenario.xaver === "joins"
        ? [
            {
              name: "two devices deliver at once",
              happened: (state: State) => sentBy(ledgers, state, "deliver").size === 2,
            },
          ]
        : []),
    ],
    alwaysPossible: {
      name: rotationClaims.done,
      from: "transcripts.md Rotation 1 and 3 (retry, idempotent); OUT-1, OUT-3",
      done: ({ truth }) => ledgers.isRemoved(truth, "Xaver") && written(ledgers, truth) === all,
    },
  };
}

/** A request that was on its way arrives whenever it likes, also after its device was killed. */
function* serverTakes(ledgers: Ledgers, state: State): Generator<Step<State>> {
  for (const { id } of state.sent) {
    if (ledgers.has(state.truth, id) || !ledgers.takes(state.truth, id)) continue;
    yield {
      words: `The server takes ${ledgers.tell(id)}`,
      state: { ...state, truth: ledgers.append(state.truth, id) },
    };
  }
}

function written(ledgers: Ledgers, ledger: Ledger, epoch?: number): number {
  const entries = [...ledgers.newestFirst(ledger)].map((id) => ledgers.read(id));
  return entries.filter((entry) => entry.kind === "batch" && (epoch ?? entry.epoch) === entry.epoch).length;
}
function sentBy(ledgers: Ledgers, { sent }: State, kind: Entry["kind"]): Set<string> {
  const entries = sent.map(({ id }) => ledgers.read(id));
  return new Set(entries.flatMap((entry) => (entry.kind === kind && "by" in entry ? [entry.by] : [])));
}

function claims(ledgers: Ledgers, scenario: RotationScenario, atStart: readonly string[]): readonly Claim<State>[] {
  /** Entries of the truth with the ledger that each was added to. */
  function* placed(truth: Ledger): Generator<readonly [Entry, Ledger]> {
    for (let size = ledgers.size(truth); size > ledgers.size(founded); size--) {
      const [id] = ledgers.newestFirst(ledgers.at(truth, size));
      if (id !== undefined) yield [ledgers.read(id), ledgers.at(truth, size - 1)];
    }
  }
  const isOnce = (state: State, name: Name): boolean => {
    const counts = new Map<string, number>();
    for (const [entry] of placed(state.truth))
      if (entry.kind === "batch") counts.set(entry.save, (counts.get(entry.save) ?? 0) + 1);
    return savesOf(name, scenario).every((save, at) => {
      const count = counts.get(save) ?? 0;
      const forgotten = at < savesOf(name, scenario).length - state[name].left;
      return count <= 1 && (!forgotten || count === 1);
    });
  };
  return [
    claimOfSeen(ledgers, atStart),
    {
      name: rotationClaims.ledger,
      from: "security.md 5 (an envelope under a stale epoch is refused), EX-01, HS-16; BAT-4",
      holds(state) {
        const held = heldBy(ledgers, state, "Xaver", atStart);
        return [...placed(state.truth)].every(
          ([entry, before]) => entry.kind !== "batch" || !ledgers.isRemoved(before, "Xaver") || !held.has(entry.key),
        );
      },
    },
    {
      name: rotationClaims.oneKey,
      from: "transcripts.md Rotation 3 (the loser discards), HS-26; LOG-3, LOG-7, KEY-10",
      holds: ({ truth }) => isOneKeyAnEpoch(ledgers, truth),
    },
    {
      name: rotationClaims.once,
      from: "security.md 6 (batch); OUT-1, OUT-3, BAT-5",
      holds: (state) => names.every((name) => isOnce(state, name)),
    },
    {
      name: rotationClaims.everybody,
      from: "security.md 5, transcripts.md Rotation 4, HS-27; LOG-6, LOG-7",
      holds: ({ truth }) =>
        [...placed(truth)].every(
          ([entry, before]) =>
            entry.kind !== "rotate" || [...entry.to].sort().join() === [...ledgers.facts(before).readers].sort().join(),
        ),
    },
  ];
}
