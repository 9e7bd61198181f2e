/**
 * What the server knows of one practice: a fold over its ledger, held in memory, equal to the last commit. Appends are
 * judged on a draft over it; the state moves only when their commit is on disk, so readers never see what may yet fail.
 */

import {
  type AccountId,
  assert,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  equalBytes,
  type Hash,
  type PracticeId,
  type RecoverySetId,
  toHex,
} from "@alcove/bytes";
import { type Frontier, leafKinds, type PublicKey } from "@alcove/crypto";
import { type AuthorPlace, firstPlace, type KeyLog, type Roster } from "@alcove/protocol";
import type { SealedReleasePart } from "../store/release-parts.ts";
import { type BodyTail, emptyTail, type Range } from "../store/body-log.ts";
import { Ledger, type LeafRow } from "./ledger.ts";
import { Overlay } from "./overlay.ts";

/** Where one device stands in one compartment after its newest batch there. */
export type CompartmentPlace = {
  readonly device: DeviceId;
  readonly compartment: CompartmentId;
  readonly deviceCounter: number;
  readonly compartmentCounter: number;
  readonly previous: Hash;
};
/** Where one device's chain of batches stands, over all compartments. */
export type DeviceChain = { readonly deviceCounter: number; readonly previous: Hash };
/**
 * How often one device has opened one guarded compartment. `asked`: what its newest opening is named by while somebody has to
 * let it in.
 */
export type OpeningPlace = {
  readonly device: DeviceId;
  readonly compartment: CompartmentId;
  readonly sequence: number;
  readonly asked: Hash | null;
};
/** Of `openings`. */
export const openingName = ({ device, compartment }: Pick<OpeningPlace, "device" | "compartment">): string =>
  toHex(device) + toHex(compartment);
export type HeartbeatPlace = { readonly device: DeviceId; readonly sequence: number };

export type PracticeState = {
  readonly practice: PracticeId;
  /** Absent only while the practice is being founded. */
  roster: Roster | undefined;
  /** By compartment. */
  readonly keyLogs: Map<string, KeyLog>;
  /** By device. */
  readonly chains: Map<string, DeviceChain>;
  /** By device and compartment. */
  readonly places: Map<string, CompartmentPlace>;
  /** By device. */
  readonly heartbeats: Map<string, HeartbeatPlace>;
  /** By device and compartment. */
  readonly openings: Map<string, OpeningPlace>;
  readonly ledger: Ledger;
  bodyTail: BodyTail;
};

export function emptyState(practice: PracticeId): PracticeState {
  return {
    practice,
    roster: undefined,
    keyLogs: new Map(),
    chains: new Map(),
    places: new Map(),
    heartbeats: new Map(),
    openings: new Map(),
    ledger: new Ledger(),
    bodyTail: emptyTail,
  };
}

/** Every practice but one that is being founded has a roster. */
export function rosterOf(state: { readonly roster: Roster | undefined }): Roster {
  assert(state.roster !== undefined, "a founded practice has a roster");
  return state.roster;
}

/** One leaf to come, with its stored body. */
export type StagedLeaf = LeafRow & { readonly body: Uint8Array };

/** A state with appends on top that are not committed yet. */
export class PracticeDraft {
  readonly practice: PracticeId;
  roster: Roster | undefined;
  readonly keyLogs: Overlay<KeyLog>;
  readonly chains: Overlay<DeviceChain>;
  readonly places: Overlay<CompartmentPlace>;
  readonly heartbeats: Overlay<HeartbeatPlace>;
  readonly openings: Overlay<OpeningPlace>;
  readonly leaves: StagedLeaf[] = [];
  /** Recovery sets that were made here. */
  readonly madeSets: RecoverySetId[] = [];
  /** Devices that were enrolled here. */
  readonly enrolled: { readonly key: PublicKey; readonly account: AccountId }[] = [];
  /** Compartments that were rotated here, in order: each one's release part from now on, where it has one. */
  readonly releaseParts: { readonly compartment: CompartmentId; readonly part: SealedReleasePart | undefined }[] = [];
  /** Compartments that were destroyed here. */
  readonly destroyed: CompartmentId[] = [];
  readonly #firstIndex: number;
  readonly #below: PracticeState | PracticeDraft;

  constructor(below: PracticeState | PracticeDraft) {
    this.#below = below;
    this.practice = below.practice;
    this.roster = below.roster;
    this.keyLogs = new Overlay(below.keyLogs);
    this.chains = new Overlay(below.chains);
    this.places = new Overlay(below.places);
    this.heartbeats = new Overlay(below.heartbeats);
    this.openings = new Overlay(below.openings);
    this.#firstIndex = below instanceof PracticeDraft ? below.nextIndex : below.ledger.size;
  }

  get nextIndex(): number {
    return this.#firstIndex + this.leaves.length;
  }

  /** Those of the compartment's key log and batches, in ledger order, with what was staged below. */
  leavesOf(compartment: CompartmentId): Bytes[] {
    const below = this.#below;
    const committed =
      below instanceof PracticeDraft ? below.leavesOf(compartment) : leavesIn(below.ledger, compartment);
    const own = this.leaves.filter((one) => isWithin(one, compartment)).map(({ leaf }) => leaf.slice() as Bytes);
    return [...committed, ...own];
  }

  placeOf(device: DeviceId, compartment: CompartmentId): AuthorPlace {
    const chain = this.chains.get(toHex(device)) ?? firstPlace();
    const compartmentCounter = this.places.get(toHex(device) + toHex(compartment))?.compartmentCounter ?? 0;
    return { deviceCounter: chain.deviceCounter, previous: chain.previous, compartmentCounter };
  }

  setPlace(place: CompartmentPlace): void {
    this.chains.set(toHex(place.device), { deviceCounter: place.deviceCounter, previous: place.previous });
    this.places.set(toHex(place.device) + toHex(place.compartment), place);
  }

  /** Takes over what was judged on a draft over this one. */
  absorb(above: PracticeDraft): void {
    assert(above.#firstIndex === this.nextIndex, "a draft goes on where the one below ended");
    this.roster = above.roster;
    above.keyLogs.writeInto(this.keyLogs);
    above.chains.writeInto(this.chains);
    above.places.writeInto(this.places);
    above.heartbeats.writeInto(this.heartbeats);
    above.openings.writeInto(this.openings);
    this.leaves.push(...above.leaves);
    this.madeSets.push(...above.madeSets);
    this.enrolled.push(...above.enrolled);
    this.releaseParts.push(...above.releaseParts);
    this.destroyed.push(...above.destroyed);
  }
}

/** Openings and releases of it lie beside: they hold no key of what was written. */
function isWithin({ leaf, compartment }: Pick<StagedLeaf, "leaf" | "compartment">, id: CompartmentId): boolean {
  const kind = leaf[0];
  return compartment !== null && equalBytes(compartment, id) && (kind === leafKinds.keyLog || kind === leafKinds.batch);
}

function leavesIn(ledger: Ledger, compartment: CompartmentId): Bytes[] {
  return ledger.indexesWithin(compartment).map((index) => ledger.leaves(index, index + 1).slice() as Bytes);
}

/** What a commit has to erase: of each practice's stream what lies on disk, and what comes with this very commit. */
export function erasedBy(state: PracticeState, { destroyed, leaves }: PracticeDraft) {
  const { ledger } = state;
  const ranges = destroyed.flatMap((id) =>
    ledger.indexesWithin(id).map((index): Range => ({ from: ledger.offsetAt(index), to: ledger.offsetAt(index + 1) })),
  );
  const bodies = leaves.map((one) =>
    destroyed.some((id) => isWithin(one, id)) ? new Uint8Array(one.bodyBytes) : one.body,
  );
  return { ranges, bodies };
}

/** What a commit adds besides the draft itself. */
export type Committed = { readonly frontier: Frontier; readonly checkpoint: string; readonly bodyTail: BodyTail };

/** Moves `state` to `draft`, whose commit is on disk. */
export function publish(
  state: PracticeState,
  draft: PracticeDraft,
  { frontier, checkpoint, bodyTail }: Committed,
): void {
  state.roster = draft.roster;
  draft.keyLogs.writeInto(state.keyLogs);
  draft.chains.writeInto(state.chains);
  draft.places.writeInto(state.places);
  draft.heartbeats.writeInto(state.heartbeats);
  draft.openings.writeInto(state.openings);
  for (const id of draft.destroyed) state.keyLogs.delete(toHex(id));
  state.ledger.append(draft.leaves, frontier, checkpoint);
  state.bodyTail = bodyTail;
}
