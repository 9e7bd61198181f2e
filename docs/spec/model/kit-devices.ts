/** What the laptop and the new device sign, and what the server can show either of them (`enrol.ts`, `sync.ts` and `replay.ts` of the vault). */

import {
  type Changes,
  type Entry,
  type EntryId,
  isProvisional,
  isStale,
  type Ledger,
  newestKey,
  rotationBy,
} from "./chains.ts";
import type { Step } from "./explore.ts";
import { Ledgers } from "./ledgers.ts";

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
  /** That the laptop signs at most. */
  readonly heartbeats: number;
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

export const isBy = (entry: Entry, by: string, kind: Entry["kind"]): boolean =>
  entry.kind === kind && "by" in entry && entry.by === by;
export const isNew = (ledgers: Ledgers, ledger: Ledger): boolean => isProvisional(ledgers.facts(ledger), "new");

export function createSteps(ledgers: Ledgers, scenario: KitScenario, flaws: Changes) {
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
    if (signedBy(state, "laptop", "heartbeat") < scenario.heartbeats) {
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
