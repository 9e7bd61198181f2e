/**
 * What each device does at an honest server: Olga's removes, Ann's and Ben's write. They follow the vault's push: pull; finish
 * what is pending; rotate where stale; seal; keep; send; settle. A kill takes what is in memory and leaves what is on disk.
 *
 * Reading and what a device makes of it are one step: the server's judgement comes later in any case, so that whatever others
 * do between the two, they can do just as well between sending and arriving.
 */

import { type Changes, type Entry, type EntryId, isStale, type Ledger, newestKey, rotationBy } from "./chains.ts";
import type { Step } from "./explore.ts";
import { founded, type Ledgers } from "./ledgers.ts";
import { isSealedToToday, type RotationScenario, type Sent, withSent } from "./rotation-claims.ts";

export const names = ["Ann's PC", "Ben's PC"] as const;
export type Name = (typeof names)[number];
export function savesOf(name: Name, { saves }: RotationScenario): readonly string[] {
  return Array.from({ length: saves[name === "Ann's PC" ? 0 : 1] }, (_, at) => `${name} note ${at + 1}`);
}

type Writer = {
  /** On disk: how many saves wait, and the batch that was kept before it was sent. */
  readonly left: number;
  readonly pending: EntryId | null;
  /** In memory: what it has read; null where it reads anew before it does anything. What travels, and what is sealed meanwhile. */
  readonly read: Ledger | null;
  readonly flight: EntryId | null;
  readonly ahead: EntryId | null;
  /** The key of a rotation that came too late. It is thrown away; a planted flaw keeps it. */
  readonly lost: string | null;
};
export type State = {
  readonly truth: Ledger;
  readonly sent: readonly Sent[];
  /** Kills that may still happen. */
  readonly kills: number;
  readonly olga: { readonly flight: EntryId | null; readonly gaveUp: boolean };
  readonly "Ann's PC": Writer;
  readonly "Ben's PC": Writer;
};
const idle = { read: null, flight: null, ahead: null, lost: null } as const;

export function createDevices(ledgers: Ledgers, scenario: RotationScenario, flaws: Changes) {
  const writerAtStart = (name: Name): Writer => ({ left: savesOf(name, scenario).length, pending: null, ...idle });
  const start: State = {
    truth: founded,
    sent: [],
    kills: scenario.kills,
    olga: { flight: null, gaveUp: false },
    "Ann's PC": writerAtStart("Ann's PC"),
    "Ben's PC": writerAtStart("Ben's PC"),
  };
  const send = (state: State, id: EntryId, read: Ledger): State =>
    withSent(state, { id, sawRemoval: ledgers.isRemoved(read, "Xaver") });

  function* olga(state: State): Generator<Step<State>> {
    const { truth, kills } = state;
    const { flight, gaveUp } = state.olga;
    if (flight === null) {
      if (gaveUp || ledgers.isRemoved(truth, "Xaver")) return;
      const facts = ledgers.facts(truth);
      const kind = scenario.xaver === "joins" && !facts.readers.has("Xaver") ? "entitle" : "remove";
      const id = ledgers.entry({ kind, account: "Xaver", by: "Olga's PC", previous: facts.head, seen: founded });
      yield {
        words: `Olga's PC reads on and sends ${ledgers.tell(id)}`,
        state: send({ ...state, olga: { flight: id, gaveUp } }, id, truth),
      };
      return;
    }
    if (ledgers.has(truth, flight))
      yield { words: "Olga's PC is told that it is done", state: { ...state, olga: { flight: null, gaveUp } } };
    else if (!ledgers.takes(truth, flight))
      yield {
        words: "Olga's PC is told that the head moved",
        state: { ...state, olga: { flight: null, gaveUp: flaws.has("removal-not-retried") } },
      };
    if (kills > 0)
      yield { words: "Olga's PC is killed", state: { ...state, kills: kills - 1, olga: { flight: null, gaveUp } } };
  }

  /** Another statement that nobody waits for; it only moves the head. */
  function* rival(state: State): Generator<Step<State>> {
    if (state.sent.some(({ id }) => ledgers.read(id).kind === "enrol")) return;
    const place = { by: "Ben's PC", previous: ledgers.facts(state.truth).head, seen: founded };
    const id = ledgers.entry({ kind: "enrol", device: "Ben's tablet", account: "Ben", via: "pairing", ...place });
    yield { words: `Ben's PC sends ${ledgers.tell(id)}`, state: send(state, id, state.truth) };
  }

  function* writer(state: State, name: Name): Generator<Step<State>> {
    const own = state[name];
    const set = (change: Partial<Writer>): State => ({ ...state, [name]: { ...own, ...change } });
    if (own.flight !== null || own.read !== null) {
      if (state.kills > 0) yield { words: `${name} is killed`, state: { ...set(idle), kills: state.kills - 1 } };
      if (own.flight !== null) yield* travelling(state.truth, name, own, own.flight, set);
      else if (own.pending !== null && own.read !== null) yield sendPending(state, name, own.pending, own.read);
      return;
    }
    const read = state.truth;
    if (own.pending !== null) {
      if (ledgers.has(read, own.pending))
        yield {
          words: `${name} reads on and finds that its pending batch has arrived`,
          state: set({ pending: null, left: own.left - 1 }),
        };
      else if (!isSealedToToday(ledgers, own.pending, read) && !flaws.has("pending-sent-again-blindly"))
        yield {
          words: `${name} reads on and throws its pending batch away: its epoch is over`,
          state: set({ pending: null }),
        };
      else yield sendPending(state, name, own.pending, read);
      return;
    }
    yield* writesNext(state, name, own, set);
    yield* delivers(state, name);
  }

  /** The same bytes as before. */
  function sendPending(state: State, name: Name, pending: EntryId, read: Ledger): Step<State> {
    const own = state[name];
    const left = flaws.has("outbox-cleared-when-sent") ? own.left - 1 : own.left;
    const sending = { ...state, [name]: { ...own, left, read, flight: pending } };
    return { words: `${name} sends ${ledgers.tell(pending)}`, state: send(sending, pending, read) };
  }

  function* writesNext(
    state: State,
    name: Name,
    own: Writer,
    set: (change: Partial<Writer>) => State,
  ): Generator<Step<State>> {
    const read = state.truth;
    const facts = ledgers.facts(read);
    // Who has nothing to write tidies up all the same.
    if (isStale(facts) && !flaws.has("staleness-not-looked-at")) {
      const to = flaws.has("former-readers-served") ? ["Ann", "Ben", "Olga", "Xaver"] : undefined;
      const id = ledgers.entry(rotationBy(name, facts, to));
      yield {
        words: `${name} reads on and sends ${ledgers.tell(id)}`,
        state: send(set({ read, flight: id }), id, read),
      };
      return;
    }
    if (own.left === 0) return;
    const id = ledgers.entry(batchOf(name, own, read, 0));
    if (flaws.has("pending-not-kept"))
      yield {
        words: `${name} sends ${ledgers.tell(id)}, which it did not keep`,
        state: send(set({ read, flight: id }), id, read),
      };
    else
      yield {
        words: `${name} reads on, seals and keeps ${ledgers.tell(id)}`,
        state: set({ read, pending: id, lost: null }),
      };
  }

  /** To readers who have no key of the newest epoch yet. */
  function* delivers(state: State, name: Name): Generator<Step<State>> {
    const facts = ledgers.facts(state.truth);
    const unserved = [...facts.readers].filter((one) => !facts.served.has(one));
    if (unserved.length === 0 || isStale(facts)) return;
    const place = { by: name, previous: facts.logHead, head: facts.head };
    const newest = { epoch: facts.epochs.length, key: newestKey(facts) };
    const id = ledgers.entry({ kind: "deliver", ...newest, to: unserved, ...place });
    const sending = { ...state, [name]: { ...state[name], read: state.truth, flight: id } };
    yield { words: `${name} reads on and sends ${ledgers.tell(id)}`, state: send(sending, id, state.truth) };
  }

  /** The next save, or with `ahead` 1 the one after it, sealed before the first one has its place. */
  function batchOf(name: Name, own: Writer, read: Ledger, ahead: 0 | 1): Entry {
    const facts = ledgers.facts(read);
    const saves = savesOf(name, scenario);
    const save = saves[saves.length - own.left + ahead] ?? "";
    const counter = (facts.counters.get(name) ?? 0) + 1 + ahead;
    const sealed = { epoch: facts.epochs.length, key: own.lost ?? newestKey(facts) };
    return { kind: "batch", ...sealed, save, by: name, counter, head: ledgers.facts(founded).head, seen: founded };
  }

  function* travelling(
    truth: Ledger,
    name: Name,
    own: Writer,
    flight: EntryId,
    set: (change: Partial<Writer>) => State,
  ): Generator<Step<State>> {
    const entry = ledgers.read(flight);
    const isBatch = entry.kind === "batch";
    if (isBatch && own.left > 1 && own.ahead === null && own.read !== null)
      yield {
        words: `${name} seals its next batch meanwhile`,
        state: set({ ahead: ledgers.entry(batchOf(name, own, own.read, 1)) }),
      };
    if (ledgers.has(truth, flight) && isBatch) {
      // One transaction: the save leaves the outbox, and what was sealed ahead is kept if it is sealed to today.
      const isToday = own.ahead !== null && isSealedToToday(ledgers, own.ahead, truth);
      const pending = isToday || flaws.has("ahead-sent-blindly") ? own.ahead : null;
      const left = flaws.has("outbox-cleared-when-sent") ? own.left : own.left - 1;
      yield {
        words: `${name} is told that its batch is stored${pending === null ? "" : " and keeps the next one"}`,
        state: set({ ...idle, left, pending, read: pending === null ? null : truth }),
      };
    } else if (ledgers.has(truth, flight)) {
      yield { words: `${name} is told that it is done`, state: set(idle) };
    } else if (!ledgers.takes(truth, flight)) {
      const lost = entry.kind === "rotate" && flaws.has("loser-keeps-its-key") ? entry.key : null;
      yield {
        words: `${name} is told that somebody was quicker`,
        state: set({ ...idle, pending: isBatch ? null : own.pending, lost }),
      };
    }
  }

  return { start, olga, rival, writer };
}
