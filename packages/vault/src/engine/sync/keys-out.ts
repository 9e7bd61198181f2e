/**
 * Keys go out: whoever holds a compartment's key gives it to those who were entitled since, and rotates what somebody has
 * left (security.md sections 4 and 5). Psychotherapy notes are given by their author's tap only, in the statement's own append.
 */

import {
  type AccountId,
  type Bytes,
  type CompartmentId,
  concatBytes,
  equalBytes,
  fromHex,
  type Hash,
  ok,
  type Result,
  toHex,
} from "@alcove/bytes";
import { hash, type MemberPart, type ReleasePart, releasePartCommitment } from "@alcove/crypto";
import {
  activeReadersOf,
  activeReleasersOf,
  type AppendEntry,
  awaitingDelivery,
  type ClientSide,
  clientSideOf,
  type Compartment,
  currentEpoch,
  type Failure,
  isAmong,
  isStale,
  keepsRelease,
  type KeyLog,
  mayAdmit,
  memberOf,
  noClients,
  portalReaders,
  type PortalReaders,
  type Recipient,
  recipientsOf,
  type Roster,
  sameClients,
  untilDayOf,
} from "@alcove/protocol";
import type { Session } from "../../session.ts";
import { deliver, type GivenKey, listedIdentity, rotate } from "../seal.ts";
import { type EngineState, isFollowed, isGuarded, newestKey, isProvisional } from "../state.ts";
import type { Append } from "./append.ts";
import type { SyncParts } from "./parts.ts";
import { type BySet, openBySet, setRotating } from "./spent-cards.ts";

const dayMs = 86_400_000;
/** Others than the chosen device begin after this. */
const othersAfterMs = 30_000;
/** In one sync, so that it ends; the next goes on. */
const entriesAtOnce = 50;
/** What somebody writes meanwhile waits for no more than these. */
const entriesSentTogether = 5;

/** Whose right is past gets no key and makes none, by this device's clock. */
export function mayGetKey(parts: SyncParts, compartment: Compartment, account: Recipient): boolean {
  return isNotPast(parts, untilDayOf(compartment, account));
}

/** `untilDay`: the last day of a right; absent where it has none. */
const isNotPast = ({ clock }: SyncParts, untilDay: number | undefined): boolean =>
  untilDay === undefined || untilDay >= Math.floor(clock.now() / dayMs);

/** The next epoch for all who may have it. `about`: after a statement that says so, whether it is guarded. */
export async function rotation(
  parts: SyncParts,
  roster: Roster,
  compartment: Compartment,
  about: {
    readonly rosterHead: Hash;
    readonly guarded: boolean;
    /** Of a portal: its client from now on; absent: as it is. */
    readonly clients?: ClientSide;
  } = {
    rosterHead: roster.head,
    guarded: compartment.guard?.isSet ?? false,
  },
  bySet?: BySet,
): Promise<AppendEntry> {
  const { crypto, keys, state } = parts;
  const log = state.keyLogs.get(toHex(compartment.compartment));
  const before = log && newestKey(state, log);
  const recipients = recipientsOf(roster, compartment).filter((one) => mayGetKey(parts, compartment, one));
  const facts = { compartment: compartment.compartment, recipients, rosterHead: about.rosterHead };
  const releasers = activeReleasersOf(roster, compartment).filter((one) => mayGetKey(parts, compartment, one));
  const guard = about.guarded ? await newParts(parts, compartment, log, releasers) : undefined;
  const portal = compartment.kind === "portal" ? readersOf(parts, roster, compartment, about.clients) : undefined;
  return rotate(crypto, keys, roster, {
    ...facts,
    ...(portal ? { portal } : {}),
    ...(log ? { log } : {}),
    ...(before ? { before } : {}),
    ...bySet,
    ...(guard ? { guard } : {}),
  });
}

function readersOf(parts: SyncParts, roster: Roster, compartment: Compartment, clients?: ClientSide): PortalReaders {
  const before = parts.state.keyLogs.get(toHex(compartment.compartment))?.readers;
  const taken = areFollowed(parts, before) ? (clients ?? clientSideOf(before)) : noClients;
  return portalReaders(roster, compartment.compartment, activeReadersOf(roster, compartment), taken);
}

/** Where the list before does not name this member, its clients' devices could not follow them: they are admitted again, in the room. */
const areFollowed = ({ keys }: SyncParts, before: PortalReaders | undefined): boolean =>
  !before || listedIdentity(keys, before) !== undefined;

/**
 * Whether somebody would keep the release part: where all who let in have to rekey first, the next key waits for them. In a portal whether
 * its clients go along; if not, who may not end them leaves it to somebody else.
 */
export function mayRotate(parts: SyncParts, roster: Roster, compartment: Compartment): boolean {
  const { state, keys } = parts;
  const isByPeople = compartment.guard?.isSet === true && compartment.releasers.length > 0;
  if (isByPeople) return activeReleasersOf(roster, compartment).length > 0;
  const before = state.keyLogs.get(toHex(compartment.compartment))?.readers;
  const ends = !areFollowed(parts, before) && !sameClients(clientSideOf(before), noClients);
  return !ends || mayAdmit(roster, compartment, keys.account);
}

/**
 * Both made here. The release part travels with the append, sealed to those who let openings through, or for the server; while
 * the chart is open it also goes on being open.
 */
async function newParts(
  { crypto, keys, state }: SyncParts,
  { compartment }: Compartment,
  log: KeyLog | undefined,
  releasers: readonly AccountId[],
) {
  const member = crypto.random(32) as MemberPart;
  const release = crypto.random(32) as ReleasePart;
  const place = { practice: keys.practice, compartment, epoch: (log?.epochs.length ?? 0) + 1 };
  const commitment = toHex(await releasePartCommitment(crypto, release, place));
  state.releaseParts.set(commitment, release);
  if (releasers.length === 0) state.partsForServer.add(commitment);
  return { member, release, releasers };
}

/** `isWanted`: whether something that a person does waits for this to end. */
export function createKeysOut(parts: SyncParts, append: Append, isWanted: () => boolean) {
  const { crypto, keys, state } = parts;
  /** When this device first saw that something is due, by what and where its key log stood. */
  const dueSince = new Map<string, number>();

  /** What is due of this compartment, if this member can do it; to nobody: it is stale. */
  function dueOf(
    roster: Roster,
    compartment: Compartment,
  ): { log: KeyLog; recipients: readonly Recipient[] } | undefined {
    const log = state.keyLogs.get(toHex(compartment.compartment));
    if (!log || !isFollowed(state, compartment.compartment)) return undefined;
    if (!isAmong(compartment.readers, keys.account))
      return setRotating(keys, roster, compartment, log) && { log, recipients: [] };
    if (!newestKey(state, log)) return undefined;
    if (!mayGetKey(parts, compartment, keys.account)) return undefined;
    if (isStale(roster, log)) return mayRotate(parts, roster, compartment) ? { log, recipients: [] } : undefined;
    // Psychotherapy notes and guarded charts are given to people by a person's tap; a set of cards is none.
    const byTap = compartment.kind === "psychotherapy" || isGuarded(state, compartment.compartment);
    const recipients = awaitingDelivery(roster, log).filter(
      (one) => mayGetKey(parts, compartment, one) && !(byTap && roster.members.has(toHex(one))),
    );
    return recipients.length > 0 ? { log, recipients } : undefined;
  }

  /** The device with the lowest hash acts at once, the others where it does not. */
  function isTurn(roster: Roster, compartment: Compartment, log: KeyLog): boolean {
    // Nobody else has the cards.
    if (!isAmong(compartment.readers, keys.account)) return true;
    const served = log.delivered.filter(({ epoch }) => epoch === log.epochs.length).map(({ account }) => account);
    const able = new Set(
      activeReadersOf(roster, compartment)
        .filter((one) => isAmong(served, one) && mayGetKey(parts, compartment, one))
        .map(toHex),
    );
    let chosen = { device: "", rank: "" };
    for (const [device, { account, revoked }] of roster.devices) {
      if (revoked || !able.has(toHex(account)) || isProvisional(state, roster, device)) continue;
      const rank = toHex(hash(concatBytes(fromHex(device) as Bytes, log.head)));
      if (chosen.rank === "" || rank < chosen.rank) chosen = { device, rank };
    }
    // Nobody was given it: this device has it by cards that were put together here.
    if (able.size === 0 || chosen.device === toHex(keys.device)) return true;
    // Whatever else is stated meanwhile, what is due here is the same.
    const name = `${toHex(log.compartment)}/${toHex(log.head)}/${compartment.changedIndex}`;
    const now = parts.clock.now();
    const since = dueSince.get(name) ?? now;
    dueSince.set(name, since);
    if (now - since >= othersAfterMs) return true;
    parts.again(othersAfterMs - (now - since));
    return false;
  }

  /** What only this member could open under keys that somebody may have comes first. */
  function dueNow(roster: Roster): CompartmentId[] {
    const own: CompartmentId[] = [];
    const others: CompartmentId[] = [];
    for (const compartment of roster.compartments.values()) {
      if (own.length + others.length >= entriesAtOnce) break;
      const due = dueOf(roster, compartment);
      if (!due || !isTurn(roster, compartment, due.log)) continue;
      const isOwn = due.recipients.length === 0 && compartment.readers.length === 1;
      (isOwn ? own : others).push(compartment.compartment);
    }
    return [...own, ...others];
  }

  async function entryFor(roster: Roster, id: CompartmentId): Promise<AppendEntry | undefined> {
    const compartment = roster.compartments.get(toHex(id));
    // Asked again: what others appended meanwhile came in with the portion before.
    const due = compartment && dueOf(roster, compartment);
    if (!due) return undefined;
    const { log, recipients } = due;
    if (!isAmong(compartment.readers, keys.account)) {
      const set = setRotating(keys, roster, compartment, log);
      const opened = set && (await openBySet(parts, set, log));
      return opened && rotation(parts, roster, compartment, undefined, opened);
    }
    if (recipients.length === 0) return rotation(parts, roster, compartment);
    const key = newestKey(state, log);
    const facts = { compartment: id, recipients, rosterHead: roster.head, log };
    return key && deliver(crypto, keys, roster, { ...facts, key: { key } });
  }

  /**
   * Gives what is awaited and rotates what is stale, a few at a time, until somebody wants the turn: what a person has written
   * goes first. Idempotent: what is due stands in the chains.
   */
  async function sendDue(session: Session): Promise<Result<undefined, Failure>> {
    const { roster } = state;
    const member = roster?.members.get(toHex(keys.account));
    if (!roster || !member || member.suspendedIndex !== undefined) return ok();
    const due = dueNow(roster);
    for (let at = 0; at < due.length; at += entriesSentTogether) {
      const entries: AppendEntry[] = [];
      for (const id of due.slice(at, at + entriesSentTogether)) {
        if (isWanted()) break;
        const entry = await entryFor(state.roster ?? roster, id);
        if (entry) entries.push(entry);
      }
      if (isWanted()) {
        parts.again(0);
        return ok();
      }
      const sent = entries.length > 0 ? await append.send(session, entries) : ok();
      if (!sent.ok) return sent;
    }
    if (due.length >= entriesAtOnce) parts.again(0);
    return ok();
  }

  return { sendDue };
}

/** Whose keys travel with a statement, of which compartments, and where the right has one, its last day. */
export type Gives = {
  readonly to: AccountId;
  readonly compartments: readonly Compartment[];
  readonly untilDay?: number;
};

/** Of a guarded chart the member part, whether it is open here or not: it opens nothing by itself. */
function keyToGive(state: EngineState, log: KeyLog): GivenKey | undefined {
  const { guard, epoch } = currentEpoch(log);
  const part = guard && state.memberParts.get(toHex(log.compartment))?.[epoch - 1];
  const key = newestKey(state, log);
  return guard ? part && { part } : key && { key };
}

/** Deliveries that travel with the statement which entitles, to somebody whose key this roster names. */
export async function deliveriesWith(
  parts: SyncParts,
  statement: Bytes,
  { to: account, compartments, untilDay }: Gives,
): Promise<AppendEntry[]> {
  const { crypto, keys, state } = parts;
  const { roster } = state;
  if (!roster || memberOf(roster, account).suspendedIndex !== undefined || !isNotPast(parts, untilDay)) return [];
  const entries: AppendEntry[] = [];
  for (const compartment of compartments) {
    const log = state.keyLogs.get(toHex(compartment.compartment));
    const key = log && keyToGive(state, log);
    if (!log || !key || !isFollowed(state, compartment.compartment) || equalBytes(account, keys.account)) continue;
    // Who let others in until now is given the next epoch's, with its rotation.
    if (keepsRelease(currentEpoch(log), account)) continue;
    const facts = { compartment: compartment.compartment, recipients: [account], rosterHead: hash(statement), log };
    entries.push(await deliver(crypto, keys, roster, { ...facts, key }));
  }
  return entries;
}
