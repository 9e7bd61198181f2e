/**
 * The leaves this device is owed next: one tag for each chain that may go on (docs/spec, LED-9). Every leaf of the ledger is
 * looked up here. Somebody who reads thousands of charts waits for many thousand tags, so they are made when the first leaf
 * comes, not at unlock, and then moved on with what changes: never all of them for one statement or entry.
 */

import { type CompartmentId, type DeviceId, equalBytes, toHex } from "@alcove/bytes";
import { epochTags, heartbeatTag, keyLogTag, statementTag, type Tag } from "@alcove/crypto";
import { type Compartment, currentEpoch, type Operation } from "@alcove/protocol";
import { type EngineState, tagSource } from "./state.ts";

/** What a leaf with this tag would be. */
export type Owed =
  | { readonly kind: "roster" }
  | { readonly kind: "keyLog"; readonly compartment: CompartmentId }
  | { readonly kind: "batch"; readonly compartment: CompartmentId; readonly device: DeviceId }
  | { readonly kind: "heartbeat"; readonly device: DeviceId };

/** One chain, and the tag it waits for: what has come is owed no longer. */
type Chain<Kind extends Owed["kind"]> = Extract<Owed, { kind: Kind }> & { tag: string };
/** The chains of one compartment that this account reads. `epoch` 0: it holds no key, so nobody's batches can be told. */
type Reading = { readonly keyLog: Chain<"keyLog">; epoch: number; batches: Chain<"batch">[] };
/** Those that may still write, of each account in hex. */
type LiveDevices = ReadonlyMap<string, readonly { readonly device: DeviceId; readonly name: string }[]>;

export class OwedTags {
  readonly #state: EngineState;
  readonly #isOwed: (compartment: Compartment) => boolean;
  readonly #byTag = new Map<string, Owed>();
  readonly #readable = new Map<string, Reading>();
  readonly #heartbeats = new Map<string, Chain<"heartbeat">>();
  readonly #statements: Chain<"roster"> = { kind: "roster", tag: "" };
  #live: LiveDevices | undefined;
  #built = false;

  /** `isOwed`: whether key-log entries and batches of a compartment are. */
  constructor(state: EngineState, isOwed: (compartment: Compartment) => boolean) {
    this.#state = state;
    this.#isOwed = isOwed;
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
    this.#heartbeats.clear();
    this.#live = undefined;
    this.#built = false;
  }

  /** Whether everything that anybody appends is owed. */
  isEverything(): boolean {
    if (!this.#built) this.#build();
    return this.#readable.size === (this.#state.roster?.compartments.size ?? 0);
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

  batchApplied(compartment: CompartmentId, device: DeviceId): void {
    const chain = this.#readable.get(toHex(compartment))?.batches.find((one) => equalBytes(one.device, device));
    const before = this.#state.authors.get(toHex(device))?.compartmentCounters.get(toHex(compartment)) ?? 0;
    const tag = chain && this.batchTag(compartment, device, before + 1);
    if (tag) this.#await(chain, tag);
  }

  heartbeatApplied(device: DeviceId): void {
    const chain = this.#heartbeats.get(toHex(device));
    if (chain) this.#awaitHeartbeat(chain);
  }

  /** The tag of a device's batch in the compartment's newest epoch. `undefined`: this account holds no key to it. */
  batchTag(compartment: CompartmentId, device: DeviceId, compartmentCounter: number): Tag | undefined {
    const { source } = this.#newestEpoch(toHex(compartment));
    const author = this.#state.roster?.devices.get(toHex(device))?.account;
    return source && author && epochTags(source)(author)(device, compartmentCounter);
  }

  /** Waits for what the compartment's readers are owed now, and no longer for what they were. What stays is not made anew. */
  #follow(compartment: CompartmentId): void {
    const name = toHex(compartment);
    const found = this.#state.roster?.compartments.get(name);
    const before = this.#readable.get(name);
    if (!found || !this.#isOwed(found)) {
      for (const chain of before ? [before.keyLog, ...before.batches] : []) this.#byTag.delete(chain.tag);
      this.#readable.delete(name);
      return;
    }
    const reading = before ?? { keyLog: { kind: "keyLog", compartment, tag: "" }, epoch: 0, batches: [] };
    if (!before) {
      this.#awaitKeyLog(reading.keyLog);
      this.#readable.set(name, reading);
    }

    const { epoch, source } = this.#newestEpoch(name);
    const devices = this.#liveDevices();
    const authors = source ? found.writers.map((account) => ({ account, own: devices.get(toHex(account)) ?? [] })) : [];
    const isOf = (chain: Chain<"batch">) =>
      authors.some(({ own }) => own.some((one) => equalBytes(one.device, chain.device)));
    const isKept = (chain: Chain<"batch">) => reading.epoch === epoch && isOf(chain);
    for (const chain of reading.batches) if (!isKept(chain)) this.#byTag.delete(chain.tag);
    const kept = reading.batches.filter(isKept);
    reading.epoch = epoch;
    reading.batches = kept;
    if (!source) return;
    const tagsOf = epochTags(source);
    for (const { account, own } of authors) {
      const added = own.filter(({ device }) => !kept.some((chain) => equalBytes(chain.device, device)));
      if (added.length === 0) continue;
      const tagOf = tagsOf(account);
      for (const { device, name: author } of added) {
        const counter = this.#state.authors.get(author)?.compartmentCounters.get(name) ?? 0;
        const chain: Chain<"batch"> = { kind: "batch", compartment: reading.keyLog.compartment, device, tag: "" };
        this.#await(chain, tagOf(device, counter + 1));
        reading.batches.push(chain);
      }
    }
  }

  #newestEpoch(compartment: string) {
    const log = this.#state.keyLogs.get(compartment);
    const epoch = log ? currentEpoch(log).epoch : 0;
    const source = log && tagSource(this.#state, log);
    return source ? { epoch, source } : { epoch: 0, source: undefined };
  }

  #liveDevices(): LiveDevices {
    if (this.#live) return this.#live;
    const devices = new Map<string, { device: DeviceId; name: string }[]>();
    for (const [name, { device, account, revoked }] of this.#state.roster?.devices ?? []) {
      if (revoked) continue;
      const of = toHex(account);
      const own = devices.get(of);
      if (own) own.push({ device, name });
      else devices.set(of, [{ device, name }]);
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
      return "devices";
    case "compartment.create":
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
    case "guard.set":
    case "guard.unset":
    case "policy.set":
      return [];
  }
}
