/** Ledgers and entries by number: two that are alike have the same one, so that states stay small and compare quickly. */

import {
  type Account,
  after,
  type Changes,
  type Device,
  type Entry,
  type EntryId,
  type Facts,
  type Ledger,
  mayStand,
} from "./chains.ts";

type Node = { readonly parent: Ledger; readonly entry: EntryId; readonly size: number; readonly facts: Facts };

/** The ledger that every practice of a model begins with. */
export const founded: Ledger = 0;

export class Ledgers {
  readonly #nodes: Node[] = [];
  readonly #byPlace = new Map<string, Ledger>();
  readonly #entries: Entry[] = [];
  readonly #byContent = new Map<string, EntryId>();
  readonly #changes: Changes;

  /** `people`: account of each device of the founding; `readers`: who of them has the first epoch's key; `stale`: the first epoch's. */
  constructor(people: Readonly<Record<Device, Account>>, readers: readonly Account[], changes: Changes, stale = false) {
    this.#changes = changes;
    const founding = this.entry({ kind: "noise" });
    const devices = Object.entries(people).map(
      ([device, account]) =>
        [device, { account, via: "founding", sequence: 0, ended: false, confirmed: false }] as const,
    );
    const facts: Facts = {
      head: founding,
      heads: new Map([[founding, { index: 0, sequence: 0 }]]),
      devices: new Map(devices),
      members: new Set(Object.values(people)),
      readers: new Set(readers),
      staleIndex: stale ? 0 : -1,
      changedIndex: 0,
      logHead: founding,
      epochs: [{ key: "key 1", index: 0 }],
      served: new Set(readers),
      counters: new Map(),
      heartbeats: new Map(),
      vouched: new Set(),
    };
    this.#nodes.push({ parent: -1, entry: founding, size: 1, facts });
  }

  entry(content: Entry): EntryId {
    const key = JSON.stringify(content);
    const before = this.#byContent.get(key);
    if (before !== undefined) return before;
    this.#byContent.set(key, this.#entries.length);
    return this.#entries.push(content) - 1;
  }
  read(id: EntryId): Entry {
    return this.#entries[id] as Entry;
  }

  facts(ledger: Ledger): Facts {
    return this.#node(ledger).facts;
  }
  size(ledger: Ledger): number {
    return this.#node(ledger).size;
  }
  #node(ledger: Ledger): Node {
    return this.#nodes[ledger] as Node;
  }

  /** Whether server and devices take this entry next. */
  takes(ledger: Ledger, id: EntryId): boolean {
    const entry = this.read(id);
    const seen = "seen" in entry ? this.size(entry.seen) : 0;
    return mayStand(this.facts(ledger), entry, this.size(ledger), seen, this.#changes);
  }
  append(ledger: Ledger, id: EntryId): Ledger {
    const place = `${ledger} ${id}`;
    const before = this.#byPlace.get(place);
    if (before !== undefined) return before;
    const { size, facts } = this.#node(ledger);
    const node = {
      parent: ledger,
      entry: id,
      size: size + 1,
      facts: after(facts, id, this.read(id), size, this.#changes),
    };
    this.#byPlace.set(place, this.#nodes.length);
    return this.#nodes.push(node) - 1;
  }

  /** The ledger that this one was when it had `size` leaves. */
  at(ledger: Ledger, size: number): Ledger {
    let one = ledger;
    while (this.size(one) > size) one = this.#node(one).parent;
    return one;
  }
  continues(later: Ledger, earlier: Ledger): boolean {
    return this.at(later, this.size(earlier)) === earlier;
  }
  /** Entries after the founding, the newest first. */
  *newestFirst(ledger: Ledger): Generator<EntryId> {
    for (let one = ledger; one !== founded; one = this.#node(one).parent) yield this.#node(one).entry;
  }
  has(ledger: Ledger, id: EntryId): boolean {
    for (const one of this.newestFirst(ledger)) if (one === id) return true;
    return false;
  }
  find(ledger: Ledger, is: (entry: Entry) => boolean): EntryId | undefined {
    for (const one of this.newestFirst(ledger)) if (is(this.read(one))) return one;
    return undefined;
  }
  isRemoved(ledger: Ledger, account: Account): boolean {
    return !this.facts(ledger).members.has(account);
  }

  /** In words, for a trace. */
  tell(id: EntryId): string {
    const entry = this.read(id);
    switch (entry.kind) {
      case "noise":
        return "a leaf of somebody else's";
      case "remove":
      case "entitle":
        return `the statement by ${entry.by} that ${entry.account} ${entry.kind === "remove" ? "leaves" : "may read"}`;
      case "enrol":
        return `the enrolment of ${entry.device} by ${entry.via}`;
      case "confirm":
        return `the person's word for ${entry.by}`;
      case "rotate":
        return `the rotation by ${entry.by} to epoch ${entry.epoch} for ${entry.to.join(", ")}`;
      case "deliver":
        return `the delivery by ${entry.by} of epoch ${entry.epoch} to ${entry.to.join(", ")}`;
      case "batch":
        return `a batch of ${entry.by} under epoch ${entry.epoch}`;
      case "heartbeat":
        return `heartbeat ${entry.counter} of ${entry.by}`;
    }
  }
}
