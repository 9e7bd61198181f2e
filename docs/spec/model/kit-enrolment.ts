/**
 * A device set up by Kit (transcripts.md "Device by Kit"; KIT-4, KIT-5; security.md 7 "Freshness"), with a server that shows
 * each device what it likes of what was signed, in any order that their checks allow. Olga's laptop is there already; Xaver
 * is a colleague with a device of his own.
 */

import {
  type Change,
  type Changes,
  type Entry,
  type EntryId,
  isProvisional,
  isStale,
  type Ledger,
  newestKey,
  rotationBy,
} from "./chains.ts";
import type { Claim, Model, Step } from "./explore.ts";
import { founded, Ledgers } from "./ledgers.ts";

/** One check less each; those of `Change` are rules of the chains. */
export const kitFlaws = [
  "provisional-writes",
  "provisional-invites",
  "provisional-vouches",
  "older-entry-vouches",
  "confirmed-without-looking",
  "kit-checkpoint-unchecked",
  "enrolment-not-awaited",
  "other-past-accepted",
  "seen-not-compared",
] as const;
export type KitFlaw = (typeof kitFlaws)[number];

export type KitScenario = {
  /** Whether the Kit was printed before Xaver was removed, or after. */
  readonly kit: "before" | "after";
  /** Whether Xaver's device signs what the server wants of it; his rights are over, his key is not. */
  readonly xaver: "gone" | "helps";
  /** Whether a second device is set up by Kit and shown the same. */
  readonly second: boolean;
  /** A rule that the design lacks: colleagues' devices vouch for nobody. */
  readonly onlyOwnVouch: boolean;
  /** Leaves of the longest ledger that anybody is shown, with the founding. */
  readonly longest: number;
};

type Side = {
  readonly ledger: Ledger;
  readonly alarmed: boolean;
  /** Was shown, checks or not, what proves that the server shows others another ledger. */
  readonly sawAnother: boolean;
};
export type State = {
  readonly laptop: Side;
  readonly fresh: Side & {
    readonly step: "reading" | "asked" | "enrolled";
    /** Whether Xaver was gone for the laptop when it was signed by which this device stopped being provisional, or before. */
    readonly vouchedLate: boolean;
    readonly enrolledLate: boolean;
    readonly confirmedLate: boolean;
    /** What it signed while provisional, but its own enrolment and its person's word. */
    readonly signedTooEarly: boolean;
    /** It sealed to a key that Xaver holds, vouched for after he had gone. */
    readonly sealedToXaver: boolean;
  };
  /** Everything signed so far; the server has it all. */
  readonly signed: readonly EntryId[];
};

const people = { laptop: "Olga", "Xaver's phone": "Xaver" };
const heartbeats = 2;

export const kitClaims = {
  seals:
    "nothing is sealed to a leaver by a device that was enrolled or vouched for when the leaver was known to be gone",
  signs: "a provisional device signs its enrolment and its person's word, and nothing that gives or adds",
  alarm: "whoever is shown proof of another ledger raises an alarm",
  past: "a device set up by Kit has the past that the Kit was printed with",
  enrolled: "a device goes on only when its own enrolment stands in the ledger it is shown",
} as const;

export function kitModel(scenario: KitScenario, flaws: Changes = new Set<KitFlaw>()): Model<State> {
  const rule: readonly Change[] = scenario.onlyOwnVouch ? ["only-own-devices-vouch"] : [];
  const ledgers = new Ledgers(people, ["Olga", "Xaver"], new Set([...flaws, ...rule]));
  const removal = ledgers.entry({
    kind: "remove",
    account: "Xaver",
    by: "laptop",
    previous: ledgers.facts(founded).head,
    seen: founded,
  });
  const printed = scenario.kit === "after" ? ledgers.append(founded, removal) : founded;
  const start = (ledger: Ledger): State => ({
    laptop: { ledger: printed, alarmed: false, sawAnother: false },
    fresh: {
      ...{ ledger, alarmed: false, sawAnother: false, step: "reading" },
      ...{ vouchedLate: false, enrolledLate: false, confirmedLate: false, signedTooEarly: false, sealedToXaver: false },
    },
    signed: scenario.kit === "after" ? [removal] : [],
  });
  const starts = [{ words: "The Kit is printed; later somebody sets up a new device with it", state: start(printed) }];
  if (flaws.has("kit-checkpoint-unchecked"))
    starts.push({ words: "The new device is shown less than the Kit's past", state: start(founded) });
  const steps = createSteps(ledgers, scenario, flaws);
  return {
    name: `kit enrolment: ${nameOfKit(scenario)}`,
    starts,
    next: steps,
    claims: claims(ledgers, printed),
    mustHappen: [
      {
        name: "the new device is vouched for",
        happened: ({ fresh }) => fresh.step === "enrolled" && !isNew(ledgers, fresh.ledger),
      },
      { name: "it writes", happened: ({ signed }) => signed.some((id) => isBy(ledgers.read(id), "new", "batch")) },
      {
        name: "its person's word is taken",
        happened: ({ signed }) => signed.some((id) => isBy(ledgers.read(id), "new", "confirm")),
      },
      {
        name: "it rotates first",
        happened: ({ signed }) => signed.some((id) => isBy(ledgers.read(id), "new", "rotate")),
      },
      { name: "the new device alarms", happened: ({ fresh }) => fresh.alarmed },
      { name: "the laptop alarms", happened: ({ laptop }) => laptop.alarmed },
    ],
  };
}
export const nameOfKit = ({ kit, xaver, second, onlyOwnVouch }: KitScenario): string =>
  `Kit printed ${kit} Xaver leaves, who ${xaver === "gone" ? "is gone" : "helps the server"}${second ? ", two new devices" : ""}${onlyOwnVouch ? ", only one's own devices vouch" : ""}`;

const isBy = (entry: Entry, by: string, kind: Entry["kind"]): boolean =>
  entry.kind === kind && "by" in entry && entry.by === by;
const isNew = (ledgers: Ledgers, ledger: Ledger): boolean => isProvisional(ledgers.facts(ledger), "new");

const claims = (ledgers: Ledgers, printed: Ledger): readonly Claim<State>[] => [
  {
    name: kitClaims.seals,
    from: "security.md 5 (stale), 7 (freshness), HS-04, EX-01; ADR 0007",
    holds: ({ fresh }) => !fresh.sealedToXaver,
  },
  {
    name: kitClaims.signs,
    from: "security.md 7 (freshness), HS-04; docs/spec/10-enrolment.md",
    holds: ({ fresh }) => !fresh.signedTooEarly,
  },
  {
    name: kitClaims.alarm,
    from: "security.md 7, HS-03, HS-04, HS-14; LED-7, LED-11",
    holds: ({ laptop, fresh }) => [laptop, fresh].every(({ alarmed, sawAnother }) => alarmed || !sawAnother),
  },
  {
    name: kitClaims.past,
    from: "transcripts.md Device by Kit 3; KIT-4",
    holds: ({ fresh }) => ledgers.continues(fresh.ledger, printed),
  },
  {
    name: kitClaims.enrolled,
    from: "transcripts.md Device by Kit 4; KIT-5",
    holds: ({ fresh }) => fresh.step !== "enrolled" || ledgers.facts(fresh.ledger).devices.has("new"),
  },
];

function createSteps(ledgers: Ledgers, scenario: KitScenario, flaws: Changes) {
  const sign = (state: State, entry: Entry): State => {
    const id = ledgers.entry(entry);
    return { ...state, signed: [...new Set([...state.signed, id])].sort((a, b) => a - b) };
  };
  const signedBy = ({ signed }: State, by: string, kind: Entry["kind"]): number =>
    signed.filter((id) => isBy(ledgers.read(id), by, kind)).length;
  /** Something it signed is not in its ledger yet and still may come to stand there. */
  const waits = ({ signed }: State, by: string, ledger: Ledger): boolean =>
    signed.some((id) => {
      const entry = ledgers.read(id);
      return "by" in entry && entry.by === by && !ledgers.has(ledger, id) && ledgers.takes(ledger, id);
    });
  const isHeldByXaver = ({ signed }: State, key: string): boolean =>
    key === "key 1" ||
    signed.some((id) => {
      const entry = ledgers.read(id);
      return entry.kind === "rotate" && entry.key === key && entry.to.includes("Xaver");
    });
  const rotation = (by: string, ledger: Ledger): Entry => rotationBy(by, ledgers.facts(ledger));

  function* laptopSigns(state: State): Generator<Step<State>> {
    const { ledger } = state.laptop;
    if (waits(state, "laptop", ledger)) return;
    const facts = ledgers.facts(ledger);
    const can: Entry[] = [];
    const place = { by: "laptop", previous: facts.head, seen: ledger };
    if (facts.members.has("Xaver") && signedBy(state, "laptop", "remove") === 0)
      can.push({ kind: "remove", account: "Xaver", ...place });
    if (isStale(facts)) can.push(rotation("laptop", ledger));
    if (signedBy(state, "laptop", "heartbeat") < heartbeats) {
      const counter = (facts.heartbeats.get("laptop") ?? 0) + 1;
      can.push({ kind: "heartbeat", by: "laptop", counter, head: facts.head, seen: ledger });
    }
    for (const entry of can)
      yield { words: `The laptop signs ${ledgers.tell(ledgers.entry(entry))}`, state: sign(state, entry) };
  }

  function* newSigns(state: State): Generator<Step<State>> {
    const { fresh } = state;
    const { ledger } = fresh;
    const facts = ledgers.facts(ledger);
    const place = { by: "new", previous: facts.head, seen: ledger };
    if (fresh.step === "reading") {
      const step = flaws.has("enrolment-not-awaited") ? "enrolled" : "asked";
      const entry: Entry = { kind: "enrol", device: "new", account: "Olga", via: "kit", ...place };
      const enrolledLate = ledgers.isRemoved(state.laptop.ledger, "Xaver");
      yield {
        words: "The new device signs its enrolment",
        state: sign({ ...state, fresh: { ...fresh, step, enrolledLate } }, entry),
      };
    }
    if (fresh.step !== "enrolled" || waits(state, "new", ledger)) return;
    const provisional = isProvisional(facts, "new");
    if (provisional && (isLastSeenRight(state) || flaws.has("confirmed-without-looking"))) {
      const confirmedLate = ledgers.isRemoved(state.laptop.ledger, "Xaver");
      yield {
        words: "Its person says that what it shows of the laptop is right",
        state: sign({ ...state, fresh: { ...fresh, confirmedLate } }, { kind: "confirm", ...place }),
      };
    }
    if (provisional && flaws.has("provisional-invites")) {
      const entry: Entry = { kind: "enrol", device: "tablet", account: "Olga", via: "pairing", ...place };
      yield {
        words: "The new device, still provisional, brings in a tablet by pairing",
        state: sign({ ...state, fresh: { ...fresh, signedTooEarly: true } }, entry),
      };
    }
    if (provisional && !flaws.has("provisional-writes")) return;
    if (isStale(facts)) {
      yield {
        words: "The new device rotates",
        state: sign({ ...state, fresh: { ...fresh, signedTooEarly: provisional } }, rotation("new", ledger)),
      };
    } else if (signedBy(state, "new", "batch") === 0) {
      const key = newestKey(facts);
      const late = provisional ? ledgers.isRemoved(state.laptop.ledger, "Xaver") : fresh.vouchedLate;
      const sealedToXaver = late && isHeldByXaver(state, key);
      const batch: Entry = {
        kind: "batch",
        epoch: facts.epochs.length,
        key,
        save: "note",
        by: "new",
        counter: 1,
        head: facts.head,
        seen: ledger,
      };
      yield {
        words: `The new device seals a note under epoch ${batch.epoch}`,
        state: sign({ ...state, fresh: { ...fresh, signedTooEarly: provisional, sealedToXaver } }, batch),
      };
    }
  }

  /** "Your laptop, last seen yesterday 17:40: right?" is right if the laptop has added nothing since. */
  function isLastSeenRight({ laptop, fresh }: State): boolean {
    const byLaptop = (entry: Entry): boolean => "by" in entry && entry.by === "laptop";
    return ledgers.find(fresh.ledger, byLaptop) === ledgers.find(laptop.ledger, byLaptop);
  }

  /** What others than the laptop and the new device sign for the server, on whatever it shows. */
  function* crafted(ledger: Ledger): Generator<EntryId> {
    const facts = ledgers.facts(ledger);
    if (scenario.xaver === "helps") {
      const by = "Xaver's phone";
      yield ledgers.entry({
        kind: "heartbeat",
        by,
        counter: (facts.heartbeats.get(by) ?? 0) + 1,
        head: facts.head,
        seen: ledger,
      });
    }
    if (scenario.second)
      yield ledgers.entry({
        kind: "enrol",
        device: "second",
        account: "Olga",
        via: "kit",
        by: "second",
        previous: facts.head,
        seen: ledger,
      });
  }

  function* serverShows(state: State, to: "laptop" | "fresh"): Generator<Step<State>> {
    const side = state[to];
    const name = to === "fresh" ? "new device" : "laptop";
    const isFull = ledgers.size(side.ledger) >= scenario.longest;
    const noise = to === "fresh" ? [ledgers.entry({ kind: "noise" })] : [];
    const others = to === "fresh" ? [...crafted(side.ledger)] : [];
    for (const id of isFull ? [] : new Set([...state.signed, ...noise, ...others])) {
      const entry = ledgers.read(id);
      // A note changes nothing for anybody: what it is under was settled when it was sealed.
      if (entry.kind === "batch" || (entry.kind !== "noise" && ledgers.has(side.ledger, id))) continue;
      if (!ledgers.takes(side.ledger, id)) continue;
      const another = "seen" in entry && !ledgers.continues(side.ledger, entry.seen);
      const ledger = ledgers.append(side.ledger, id);
      const alarmed = side.alarmed || (another && !flaws.has("seen-not-compared"));
      const shown = { ...state, [to]: { ...side, ledger, alarmed, sawAnother: side.sawAnother || another } };
      const words = `The server shows the ${name} ${ledgers.tell(id)}${another ? `, whose author saw another ledger${alarmed ? ": alarm" : ""}` : ""}`;
      yield { words, state: to === "fresh" ? afterShown(state, shown, entry) : shown };
    }
    const other = state[to === "fresh" ? "laptop" : "fresh"].ledger;
    const parted = !ledgers.continues(other, side.ledger) && !ledgers.continues(side.ledger, other);
    if (parted && !side.sawAnother) {
      const accepted = flaws.has("other-past-accepted");
      const ledger = accepted ? other : side.ledger;
      yield {
        words: `The server shows the ${name} the other's ledger${accepted ? "" : ": alarm"}`,
        state: { ...state, [to]: { ...side, ledger, sawAnother: true, alarmed: side.alarmed || !accepted } },
      };
    }
  }

  function afterShown(before: State, state: State, entry: Entry): State {
    const { fresh } = state;
    const step = entry.kind === "enrol" && entry.device === "new" ? "enrolled" : fresh.step;
    const vouched = isNew(ledgers, before.fresh.ledger) && !isNew(ledgers, fresh.ledger);
    if (!vouched) return { ...state, fresh: { ...fresh, step } };
    return { ...state, fresh: { ...fresh, step, vouchedLate: fresh.enrolledLate || wasGone(state, entry) } };
  }

  /** For the laptop's entries as it saw it when it signed; whoever else vouches does so now. */
  function wasGone({ fresh, laptop }: State, entry: Entry): boolean {
    if (entry.kind === "confirm") return fresh.confirmedLate;
    if ("by" in entry && entry.by === "laptop" && "seen" in entry) return ledgers.isRemoved(entry.seen, "Xaver");
    return ledgers.isRemoved(laptop.ledger, "Xaver");
  }

  return function* next(state: State): Generator<Step<State>> {
    yield* laptopSigns(state);
    yield* newSigns(state);
    yield* serverShows(state, "laptop");
    yield* serverShows(state, "fresh");
  };
}
