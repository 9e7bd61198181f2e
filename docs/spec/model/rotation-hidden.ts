/**
 * The same with a server that shows each device what it likes of what was sent, in any order that the device's own checks
 * allow, and Xaver, who left, signs rotations for it. Nobody is killed: what memory loses, the other model looks at.
 */

import { type Changes, type Entry, type EntryId, isStale, type Ledger, newestKey, rotationBy } from "./chains.ts";
import type { Claim, Model, Step } from "./explore.ts";
import { founded, Ledgers } from "./ledgers.ts";
import {
  claimOfSeen,
  heldBy,
  isOneKeyAnEpoch,
  practice,
  sealedTo,
  seenClaim,
  type Sent,
  withSent,
} from "./rotation-claims.ts";

export const hiddenFlaws = [
  "signer-not-a-reader",
  "old-roster-head-accepted",
  "recipients-unchecked",
  "old-rotation-accepted",
  "tag-unchecked",
] as const;
export type HiddenFlaw = (typeof hiddenFlaws)[number];

const names = ["Ann's PC", "Ben's PC"] as const;
type Name = (typeof names)[number];
type Writer = { readonly ledger: Ledger; readonly waits: boolean; readonly flight: EntryId | null };
export type HiddenState = {
  readonly sent: readonly Sent[];
  readonly "Ann's PC": Writer;
  readonly "Ben's PC": Writer;
};

export const hiddenClaims = {
  seen: seenClaim,
  oneKey: "whatever a device is shown, an epoch has one key in it",
  done: "nothing at all is sealed to whoever left once the removal is done",
} as const;

/**
 * `batches`: devices are shown each other's batches too. They change no key, so only what looks at them needs that.
 * `stale`: the first key is stale from the beginning, so that somebody may rotate who has not seen that Xaver leaves.
 */
export type HiddenScenario = { readonly stale: boolean; readonly batches: boolean; readonly longest: number };
export const nameOfHidden = ({ stale, batches }: HiddenScenario): string =>
  `a server that hides what it likes${stale ? ", the key stale before" : ""}${batches ? ", batches shown too" : ""}`;

export function hiddenModel(scenario: HiddenScenario, flaws: Changes = new Set<string>()): Model<HiddenState> {
  const both = flaws.has("old-rotation-accepted") ? ["old-roster-head-accepted", "recipients-unchecked"] : [];
  const readers = ["Olga", "Ann", "Ben", "Xaver"];
  const ledgers = new Ledgers(practice, readers, new Set([...flaws, ...both]), scenario.stale);
  const writer: Writer = { ledger: founded, waits: true, flight: null };
  const place = { by: "Olga's PC", previous: ledgers.facts(founded).head, seen: founded };
  const removal = ledgers.entry({ kind: "remove", account: "Xaver", ...place });
  const start: HiddenState = { sent: [{ id: removal, sawRemoval: true }], "Ann's PC": writer, "Ben's PC": writer };
  const steps = createSteps(ledgers, scenario, flaws);
  return {
    name: `rotation: ${nameOfHidden(scenario)}`,
    starts: [{ words: `Olga removes Xaver; ${nameOfHidden(scenario)}`, state: start }],
    next: steps,
    claims: claims(ledgers),
    mustHappen: [
      {
        name: "somebody writes who has seen the removal",
        happened: ({ sent }) => sent.some(({ id, sawRemoval }) => sawRemoval && ledgers.read(id).kind === "batch"),
      },
      {
        name: "somebody from whom it is hidden writes for Xaver too",
        happened: (state) =>
          state.sent.some((one) => sealedTo(ledgers, one, heldBy(ledgers, state, "Xaver", ["key 1"]))),
      },
      {
        name: "a rotation of Xaver's is taken",
        happened: (state) => names.some((name) => hasXavers(ledgers, state[name].ledger)),
      },
    ],
  };
}
const hasXavers = (ledgers: Ledgers, ledger: Ledger): boolean =>
  ledgers.find(ledger, (entry) => entry.kind === "rotate" && entry.by === "Xaver's phone") !== undefined;

const claims = (ledgers: Ledgers): readonly Claim<HiddenState>[] => [
  claimOfSeen(ledgers, ["key 1"]),
  {
    name: hiddenClaims.oneKey,
    from: "security.md 7 (omission shows), HS-26; LOG-3, LOG-7, KEY-10, BAT-8",
    holds: (state) => names.every((name) => isOneKeyAnEpoch(ledgers, state[name].ledger)),
  },
  {
    name: hiddenClaims.done,
    from: "nowhere: security.md promises it bounded by freshness only (HS-27)",
    holds: (state) => {
      const held = heldBy(ledgers, state, "Xaver", ["key 1"]);
      return state.sent.every((one) => !sealedTo(ledgers, one, held));
    },
  },
];

function createSteps(ledgers: Ledgers, { batches, longest }: HiddenScenario, flaws: Changes) {
  const send = (state: HiddenState, id: EntryId, ledger: Ledger): HiddenState =>
    withSent(state, { id, sawRemoval: ledgers.isRemoved(ledger, "Xaver") });

  function* writes(state: HiddenState, name: Name): Generator<Step<HiddenState>> {
    const own = state[name];
    const set = (change: Partial<Writer>): HiddenState => ({ ...state, [name]: { ...own, ...change } });
    if (own.flight !== null) {
      // Neither in what it is shown nor possible there any more: it is thrown away and made anew.
      if (!ledgers.has(own.ledger, own.flight) && !ledgers.takes(own.ledger, own.flight))
        yield { words: `${name} throws away what came too late`, state: set({ flight: null }) };
      return;
    }
    if (!own.waits) return;
    const facts = ledgers.facts(own.ledger);
    const sealed = { epoch: facts.epochs.length, key: newestKey(facts) };
    const batch: Entry = {
      kind: "batch",
      ...sealed,
      save: name,
      by: name,
      counter: 1,
      head: facts.head,
      seen: founded,
    };
    const id = ledgers.entry(isStale(facts) ? rotationBy(name, facts) : batch);
    yield { words: `${name} sends ${ledgers.tell(id)}`, state: send(set({ flight: id }), id, own.ledger) };
  }

  function* shows(state: HiddenState, name: Name): Generator<Step<HiddenState>> {
    const { ledger } = state[name];
    if (ledgers.size(ledger) >= longest) return;
    // One of his for each device: more of them change nothing that one doesn't.
    const crafted = hasXavers(ledgers, ledger)
      ? undefined
      : ledgers.entry(rotationBy("Xaver's phone", ledgers.facts(ledger)));
    const sentAlready = state.sent.map((one) => one.id);
    for (const id of new Set(crafted === undefined ? sentAlready : [...sentAlready, crafted])) {
      if (ledgers.has(ledger, id) || !ledgers.takes(ledger, id) || !fitsTag(ledger, id)) continue;
      const entry = ledgers.read(id);
      if (entry.kind === "batch" && entry.by !== name && !batches) continue;
      const isXavers = id === crafted;
      const sent = isXavers ? withSent(state, { id, sawRemoval: false }) : state;
      yield { words: `The server shows ${name} ${ledgers.tell(id)}`, state: shown(sent, name, id) };
    }
  }

  /** BAT-8: the tag is made with the epoch's key, so what is under another one is put aside. */
  function fitsTag(ledger: Ledger, id: EntryId): boolean {
    const entry = ledgers.read(id);
    const isOther = entry.kind === "batch" && ledgers.facts(ledger).epochs[entry.epoch - 1]?.key !== entry.key;
    return !isOther || flaws.has("tag-unchecked");
  }

  /** What it sent itself and now stands there waits no longer. */
  function shown(state: HiddenState, name: Name, id: EntryId): HiddenState {
    const ledger = ledgers.append(state[name].ledger, id);
    const own = state[name];
    const settled = own.flight === id ? { flight: null, waits: own.waits && ledgers.read(id).kind !== "batch" } : {};
    return { ...state, [name]: { ...own, ...settled, ledger } };
  }

  return function* next(state: HiddenState): Generator<Step<HiddenState>> {
    for (const name of names) yield* writes(state, name);
    for (const name of names) yield* shows(state, name);
  };
}
