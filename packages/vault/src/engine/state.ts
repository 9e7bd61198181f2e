/**
 * What a device knows after replaying the ledger up to a point: people, keys, counters, what it is owed next.
 * A function of leaves and bodies; the sealed snapshot of it only saves the time (`state-snapshot.ts`).
 */

import {
  type AccountId,
  type Bytes,
  type ChartId,
  type CompartmentId,
  type DeviceId,
  equalBytes,
  type Hash,
  toHex,
} from "@alcove/bytes";
import {
  type BatchBody,
  type Checkpoint,
  emptyFrontier,
  type EpochKey,
  type Frontier,
  type MemberPart,
  type ReleasePart,
  type SealingSeed,
  type TagSource,
} from "@alcove/crypto";
import {
  type AuthorPlace,
  type Compartment,
  currentEpoch,
  firstPlace,
  isAmong,
  isOpenTo,
  type KeyLog,
  mayCreate,
  type Roster,
} from "@alcove/protocol";
import type { Destination } from "./outbox.ts";

/** Where one device's own chains stand. */
export type AuthorChain = {
  deviceCounter: number;
  previous: Hash;
  readonly compartmentCounters: Map<string, number>;
};
export type HeartbeatSeen = { readonly sequence: number; readonly day: number };

/** `asked`: what the opening is named by. */
export type Asking = { readonly seed: SealingSeed; readonly asked: Hash; readonly epoch: number };

/** `size`: of the ledger when it was found, from where on somebody has to have seen it. */
export type Behind = { readonly device: string; readonly size: number };

export type MemberParts = readonly (MemberPart | undefined)[];

export type EngineState = {
  roster: Roster | undefined;
  readonly keyLogs: Map<string, KeyLog>;
  /** Keys of each readable compartment; epoch n at n - 1. Of a guarded one only while it is open here. */
  readonly epochKeys: Map<string, EpochKey[]>;
  /** Of guarded compartments: this member's parts of epochs' keys, as far as they are known; that of epoch n at n - 1. */
  readonly memberParts: Map<string, MemberParts>;
  /** Guarded compartments of which this device read all that it can while they are closed; what is left of them is unread. */
  readonly waitsForOpening: Set<string>;
  /** Given for charts that are open here, by their commitments. Never in a snapshot. */
  readonly releaseParts: Map<string, ReleasePart>;
  /** Those of them that were made here for the server to keep. */
  readonly partsForServer: Set<string>;
  /** Openings of this device that wait for people, by compartment. Never in a snapshot: what comes then opens nothing later. */
  readonly asking: Map<string, Asking>;
  /** All leaves up to the newest verified checkpoint. */
  frontier: Frontier;
  checkpoint: Checkpoint | undefined;
  /** Every body below this index that this device is owed has been applied. */
  appliedTo: number;
  readonly authors: Map<string, AuthorChain>;
  readonly heartbeats: Map<string, HeartbeatSeen>;
  /** How often a device opened a guarded compartment, by `openingPlace`; absent where this device can't know. */
  readonly openings: Map<string, number>;
  /** The newest opening of each device in a compartment that people let it into, by `openingPlace`, until it is answered. */
  readonly asked: Map<string, Bytes>;
  /** Ledger indexes of openings that are owed to this member's role and did not come. */
  readonly overseen: Set<number>;
  /** Ledger index of the newest entry of each device. */
  readonly lastIndex: Map<string, number>;
  /** Devices whose view another live device, or a witness, has shown to be fresh. */
  readonly vouched: Set<string>;
  /** Set where the ledger holds a heartbeat or batch of this device that knew more than its store did (FRE-4). In no snapshot: the disk says it. */
  behind: Behind | undefined;
  /** Compartments of which something below `appliedTo` is still to be read: nothing of them is owed until `past.ts` has read it. */
  readonly unread: Set<string>;
};

export function emptyState(): EngineState {
  return {
    roster: undefined,
    keyLogs: new Map(),
    epochKeys: new Map(),
    memberParts: new Map(),
    waitsForOpening: new Set(),
    releaseParts: new Map(),
    partsForServer: new Set(),
    asking: new Map(),
    frontier: emptyFrontier,
    checkpoint: undefined,
    appliedTo: 0,
    authors: new Map(),
    heartbeats: new Map(),
    openings: new Map(),
    asked: new Map(),
    overseen: new Set(),
    lastIndex: new Map(),
    vouched: new Set(),
    behind: undefined,
    unread: new Set(),
  };
}

/** Names a device's openings of one compartment. */
export const openingPlace = (compartment: CompartmentId, device: DeviceId): string =>
  `${toHex(compartment)}/${toHex(device)}`;

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

/** Whether all of it that has come is read, so that what comes next is owed. */
export const isFollowed = (state: EngineState, compartment: CompartmentId): boolean =>
  !state.unread.has(toHex(compartment));

/** The key of the newest epoch; absent where none was delivered to this member, or not yet. */
export function newestKey(state: EngineState, log: KeyLog): EpochKey | undefined {
  return state.epochKeys.get(toHex(log.compartment))?.[currentEpoch(log).epoch - 1];
}

/** What the newest epoch's tags come from: also while a guarded chart is closed. */
export function tagSource(state: EngineState, log: KeyLog): TagSource | undefined {
  const { guard, epoch } = currentEpoch(log);
  return guard ? state.memberParts.get(toHex(log.compartment))?.[epoch - 1] : newestKey(state, log);
}

/** Whether its words are for those alone who have it open: they leave lists, index and snapshot. */
export function isGuarded(state: EngineState, compartment: CompartmentId): boolean {
  const log = state.keyLogs.get(toHex(compartment));
  return log !== undefined && currentEpoch(log).guard !== undefined;
}

/** Whether what lies in compartments of this kind is closed with a guarded chart: its notes are, and what stands beside them is not. */
export const liesInside = (kind: Compartment["kind"]): boolean => kind === "clinical" || kind === "psychotherapy";

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

/**
 * Whether this member may begin the place for this: nobody has begun it, and their role and the chart allow it. Asked over the
 * newest roster only: over an older one two begin the same.
 */
export function mayBegin(
  roster: Roster,
  account: AccountId,
  { kind, chart }: { readonly kind: Compartment["kind"]; readonly chart: Uint8Array | null },
): boolean {
  const member = roster.members.get(toHex(account));
  if (!member || member.suspendedIndex !== undefined || !mayCreate(member.role, kind)) return false;
  const places = [...placesOf(roster, chart)];
  if (places.some((one) => isFor(one, account, kind, chart))) return false;
  const hasNotes = places.some((one) => one.kind === "clinical");
  // Before its progress notes are begun, whoever reads a log would be the chart's care team (ROS-21).
  if (kind === "access-log" && !hasNotes) return false;
  return chart === null || isOpenTo(roster, chart as ChartId, account);
}

/** Whoever begins a chart's progress notes begins its access log in the same statement. */
export function withLogs(roster: Roster, wanted: readonly Destination[]): Destination[] {
  const hasLog = (chart: Bytes | null) =>
    [...placesOf(roster, chart)].some(({ kind, readers }) => kind === "access-log" && readers.length > 0);
  const logs = wanted
    .filter(({ kind, chart }) => kind === "clinical" && !hasLog(chart))
    .map(({ chart }): Destination => ({ kind: "access-log", chart }));
  return [...wanted, ...logs];
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
  if (compartment.kind !== kind) return false;
  // Their own, and none that was closed to them: what recovery cards gave somebody begins anew.
  const isOwn = equalBytes(compartment.author, account) && isAmong(compartment.writers, account);
  if ((kind === "psychotherapy" || kind === "will" || kind === "schedule") && !isOwn) return false;
  // One that lost its readers before anybody else had its key: the next look, or the next number, begins another.
  if ((kind === "access-log" || kind === "administrative") && compartment.readers.length === 0) return false;
  return chart === null
    ? compartment.chart === null
    : compartment.chart !== null && equalBytes(compartment.chart, chart);
}

/**
 * Set up by Kit, or with a store older than what it signed, and nobody has shown since that what it sees is fresh
 * (security.md section 7).
 */
export function isProvisional(state: EngineState, roster: Roster, device: string): boolean {
  if (isBehind(state, roster, device)) return true;
  const enrolled = roster.devices.get(device);
  return (
    (enrolled?.via === "kit" || enrolled?.via === "recovery") &&
    enrolled.confirmedIndex === undefined &&
    !state.vouched.has(device)
  );
}

/** Whether this device's store was older than its own last heartbeat, and nobody has vouched for it since (FRE-4). */
export function isBehind({ behind }: EngineState, roster: Roster, device: string): boolean {
  return behind?.device === device && (roster.devices.get(device)?.confirmedIndex ?? 0) < behind.size;
}
