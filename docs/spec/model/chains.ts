/**
 * What one compartment's practice knows after a ledger: people, devices, epochs, who vouches for whom. The rules are those
 * of docs/spec (ROS, LOG, BAT, LED-8) for one compartment, with hashes and signatures taken as perfect: an entry names what
 * it follows by that entry's number.
 */

export type Account = string;
export type Device = string;
/** Number of a ledger (`Ledgers`), of an entry. */
export type Ledger = number;
export type EntryId = number;

/** `previous` of a statement is the roster head, of a key-log entry the log's; `head` the roster head it relies on. */
export type Entry =
  | {
      readonly kind: "remove" | "entitle";
      readonly account: Account;
      readonly by: Device;
      readonly previous: EntryId;
      readonly seen: Ledger;
    }
  /** By kit the new device signs itself, by pairing one that is there. */
  | {
      readonly kind: "enrol";
      readonly device: Device;
      readonly account: Account;
      readonly via: "kit" | "pairing";
      readonly by: Device;
      readonly previous: EntryId;
      readonly seen: Ledger;
    }
  | { readonly kind: "confirm"; readonly by: Device; readonly previous: EntryId; readonly seen: Ledger }
  /** `before`: the key that its back link opens to. */
  | {
      readonly kind: "rotate";
      readonly epoch: number;
      readonly key: string;
      readonly before: string;
      readonly to: readonly Account[];
      readonly by: Device;
      readonly previous: EntryId;
      readonly head: EntryId;
    }
  | {
      readonly kind: "deliver";
      readonly epoch: number;
      readonly key: string;
      readonly to: readonly Account[];
      readonly by: Device;
      readonly previous: EntryId;
      readonly head: EntryId;
    }
  | {
      readonly kind: "batch";
      readonly epoch: number;
      readonly key: string;
      readonly save: string;
      readonly by: Device;
      readonly counter: number;
      readonly head: EntryId;
      readonly seen: Ledger;
    }
  | {
      readonly kind: "heartbeat";
      readonly by: Device;
      readonly counter: number;
      readonly head: EntryId;
      readonly seen: Ledger;
    }
  /** A leaf that nobody here is owed. */
  | { readonly kind: "noise" };

export type DeviceFacts = {
  readonly account: Account;
  readonly via: "founding" | "kit" | "pairing";
  readonly sequence: number;
  readonly ended: boolean;
  readonly confirmed: boolean;
};
export type Epoch = { readonly key: string; readonly index: number };
/** Ledger index and place in the roster of each statement. */
export type HeadFacts = { readonly index: number; readonly sequence: number };

export type Facts = {
  readonly head: EntryId;
  readonly heads: ReadonlyMap<EntryId, HeadFacts>;
  readonly devices: ReadonlyMap<Device, DeviceFacts>;
  readonly members: ReadonlySet<Account>;
  /** Readers, who also write. */
  readonly readers: ReadonlySet<Account>;
  readonly staleIndex: number;
  readonly changedIndex: number;
  readonly logHead: EntryId;
  /** Epoch n at n - 1. */
  readonly epochs: readonly Epoch[];
  /** Whom the newest epoch's key was given to. */
  readonly served: ReadonlySet<Account>;
  readonly counters: ReadonlyMap<Device, number>;
  readonly heartbeats: ReadonlyMap<Device, number>;
  /** Devices whose view another one that is no longer provisional has shown to be fresh. */
  readonly vouched: ReadonlySet<Device>;
};

/**
 * What a model changes of the rules, at server and device alike: all but the last take a check away. "only-own-devices-vouch"
 * is a rule that the design lacks.
 */
export type Change =
  | "log-head-unchecked"
  | "old-roster-head-accepted"
  | "signer-not-a-reader"
  | "recipients-unchecked"
  | "stale-epoch-accepted"
  | "provisional-vouches"
  | "older-entry-vouches"
  | "only-own-devices-vouch";
/** Models have flaws of their own beside these. */
export type Changes = ReadonlySet<string>;

export function isStale({ epochs, staleIndex }: Facts): boolean {
  return (epochs.at(-1)?.index ?? -1) <= staleIndex;
}
/** The next epoch for everybody who is entitled. Two by one device on the same heads are one and the same key. */
export function rotationBy(by: Device, facts: Facts, to = readersOf(facts)): Entry {
  const epoch = facts.epochs.length + 1;
  const key = `key ${epoch} by ${by} on ${facts.head}`;
  return { kind: "rotate", epoch, key, before: newestKey(facts), to, by, previous: facts.logHead, head: facts.head };
}
export const newestKey = ({ epochs }: Facts): string => epochs.at(-1)?.key ?? "";
export function isProvisional({ devices, vouched }: Facts, device: Device): boolean {
  const facts = devices.get(device);
  return facts?.via === "kit" && !facts.confirmed && !vouched.has(device);
}
export const readersOf = ({ readers }: Facts): Account[] => [...readers].sort();
export const accountOf = ({ devices }: Facts, device: Device): Account => devices.get(device)?.account ?? "";

/** Whether an entry may stand at `index`; `seenSize` is the size of the ledger its author had seen. */
export function mayStand(facts: Facts, entry: Entry, index: number, seenSize: number, changes: Changes): boolean {
  if (entry.kind === "noise") return true;
  if (seenSize > index) return false;
  const device = facts.devices.get(entry.by);
  const counts = device !== undefined && !device.ended;
  switch (entry.kind) {
    case "enrol":
      if (entry.previous !== facts.head || facts.devices.has(entry.device) || !facts.members.has(entry.account))
        return false;
      return entry.via === "kit" ? entry.by === entry.device : counts && device.account === entry.account;
    case "remove":
      return (
        entry.previous === facts.head && counts && facts.members.has(entry.account) && device.account !== entry.account
      );
    case "entitle":
      return (
        entry.previous === facts.head && counts && facts.members.has(entry.account) && facts.readers.has(device.account)
      );
    case "confirm":
      return entry.previous === facts.head && counts;
    case "rotate":
    case "deliver":
      return mayStandInLog(facts, entry, counts ? device.account : undefined, changes);
    case "batch": {
      const isToday = entry.epoch === facts.epochs.length && !isStale(facts);
      if (!counts || !facts.readers.has(device.account) || !facts.heads.has(entry.head)) return false;
      return (
        (isToday || changes.has("stale-epoch-accepted")) && entry.counter === (facts.counters.get(entry.by) ?? 0) + 1
      );
    }
    case "heartbeat":
      return counts && facts.heads.has(entry.head) && entry.counter === (facts.heartbeats.get(entry.by) ?? 0) + 1;
  }
}

/** LOG-3 to LOG-8. */
function mayStandInLog(
  facts: Facts,
  entry: Extract<Entry, { kind: "rotate" | "deliver" }>,
  signer: Account | undefined,
  changes: Changes,
): boolean {
  const relied = facts.heads.get(entry.head);
  const isReader = signer !== undefined && facts.readers.has(signer);
  if (!isReader && !changes.has("signer-not-a-reader")) return false;
  if (!relied || (relied.index < facts.changedIndex && !changes.has("old-roster-head-accepted"))) return false;
  if (!changes.has("log-head-unchecked")) {
    if (entry.previous !== facts.logHead) return false;
    if (entry.epoch !== facts.epochs.length + (entry.kind === "rotate" ? 1 : 0)) return false;
  }
  if (changes.has("recipients-unchecked")) return true;
  const allowed = entry.to.every((one) => facts.readers.has(one));
  const complete = entry.kind === "deliver" || [...facts.readers].every((one) => entry.to.includes(one));
  return allowed && complete;
}

export function after(facts: Facts, id: EntryId, entry: Entry, index: number, changes: Changes): Facts {
  if (entry.kind === "noise") return facts;
  return withVouched(effect(facts, id, entry, index), entry, changes);
}

function effect(facts: Facts, id: EntryId, entry: Exclude<Entry, { kind: "noise" }>, index: number): Facts {
  const sequence = facts.heads.size;
  const stated = { ...facts, head: id, heads: new Map(facts.heads).set(id, { index, sequence }) };
  switch (entry.kind) {
    case "remove": {
      const devices = new Map(
        [...facts.devices].map(([name, one]) => [name, one.account === entry.account ? { ...one, ended: true } : one]),
      );
      const left = {
        ...stated,
        devices,
        members: without(facts.members, entry.account),
        readers: without(facts.readers, entry.account),
      };
      return facts.readers.has(entry.account) ? { ...left, staleIndex: index, changedIndex: index } : left;
    }
    case "entitle":
      return { ...stated, readers: new Set(facts.readers).add(entry.account), changedIndex: index };
    case "enrol": {
      const { account, via } = entry;
      return {
        ...stated,
        devices: new Map(facts.devices).set(entry.device, { account, via, sequence, ended: false, confirmed: false }),
      };
    }
    case "confirm": {
      const device = facts.devices.get(entry.by) as DeviceFacts;
      return { ...stated, devices: new Map(facts.devices).set(entry.by, { ...device, confirmed: true }) };
    }
    case "rotate": {
      const epochs = [...facts.epochs.slice(0, entry.epoch - 1), { key: entry.key, index }];
      return { ...facts, logHead: id, epochs, served: new Set(entry.to) };
    }
    case "deliver":
      return { ...facts, logHead: id, served: new Set([...facts.served, ...entry.to]) };
    case "batch":
      return { ...facts, counters: new Map(facts.counters).set(entry.by, entry.counter) };
    case "heartbeat":
      return { ...facts, heartbeats: new Map(facts.heartbeats).set(entry.by, entry.counter) };
  }
}

/** `seen` of the vault's replay: who is not provisional and names a roster with a device's enrolment vouches for that device. */
function withVouched(facts: Facts, entry: Exclude<Entry, { kind: "noise" }>, changes: Changes): Facts {
  if (isProvisional(facts, entry.by) && !changes.has("provisional-vouches")) return facts;
  const named = "head" in entry ? facts.heads.get(entry.head)?.sequence : facts.heads.size - 1;
  const upTo = changes.has("older-entry-vouches") ? facts.heads.size : (named ?? -1);
  const vouched = new Set(facts.vouched);
  const author = accountOf(facts, entry.by);
  for (const [device, { account, sequence }] of facts.devices) {
    if (device === entry.by || sequence > upTo) continue;
    if (account === author || !changes.has("only-own-devices-vouch")) vouched.add(device);
  }
  return { ...facts, vouched };
}

function without<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  return new Set([...set].filter((each) => each !== one));
}
