/** What was sent, whose keys a leaver holds, and what must never have been sealed to them. */

import { type Account, type Entry, type EntryId, isStale, type Ledger } from "./chains.ts";
import type { Claim } from "./explore.ts";
import type { Ledgers } from "./ledgers.ts";

/** Whose each device is. */
export const practice = {
  "Olga's PC": "Olga",
  "Ann's PC": "Ann",
  "Ben's PC": "Ben",
  "Xaver's phone": "Xaver",
} as const;

export type RotationScenario = {
  /** Xaver reads from the beginning, or comes to read later, so that a key has to be delivered to him, and leaves then. */
  readonly xaver: "reads" | "joins";
  /** Something made the first epoch stale before: a device was lost. */
  readonly stale: boolean;
  /** Somebody else makes a statement at the same time. */
  readonly rival: boolean;
  /** Notes that Ann and Ben save. With two, the second is sealed while the first one travels. */
  readonly saves: readonly [number, number];
  readonly kills: number;
};

/** Something that left its device, so that the server and whoever helps it has it, whether it was taken or not. */
export type Sent = {
  readonly id: EntryId;
  /** Its device had seen the removal. */
  readonly sawRemoval: boolean;
};
export type HasSent = { readonly sent: readonly Sent[] };

export function withSent<S extends HasSent>(state: S, one: Sent): S {
  const isKnown = state.sent.some(({ id, sawRemoval }) => id === one.id && (sawRemoval || !one.sawRemoval));
  if (isKnown) return state;
  const before = state.sent.find(({ id }) => id === one.id);
  const sawRemoval = one.sawRemoval || (before?.sawRemoval ?? false);
  const others = state.sent.filter(({ id }) => id !== one.id);
  return { ...state, sent: [...others, { id: one.id, sawRemoval }].sort((a, b) => a.id - b.id) };
}

/** Keys that an account made or was given, and those that their back links open. */
export function heldBy(ledgers: Ledgers, { sent }: HasSent, account: Account, atStart: readonly string[]): Set<string> {
  const held = new Set(atStart);
  const entries = sent.map(({ id }) => ledgers.read(id));
  for (const entry of entries) {
    if (!isGiving(entry)) continue;
    if (entry.to.includes(account) || practice[entry.by as keyof typeof practice] === account) held.add(entry.key);
  }
  for (let size = 0; size !== held.size; ) {
    size = held.size;
    for (const entry of entries) if (entry.kind === "rotate" && held.has(entry.key)) held.add(entry.before);
  }
  return held;
}
const isGiving = (entry: Entry): entry is Extract<Entry, { kind: "rotate" | "deliver" }> =>
  entry.kind === "rotate" || entry.kind === "deliver";

export const sealedTo = (ledgers: Ledgers, { id }: Sent, held: ReadonlySet<string>): boolean => {
  const entry = ledgers.read(id);
  return entry.kind === "batch" && held.has(entry.key);
};

/** Whether a batch may still travel: nobody has left since it was sealed (`isSealedToToday` of the vault's push). */
export function isSealedToToday(ledgers: Ledgers, batch: EntryId, ledger: Ledger): boolean {
  const entry = ledgers.read(batch);
  const facts = ledgers.facts(ledger);
  return entry.kind === "batch" && !isStale(facts) && entry.epoch === facts.epochs.length;
}

export const seenClaim = "nothing that a device sends after it has seen a removal is sealed to whoever left";

export function claimOfSeen<S extends HasSent>(ledgers: Ledgers, atStart: readonly string[]): Claim<S> {
  // Most steps send nothing: the list is the same one as before, and so is what it says.
  const judged = new WeakMap<readonly Sent[], boolean>();
  return {
    name: seenClaim,
    from: "security.md 5 (stale, then rotate on write), EX-01, HS-27; LOG-4, LOG-6, BAT-4, OUT-2",
    holds({ sent }) {
      const before = judged.get(sent);
      if (before !== undefined) return before;
      const held = heldBy(ledgers, { sent }, "Xaver", atStart);
      const holds = sent.every((one) => !one.sawRemoval || !sealedTo(ledgers, one, held));
      judged.set(sent, holds);
      return holds;
    },
  };
}

/** Each epoch of a log is one key, and a batch is under the key that its epoch has in the log. */
export function isOneKeyAnEpoch(ledgers: Ledgers, ledger: Ledger): boolean {
  const epochs = new Set<number>();
  for (const id of ledgers.newestFirst(ledger)) {
    const entry = ledgers.read(id);
    if (entry.kind === "rotate") {
      if (epochs.has(entry.epoch)) return false;
      epochs.add(entry.epoch);
    }
    if (entry.kind === "batch" && ledgers.facts(ledger).epochs[entry.epoch - 1]?.key !== entry.key) return false;
  }
  return true;
}
