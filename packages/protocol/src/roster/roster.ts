/** Who is who at one place of the ledger: members, devices, compartments and rights, as the statements up to it say. */

import {
  type AccountId,
  assert,
  type ChartId,
  type CompartmentId,
  type DeviceId,
  equalBytes,
  type Hash,
  type PracticeId,
  toHex,
} from "@alcove/bytes";
import type { SealingPublicKey, VerifyKey, Witness } from "@alcove/crypto";
import type { Policy } from "./policy.ts";
import { type FormerSet, portalNameOf, type Recipient, type RecoverySet, setNameIn } from "./recovery-set.ts";
import { isRecoverable, type Role } from "./roles.ts";
import { type SuccessorSet, successorSetOf } from "./successor-set.ts";
import type { CompartmentKind, RevokeReason } from "./statement.ts";

export type Member = {
  readonly account: AccountId;
  readonly role: Role;
  readonly identitySign: VerifyKey;
  readonly identitySeal: SealingPublicKey;
  /** The first keyring version that holds this identity, as the newest rekey named it; 1 before. */
  readonly keyringVersion: number;
  /**
   * Ledger index at which somebody else revoked a device of theirs as lost or stolen: from then on nothing is delivered to
   * them, and they sign only what takes away or replaces, until they rekey.
   */
  readonly suspendedIndex?: number;
  /** Ledger index at which recovery cards gave the account to this identity: it authored no psychotherapy note before. */
  readonly recoveredIndex?: number;
};

/** An identity that signs nothing more. Its keys are never taken again, and an account that was removed never comes back. */
export type FormerIdentity = {
  readonly account: AccountId;
  readonly identitySign: VerifyKey;
  readonly identitySeal: SealingPublicKey;
  /** Ledger index from which it counts no more. */
  readonly untilIndex: number;
  readonly why: "rekeyed" | "removed" | "recovered";
};

export type EnrolledDevice = {
  readonly device: DeviceId;
  readonly account: AccountId;
  readonly key: VerifyKey;
  readonly via: "founding" | "kit" | "pairing" | "recovery";
  /** Sequence and ledger index of the statement that enrolled it. */
  readonly enrolledSequence: number;
  readonly enrolledIndex: number;
  /** "removed", "recovered": its member was, and nobody said anything of the device itself. */
  readonly revoked?: { readonly index: number; readonly reason: RevokeReason | "removed" | "recovered" };
  /** Ledger index of the person's own word that what this device sees is fresh. */
  readonly confirmedIndex?: number;
};

export type Compartment = {
  readonly compartment: CompartmentId;
  readonly kind: CompartmentKind;
  readonly chart: ChartId | null;
  readonly author: AccountId;
  readonly createdIndex: number;
  readonly readers: readonly AccountId[];
  readonly writers: readonly AccountId[];
  /** Who lets openings through while it is guarded. None: the server does. Nobody of them reads or writes. */
  readonly releasers: readonly AccountId[];
  /** Whose right ends: the last day on which a key may be delivered to them, counted from 1970-01-01. */
  readonly dated: readonly { readonly account: AccountId; readonly untilDay: number }[];
  /** Ledger index at which readers, writers or their keys last changed: who rotates or delivers must have seen it. */
  readonly changedIndex: number;
  /** Whether it is guarded, and since which ledger index it last began to be. Absent where it never was. */
  readonly guard?: { readonly isSet: boolean; readonly sinceIndex: number };
  /** Ledger index from which the next writer must rotate first; cleared by no statement, only outrun by a rotation after it. */
  readonly staleIndex?: number;
  /** Ledger index at which it was destroyed: nobody has a right in it again, and its bodies are owed to nobody. */
  readonly destroyedIndex?: number;
};

export type Roster = {
  readonly practice: PracticeId;
  /** Hash of the first statement: the practice's fingerprint. */
  readonly founding: Hash;
  readonly origin: string;
  readonly ledgerKey: VerifyKey;
  readonly head: Hash;
  /** Sequence of the head; the first statement has 0. */
  readonly sequence: number;
  readonly headIndex: number;
  /** Present ones only. */
  readonly members: ReadonlyMap<string, Member>;
  readonly former: readonly FormerIdentity[];
  readonly devices: ReadonlyMap<string, EnrolledDevice>;
  readonly compartments: ReadonlyMap<string, Compartment>;
  /** The compartments of each chart, for `isOpenTo`. */
  readonly charts: ReadonlyMap<string, readonly CompartmentId[]>;
  /** Absent while the practice has made none. */
  readonly recoverySet?: RecoverySet;
  /** Oldest first. */
  readonly formerSets: readonly FormerSet[];
  /** Present and former ones, oldest first. */
  readonly successorSets: readonly SuccessorSet[];
  /** Absent while none was set. */
  readonly policy?: Policy;
  /** Whose cosignatures devices believe. */
  readonly witnesses: readonly Witness[];
  /** Every head there ever was, to the sequence and ledger index it came at. */
  readonly heads: ReadonlyMap<string, { readonly sequence: number; readonly index: number }>;
};

export type MutableRoster = {
  -readonly [K in keyof Roster]: Roster[K] extends ReadonlyMap<string, infer V> ? Map<string, V> : Roster[K];
};

/** One that can go on by itself: applying a statement uses up the roster it is applied to. */
export function copyRoster(roster: Roster): Roster {
  return {
    ...roster,
    members: new Map(roster.members),
    devices: new Map(roster.devices),
    compartments: new Map(roster.compartments),
    charts: new Map(roster.charts),
    heads: new Map(roster.heads),
  };
}

export function isAmong(accounts: readonly Recipient[], account: Recipient): boolean {
  return accounts.some((one) => equalBytes(one, account));
}

/** The device if it may sign at `index`: enrolled before it and not revoked at or before it. */
export function deviceAt(roster: Roster, device: DeviceId, index: number): EnrolledDevice | undefined {
  const found = roster.devices.get(toHex(device));
  if (!found || found.enrolledIndex >= index || (found.revoked && found.revoked.index <= index)) return undefined;
  return found;
}

export function memberOf(roster: Roster, account: AccountId): Member {
  const member = roster.members.get(toHex(account));
  assert(member !== undefined, "a counting device and a right have a member");
  return member;
}

/** Readers who sign and are given keys: all but those who have to rekey first. */
export function activeReadersOf(roster: Roster, { readers }: Compartment): readonly AccountId[] {
  return readers.filter((reader) => memberOf(roster, reader).suspendedIndex === undefined);
}

/** The same of those who let openings through. */
export function activeReleasersOf(roster: Roster, { releasers }: Compartment): readonly AccountId[] {
  return releasers.filter((releaser) => memberOf(roster, releaser).suspendedIndex === undefined);
}

/** To whom a key may be delivered: the active readers and, as one more of them, the set that reads it. */
export function recipientsOf(roster: Roster, compartment: Compartment): readonly Recipient[] {
  return [...activeReadersOf(roster, compartment), ...setsReading(roster, compartment)];
}

/** The set that reads such a compartment, by its name there, if there is one: the practice's, or of psychotherapy notes their author's own. */
export function setsReading(
  roster: Roster,
  place: Pick<Compartment, "compartment" | "kind" | "author" | "createdIndex">,
): readonly Recipient[] {
  const set = isRecoverable(place.kind) ? roster.recoverySet : successorSetOf(roster, place);
  return set ? [setNameIn(place, set.set)] : [];
}

/** What a key of this compartment is sealed to for one of `recipientsOf`. */
export function sealingKeyOf(roster: Roster, compartment: CompartmentId, recipient: Recipient): SealingPublicKey {
  const { recoverySet, successorSets } = roster;
  const set = [...(recoverySet ? [recoverySet] : []), ...successorSets].find((one) => equalBytes(one.set, recipient));
  if (set) return set.seal;
  const member = roster.members.get(toHex(recipient));
  if (member) return member.identitySeal;
  assert(recoverySet && equalBytes(portalNameOf(compartment, recoverySet.set), recipient), "it is one of them");
  return recoverySet.seal;
}

/**
 * Whether this account is the author whom ROS-17 means. Who was given an account by recovery cards inherits no psychotherapy right, an
 * author's least of all: of such notes of before nobody is it any more, whoever may read them since.
 */
export function isItsAuthor({ members }: Roster, compartment: Compartment, account: AccountId): boolean {
  const { kind, author, createdIndex } = compartment;
  if (!equalBytes(author, account)) return false;
  return kind !== "psychotherapy" || createdIndex > (members.get(toHex(account))?.recoveredIndex ?? -1);
}

/** The last day of this account's right, where it has one. */
export function untilDayOf(compartment: Compartment, account: Recipient): number | undefined {
  return compartment.dated.find((one) => equalBytes(one.account, account))?.untilDay;
}

/** Whether people and numbers are all there is of the chart: somebody asked, and nobody has treated them. */
export const isEnquiry = (roster: Roster, { kind, chart }: Compartment): boolean =>
  kind === "administrative" && chart !== null && !hasNotes(roster, chart);

/** Whether progress notes of the chart were ever begun. */
export const hasNotes = (roster: Roster, chart: Uint8Array): boolean =>
  (roster.charts.get(toHex(chart)) ?? []).some((id) => roster.compartments.get(toHex(id))?.kind === "clinical");

/** What a chart's care team has of it, and destroys with it (ROS-35). Whatever else names a chart has an author of its own, or stays. */
export const goesWithItsChart = ({ kind }: Pick<Compartment, "kind">): boolean =>
  kind === "clinical" || kind === "administrative" || kind === "crisis";

/** Whether the chart was destroyed: nothing is begun in it again. Somebody's own notes alone are not the chart. */
export const isDestroyedChart = (roster: Roster, chart: Uint8Array): boolean =>
  (roster.charts.get(toHex(chart)) ?? []).some((id) => {
    const found = roster.compartments.get(toHex(id)) as Compartment;
    return found.destroyedIndex !== undefined && goesWithItsChart(found);
  });

/**
 * Whether the account may add a compartment to the chart: nobody has one for it yet, or they are in its care team, which
 * are the readers of its clinical compartments, or of all of them while none is clinical. Where there were never more than
 * somebody's own notes and nobody reads these any more, it begins again; a chart that was destroyed never does.
 */
export function isOpenTo(roster: Roster, chart: ChartId, account: AccountId): boolean {
  if (isDestroyedChart(roster, chart)) return false;
  const all = (roster.charts.get(toHex(chart)) ?? []).map((id) => roster.compartments.get(toHex(id)) as Compartment);
  const clinical = all.filter(({ kind }) => kind === "clinical");
  const deciding = clinical.length > 0 ? clinical : all.filter(({ readers }) => readers.length > 0);
  return deciding.length === 0 || deciding.some(({ readers }) => isAmong(readers, account));
}
