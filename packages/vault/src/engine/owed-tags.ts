/**
 * The leaves this device is owed next: one tag for each chain that may go on (docs/spec, LED-9). Every leaf of the ledger is
 * looked up here. Somebody who reads thousands of charts waits for many thousand tags, so they are made when the first leaf
 * comes, not at unlock, and then moved on with what changes: never all of them for one statement or entry.
 */

import { type AccountId, type CompartmentId, type DeviceId, equalBytes, toHex } from "@alcove/bytes";
import { epochTags, heartbeatTag, keyLogTag, openingTags, statementTag, type Tag } from "@alcove/crypto";
import { type Compartment, currentEpoch, type Operation } from "@alcove/protocol";
import { type EngineState, openingPlace, tagSource } from "./state.ts";

/** What a leaf with this tag would be. */
export type Owed =
  | { readonly kind: "roster" }
  | { readonly kind: "keyLog"; readonly compartment: CompartmentId }
  | { readonly kind: "batch"; readonly compartment: CompartmentId; readonly device: DeviceId }
  | { readonly kind: "opening"; readonly compartment: CompartmentId; readonly device: DeviceId }
  | { readonly kind: "heartbeat"; readonly device: DeviceId };

/** One chain, and the tag it waits for: what has come is owed no longer. */
type Chain<Kind extends Owed["kind"]> = Extract<Owed, { kind: Kind }> & { tag: string };
type Told = "batch" | "opening";
/** The chains of one compartment that this account reads or lets others into. `epoch` 0: it holds no key, so nobody's batches can be told. */
type Reading = { readonly keyLog: Chain<"keyLog">; epoch: number; told: Chain<Told>[] };
/** Those that may still write, of each account in hex. */
type LiveDevices = ReadonlyMap<string, readonly DeviceId[]>;

export class OwedTags {
  readonly #state: EngineState;
  readonly #isOwed: (compartment: Compartment) => boolean;
  readonly #isRead: (compartment: Compartment) => boolean;
  readonly #byTag = new Map<string, Owed>();
  readonly #readable = new Map<string, Reading>();
  /** Those of which the key log is owed and nothing that is written. */
  readonly #unwritten = new Set<string>();
  readonly #heartbeats = new Map<string, Chain<"heartbeat">>();
  readonly #statements: Chain<"roster"> = { kind: "roster", tag: "" };
  #live: LiveDevices | undefined;
  #built = false;

  /** `isOwed`: whether key-log entries of a compartment are; `isRead`: and batches. */
  constructor(
    state: EngineState,
    isOwed: (compartment: Compartment) => boolean,
    isRead: (compartment: Compartment) => boolean = isOwed,
  ) {
    this.#state = state;
    this.#isOwed = isOwed;
    this.#isRead = isRead;
  }

  /** How many chains it waits for. */
  get size(): number {
    return this.#byTag.size;
  }

  /** The tag itself says for which kind it was computed: a leaf of another kind with it is not owed. */
  find(kind: Owed["kind"], tag: Tag): Owed | undefined {
    if (!this.#built) this.#build();
    const owed = this.#byTag.get(toHex(tag));
    return owed?.kind === kind ? owed : undefined;
  }

  #build(): void {
    this.#built = true;
    this.#awaitStatement();
    this.#awaitHeartbeats();
    for (const { compartment } of this.#state.roster?.compartments.values() ?? []) this.#follow(compartment);
  }

  /** Before the next leaf all of them are made anew. */
  forget(): void {
    this.#byTag.clear();
    this.#readable.clear();
    this.#unwritten.clear();
    this.#heartbeats.clear();
    this.#live = undefined;
    this.#built = false;
  }

  /** Whether everything that anybody appends is owed. */
  isEverything(): boolean {
    if (!this.#built) this.#build();
    return this.#unwritten.size === 0 && this.#readable.size === (this.#state.roster?.compartments.size ?? 0);
  }

  /** After something else decides anew whether it is owed. */
  follow(compartment: CompartmentId): void {
    if (this.#built) this.#follow(compartment);
  }

  /** After it took effect. */
  statementApplied(operations: readonly Operation[]): void {
    if (!this.#built) return;
    this.#awaitStatement();
    const changes = operations.map(changedBy);
    const named = changes.flatMap((change) => (change === "devices" ? [] : change));
    const isAboutDevices = changes.includes("devices");
    if (isAboutDevices) {
      this.#live = undefined;
      this.#awaitHeartbeats();
    }
    const followed = isAboutDevices ? [...this.#readable.values()].map(({ keyLog }) => keyLog.compartment) : [];
    for (const compartment of [...followed, ...named]) this.#follow(compartment);
  }

  /** After an entry of its key log took effect. */
  keyLogApplied(compartment: CompartmentId): void {
    const reading = this.#readable.get(toHex(compartment));
    if (!reading) return;
    this.#awaitKeyLog(reading.keyLog);
    this.#follow(compartment);
  }

  /** After a device's batch or opening was. */
  toldApplied(kind: Told, compartment: CompartmentId, device: DeviceId): void {
    const told = this.#readable.get(toHex(compartment))?.told;
    const chain = told?.find((one) => one.kind === kind && equalBytes(one.device, device));
    const tag = chain && this.tagOf(kind, compartment, device, this.#countOf(kind, compartment, device) + 1);
    if (tag) this.#await(chain, tag);
  }

  /** How many there were. */
  #countOf(kind: Told, compartment: CompartmentId, device: DeviceId): number {
    if (kind === "opening") return this.#state.openings.get(openingPlace(compartment, device)) ?? 0;
    return this.#state.authors.get(toHex(device))?.compartmentCounters.get(toHex(compartment)) ?? 0;
  }

  heartbeatApplied(device: DeviceId): void {
    const chain = this.#heartbeats.get(toHex(device));
    if (chain) this.#awaitHeartbeat(chain);
  }

  /** The tag of a device's batch or opening in the compartment's newest epoch. `undefined`: this account holds no key to it. */
  tagOf(kind: Told, compartment: CompartmentId, device: DeviceId, count: number): Tag | undefined {
    const { source } = this.#newestEpoch(toHex(compartment));
    const author = this.#state.roster?.devices.get(toHex(device))?.account;
    return source && author && (kind === "batch" ? epochTags : openingTags)(source)(author)(device, count);
  }

  /** Waits for what the compartment's readers are owed now, and no longer for what they were. What stays is not made anew. */
  #follow(compartment: CompartmentId): void {
    const name = toHex(compartment);
    const found = this.#state.roster?.compartments.get(name);
    const before = this.#readable.get(name);
    this.#unwritten.delete(name);
    if (!found || !this.#isOwed(found)) {
      for (const chain of before ? [before.keyLog, ...before.told] : []) this.#byTag.delete(chain.tag);
      this.#readable.delete(name);
      return;
    }
    if (!this.#isRead(found)) this.#unwritten.add(name);
    const reading = before ?? { keyLog: { kind: "keyLog", compartment, tag: "" }, epoch: 0, told: [] };
    if (!before) {
      this.#awaitKeyLog(reading.keyLog);
      this.#readable.set(name, reading);
    }

    const { epoch, source, isGuarded } = this.#newestEpoch(name);
    const devices = this.#liveDevices();
    const by = (kind: Told, accounts: readonly AccountId[]) =>
      accounts.map((account) => ({ kind, account, own: devices.get(toHex(account)) ?? [] }));
    const authors = source ? [...by("batch", found.writers), ...by("opening", isGuarded ? found.readers : [])] : [];
    const isOf = ({ kind, device }: Chain<Told>) =>
      authors.some((one) => one.kind === kind && one.own.some((other) => equalBytes(other, device)));
    const isKept = (chain: Chain<Told>) => reading.epoch === epoch && isOf(chain);
    for (const chain of reading.told) if (!isKept(chain)) this.#byTag.delete(chain.tag);
    const kept = reading.told.filter(isKept);
    reading.epoch = epoch;
    reading.told = kept;
    if (!source) return;
    const tagsOf = { batch: epochTags(source), opening: openingTags(source) };
    for (const { kind, account, own } of authors) {
      const isThere = (device: DeviceId) => kept.some((one) => one.kind === kind && equalBytes(one.device, device));
      const added = own.filter((device) => !isThere(device));
      if (added.length === 0) continue;
      const tagOf = tagsOf[kind](account);
      for (const device of added) {
        const chain: Chain<Told> = { kind, compartment: reading.keyLog.compartment, device, tag: "" };
        this.#await(chain, tagOf(device, this.#countOf(kind, chain.compartment, device) + 1));
        reading.told.push(chain);
      }
    }
  }

  #newestEpoch(compartment: string) {
    const log = this.#state.keyLogs.get(compartment);
    const epoch = log ? currentEpoch(log).epoch : 0;
    const source = log && tagSource(this.#state, log);
    const isGuarded = log !== undefined && currentEpoch(log).guard !== undefined;
    return source ? { epoch, source, isGuarded } : { epoch: 0, source: undefined, isGuarded };
  }

  #liveDevices(): LiveDevices {
    if (this.#live) return this.#live;
    const devices = new Map<string, DeviceId[]>();
    for (const { device, account, revoked } of this.#state.roster?.devices.values() ?? []) {
      if (revoked) continue;
      const of = toHex(account);
      const own = devices.get(of);
      if (own) own.push(device);
      else devices.set(of, [device]);
    }
    this.#live = devices;
    return devices;
  }

  #awaitStatement(): void {
    const { roster } = this.#state;
    this.#await(this.#statements, statementTag(roster ? roster.sequence + 1 : 0));
  }

  #awaitKeyLog(chain: Chain<"keyLog">): void {
    const log = this.#state.keyLogs.get(toHex(chain.compartment));
    this.#await(chain, keyLogTag(chain.compartment, log ? log.sequence + 1 : 0));
  }

  /** Of every device there is and was: that a revoked one still speaks is for `judgeHeartbeat` to refuse, and to be seen. */
  #awaitHeartbeats(): void {
    for (const [name, { device }] of this.#state.roster?.devices ?? []) {
      if (this.#heartbeats.has(name)) continue;
      const chain: Chain<"heartbeat"> = { kind: "heartbeat", device, tag: "" };
      this.#heartbeats.set(name, chain);
      this.#awaitHeartbeat(chain);
    }
  }

  #awaitHeartbeat(chain: Chain<"heartbeat">): void {
    const seen = this.#state.heartbeats.get(toHex(chain.device))?.sequence ?? 0;
    this.#await(chain, heartbeatTag(chain.device, seen + 1));
  }

  #await(chain: Owed & { tag: string }, tag: Tag): void {
    this.#byTag.delete(chain.tag);
    chain.tag = toHex(tag);
    this.#byTag.set(chain.tag, chain);
  }
}

/** The compartments whose readers and writers an operation changes; "devices": who writes with what, anywhere. */
function changedBy(operation: Operation): readonly CompartmentId[] | "devices" {
  switch (operation[0]) {
    case "practice.create":
    case "device.enrol":
    case "device.revoke":
    case "member.add":
    case "member.remove":
    case "recovery.use":
    case "successor.use":
      return "devices";
    case "compartment.create":
    case "compartment.destroy":
    case "emergency.give":
      return [operation[1]];
    case "entitle":
      return operation[4];
    case "disentitle":
      return operation[2];
    case "freshness.confirm":
    case "member.role":
    case "member.rekey":
    case "recovery.set":
    case "recovery.drill":
    case "successor.set":
    case "successor.end":
    case "guard.set":
    case "guard.unset":
    case "policy.set":
    case "witness.set":
      return [];
  }
}
