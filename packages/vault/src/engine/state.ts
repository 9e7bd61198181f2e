/**
 * What a device knows after replaying the ledger up to a point: people, keys, counters, what it is owed next.
 * A function of leaves and bodies; the sealed snapshot of it only saves the time (`state-snapshot.ts`).
 */

import { type AccountId, type CompartmentId, type DeviceId, equalBytes, type Hash, toHex } from "@alcove/bytes";
import {
  type BatchBody,
  batchTag,
  type Checkpoint,
  type CryptoPort,
  deriveTagKey,
  emptyFrontier,
  type EpochKey,
  type Frontier,
  heartbeatTag,
  keyLogTag,
  statementTag,
  type Tag,
  type TagKey,
} from "@alcove/crypto";
import {
  type AuthorPlace,
  type Compartment,
  currentEpoch,
  firstPlace,
  isAmong,
  type KeyLog,
  type Roster,
  type Sight,
} from "@alcove/protocol";

/** Where one device's own chains stand. */
export type AuthorChain = {
  deviceCounter: number;
  previous: Hash;
  readonly compartmentCounters: Map<string, number>;
};
export type HeartbeatSeen = { readonly sequence: number; readonly day: number };

export type EngineState = {
  roster: Roster | undefined;
  readonly keyLogs: Map<string, KeyLog>;
  /** Keys of each readable compartment; epoch n at n - 1. */
  readonly epochKeys: Map<string, EpochKey[]>;
  /** All leaves up to the newest verified checkpoint. */
  frontier: Frontier;
  checkpoint: Checkpoint | undefined;
  /** Every body below this index that this device is owed has been applied. */
  appliedTo: number;
  readonly authors: Map<string, AuthorChain>;
  readonly heartbeats: Map<string, HeartbeatSeen>;
  /** Ledger index of the newest entry of each device. */
  readonly lastIndex: Map<string, number>;
  /** Devices whose view another live device has shown to be fresh. */
  readonly vouched: Set<string>;
  /** Compartments of which something below `appliedTo` is still to be read: nothing of them is owed until `past.ts` has read it. */
  readonly unread: Set<string>;
};

export function emptyState(): EngineState {
  return {
    roster: undefined,
    keyLogs: new Map(),
    epochKeys: new Map(),
    frontier: emptyFrontier,
    checkpoint: undefined,
    appliedTo: 0,
    authors: new Map(),
    heartbeats: new Map(),
    lastIndex: new Map(),
    vouched: new Set(),
    unread: new Set(),
  };
}

export function authorPlace(state: EngineState, device: DeviceId, compartment: CompartmentId): AuthorPlace {
  const chain = state.authors.get(toHex(device));
  if (!chain) return firstPlace();
  return {
    deviceCounter: chain.deviceCounter,
    previous: chain.previous,
    compartmentCounter: chain.compartmentCounters.get(toHex(compartment)) ?? 0,
  };
}

/** After this batch of theirs. One read late takes their chain no step back. */
export function advanceAuthor(
  state: EngineState,
  { author, compartment, deviceCounter, compartmentCounter }: BatchPlace,
  batchHash: Hash,
): void {
  const id = toHex(author);
  const chain = state.authors.get(id) ?? {
    deviceCounter: 0,
    previous: batchHash,
    compartmentCounters: new Map<string, number>(),
  };
  if (deviceCounter > chain.deviceCounter) {
    chain.deviceCounter = deviceCounter;
    chain.previous = batchHash;
  }
  chain.compartmentCounters.set(toHex(compartment), compartmentCounter);
  state.authors.set(id, chain);
}

export type BatchPlace = Pick<BatchBody, "author" | "compartment" | "deviceCounter" | "compartmentCounter">;

/** Whether this account sees all that any device appends, so that no gap in a device's chain is somebody else's business. */
export function sightOf(state: EngineState, account: AccountId): Sight {
  const all = state.roster?.compartments.values() ?? [];
  return [...all].every((one) => isAmong(one.readers, account) && isFollowed(state, one.compartment))
    ? "whole"
    : "partial";
}

/** Whether all of it that has come is read, so that what comes next is owed. */
export const isFollowed = (state: EngineState, compartment: CompartmentId): boolean =>
  !state.unread.has(toHex(compartment));

/** The key of the newest epoch; absent where none was delivered to this member, or not yet. */
export function newestKey(state: EngineState, log: KeyLog): EpochKey | undefined {
  return state.epochKeys.get(toHex(log.compartment))?.[currentEpoch(log).epoch - 1];
}

/** The chart's compartment of this kind that this account may write, if there is one; of psychotherapy notes their own. */
export function compartmentFor(
  roster: Roster,
  account: AccountId,
  kind: Compartment["kind"],
  chart: Uint8Array | null,
): Compartment | undefined {
  for (const compartment of placesOf(roster, chart)) {
    if (isFor(compartment, account, kind, chart) && isAmong(compartment.writers, account)) return compartment;
  }
  return undefined;
}

/** The compartments of a chart, or without one all there are. */
export function placesOf(roster: Roster, chart: Uint8Array | null): Iterable<Compartment> {
  if (chart === null) return roster.compartments.values();
  const ids = roster.charts.get(toHex(chart)) ?? [];
  return ids.map((id) => roster.compartments.get(toHex(id)) as Compartment);
}

/** Whether it is the place for this, whoever may write there. */
export function isFor(
  compartment: Compartment,
  account: AccountId,
  kind: Compartment["kind"],
  chart: Uint8Array | null,
): boolean {
  if (compartment.kind !== kind || (kind === "psychotherapy" && !equalBytes(compartment.author, account))) return false;
  return chart === null
    ? compartment.chart === null
    : compartment.chart !== null && equalBytes(compartment.chart, chart);
}

/** What a leaf with this tag would be. */
export type Owed =
  | { readonly kind: "roster" }
  | { readonly kind: "keyLog"; readonly compartment: CompartmentId }
  | { readonly kind: "batch"; readonly compartment: CompartmentId; readonly device: DeviceId }
  | { readonly kind: "heartbeat"; readonly device: DeviceId };

/**
 * The leaves this device is owed next: one tag for each chain that may go on (docs/spec, LED-9). Looked up for every
 * leaf, so built once and moved on one chain at a time.
 */
export class OwedTags {
  readonly #tags = new Map<string, Owed>();
  /** The one tag that each chain waits for: what has come is owed no longer. */
  readonly #awaited = new Map<string, string>();
  readonly #tagKeys = new Map<string, TagKey>();
  readonly #crypto: CryptoPort;
  readonly #isOwed: (state: EngineState, compartment: Compartment) => boolean;

  /** `isOwed`: whether key-log entries and batches of a compartment are. */
  constructor(crypto: CryptoPort, isOwed: (state: EngineState, compartment: Compartment) => boolean) {
    this.#crypto = crypto;
    this.#isOwed = isOwed;
  }

  /** The tag itself says for which kind it was computed: a leaf of another kind with it is not owed. */
  find(kind: Owed["kind"], tag: Tag): Owed | undefined {
    const owed = this.#tags.get(toHex(tag));
    return owed?.kind === kind ? owed : undefined;
  }

  async rebuild(state: EngineState): Promise<void> {
    this.#tags.clear();
    this.#awaited.clear();
    this.#tagKeys.clear();
    this.#expectStatement(state);
    if (!state.roster) return;
    for (const compartment of state.roster.compartments.values()) {
      if (!this.#isOwed(state, compartment)) continue;
      this.expectKeyLog(state, compartment.compartment);
      await this.#expectBatches(state, compartment);
    }
    for (const { device } of state.roster.devices.values()) this.expectHeartbeat(state, device);
  }

  #expectStatement(state: EngineState): void {
    this.#await("roster", statementTag(state.roster ? state.roster.sequence + 1 : 0), { kind: "roster" });
  }

  expectKeyLog(state: EngineState, compartment: CompartmentId): void {
    const log = state.keyLogs.get(toHex(compartment));
    const tag = keyLogTag(compartment, log ? log.sequence + 1 : 0);
    this.#await(`keyLog/${toHex(compartment)}`, tag, { kind: "keyLog", compartment });
  }

  expectHeartbeat(state: EngineState, device: DeviceId): void {
    const seen = state.heartbeats.get(toHex(device))?.sequence ?? 0;
    this.#await(`heartbeat/${toHex(device)}`, heartbeatTag(device, seen + 1), { kind: "heartbeat", device });
  }

  async expectBatch(state: EngineState, compartment: CompartmentId, device: DeviceId): Promise<void> {
    const key = await this.#tagKeyFor(state, compartment, device);
    if (!key) return;
    const { compartmentCounter } = authorPlace(state, device, compartment);
    const tag = batchTag(key, device, compartmentCounter + 1);
    this.#await(`batch/${toHex(compartment)}/${toHex(device)}`, tag, { kind: "batch", compartment, device });
  }

  #await(chain: string, tag: Tag, owed: Owed): void {
    const before = this.#awaited.get(chain);
    if (before !== undefined) this.#tags.delete(before);
    const name = toHex(tag);
    this.#awaited.set(chain, name);
    this.#tags.set(name, owed);
  }

  async #expectBatches(state: EngineState, compartment: Compartment): Promise<void> {
    for (const device of state.roster?.devices.values() ?? []) {
      if (!device.revoked && isAmong(compartment.writers, device.account))
        await this.expectBatch(state, compartment.compartment, device.device);
    }
  }

  async #tagKeyFor(state: EngineState, compartment: CompartmentId, device: DeviceId): Promise<TagKey | undefined> {
    const log = state.keyLogs.get(toHex(compartment));
    const author = state.roster?.devices.get(toHex(device))?.account;
    if (!log || !author) return undefined;
    const { epoch } = currentEpoch(log);
    const epochKey = newestKey(state, log);
    if (!epochKey) return undefined;
    const name = `${toHex(compartment)}/${epoch}/${toHex(author)}`;
    const known = this.#tagKeys.get(name);
    if (known) return known;
    const key = await deriveTagKey(this.#crypto, epochKey, author);
    this.#tagKeys.set(name, key);
    return key;
  }

  /** The tag that this device's next batch in the compartment must carry. */
  async own(
    state: EngineState,
    compartment: CompartmentId,
    device: DeviceId,
    compartmentCounter: number,
  ): Promise<Tag | undefined> {
    const key = await this.#tagKeyFor(state, compartment, device);
    return key && batchTag(key, device, compartmentCounter);
  }
}
