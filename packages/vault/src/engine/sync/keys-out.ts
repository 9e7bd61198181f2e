/**
 * Keys go out: whoever holds a compartment's key gives it to those who were entitled since, and rotates what somebody has
 * left (security.md sections 4 and 5). Psychotherapy notes are given by their author's tap only, in the statement's own append.
 */

import {
  type AccountId,
  type Bytes,
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
  type AppendEntry,
  awaitingDelivery,
  type Compartment,
  currentEpoch,
  type Failure,
  isAmong,
  isStale,
  type KeyLog,
  memberOf,
  type Recipient,
  recipientsOf,
  type Roster,
  untilDayOf,
} from "@alcove/protocol";
import type { Session } from "../../session.ts";
import { isProvisional } from "../replay.ts";
import { deliver, type GivenKey, rotate } from "../seal.ts";
import { type EngineState, isFollowed, isGuarded, newestKey } from "../state.ts";
import type { Append } from "./append.ts";
import type { SyncParts } from "./parts.ts";

const dayMs = 86_400_000;
/** Others than the chosen device begin after this. */
const othersAfterMs = 30_000;
/** In one sync, so that it ends; the next goes on. */
const entriesAtOnce = 50;

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
  about: { readonly rosterHead: Hash; readonly guarded: boolean } = {
    rosterHead: roster.head,
    guarded: compartment.guard?.isSet ?? false,
  },
): Promise<AppendEntry> {
  const { crypto, keys, state } = parts;
  const log = state.keyLogs.get(toHex(compartment.compartment));
  const before = log && newestKey(state, log);
  const recipients = recipientsOf(roster, compartment).filter((one) => mayGetKey(parts, compartment, one));
  const facts = { compartment: compartment.compartment, recipients, rosterHead: about.rosterHead };
  const guard = about.guarded ? await newParts(parts, compartment, log) : undefined;
  return rotate(crypto, keys, roster, {
    ...facts,
    ...(log ? { log } : {}),
    ...(before ? { before } : {}),
    ...(guard ? { guard } : {}),
  });
}

/** Both made here. The release part travels with the append; while the chart is open it also goes on being open. */
async function newParts({ crypto, keys, state }: SyncParts, { compartment }: Compartment, log: KeyLog | undefined) {
  const member = crypto.random(32) as MemberPart;
  const release = crypto.random(32) as ReleasePart;
  const place = { practice: keys.practice, compartment, epoch: (log?.epochs.length ?? 0) + 1 };
  const commitment = toHex(await releasePartCommitment(crypto, release, place));
  state.releaseParts.set(commitment, release);
  return { member, release };
}

type Due = { readonly compartment: Compartment; readonly log: KeyLog; readonly recipients: readonly Recipient[] };

export function createKeysOut(parts: SyncParts, append: Append) {
  const { crypto, keys, state } = parts;
  /** When this device first saw that something is due, by what and where the key log stood. */
  const dueSince = new Map<string, number>();

  /** What this member can do something about: keys they hold, of compartments that they follow. */
  function* held(roster: Roster): Generator<{ compartment: Compartment; log: KeyLog }> {
    for (const compartment of roster.compartments.values()) {
      const log = state.keyLogs.get(toHex(compartment.compartment));
      if (!log || !isFollowed(state, compartment.compartment) || !newestKey(state, log)) continue;
      if (!mayGetKey(parts, compartment, keys.account)) continue;
      if (isAmong(recipientsOf(roster, compartment), keys.account)) yield { compartment, log };
    }
  }

  /** The device with the lowest hash acts at once, the others where it does not. */
  function isTurn(roster: Roster, { compartment, log }: Omit<Due, "recipients">): boolean {
    const rank = (device: Uint8Array) => toHex(hash(concatBytes(device as Bytes, log.head)));
    const served = log.delivered.filter(({ epoch }) => epoch === log.epochs.length).map(({ account }) => account);
    const able = [...roster.devices.entries()].filter(
      ([id, { account, revoked }]) =>
        !revoked &&
        !isProvisional(state, roster, id) &&
        isAmong(served, account) &&
        isAmong(recipientsOf(roster, compartment), account) &&
        mayGetKey(parts, compartment, account),
    );
    const chosen = able
      .map(([id]) => id)
      .toSorted((a, b) => compare(rank(fromHex(a) as Bytes), rank(fromHex(b) as Bytes)))[0];
    if (chosen === toHex(keys.device)) return true;
    const name = `${toHex(log.compartment)}/${toHex(log.head)}/${toHex(roster.head)}`;
    const now = parts.clock.now();
    const since = dueSince.get(name) ?? now;
    dueSince.set(name, since);
    if (now - since >= othersAfterMs) return true;
    parts.again(othersAfterMs - (now - since));
    return false;
  }

  function dueNow(roster: Roster): { deliveries: Due[]; stale: Compartment[] } {
    const deliveries: Due[] = [];
    const stale: Compartment[] = [];
    for (const { compartment, log } of held(roster)) {
      if (deliveries.length + stale.length >= entriesAtOnce) break;
      if (isStale(roster, log)) {
        if (isTurn(roster, { compartment, log })) stale.push(compartment);
        continue;
      }
      if (compartment.kind === "psychotherapy") continue;
      // A guarded chart is given to people by a person's tap; the recovery set is none.
      const byTap = isGuarded(state, compartment.compartment);
      const recipients = awaitingDelivery(roster, log).filter(
        (one) => mayGetKey(parts, compartment, one) && !(byTap && roster.members.has(toHex(one))),
      );
      if (recipients.length > 0 && isTurn(roster, { compartment, log }))
        deliveries.push({ compartment, log, recipients });
    }
    return { deliveries, stale };
  }

  /** Gives what is awaited and rotates what is stale. Idempotent: what is due stands in the chains. */
  async function sendDue(session: Session): Promise<Result<undefined, Failure>> {
    const { roster } = state;
    const member = roster?.members.get(toHex(keys.account));
    if (!roster || !member || member.suspendedIndex !== undefined) return ok();
    const { deliveries, stale } = dueNow(roster);
    const entries: AppendEntry[] = [];
    for (const { compartment, log, recipients } of deliveries) {
      const key = newestKey(state, log);
      const facts = { compartment: compartment.compartment, recipients, rosterHead: roster.head, log };
      if (key) entries.push(await deliver(crypto, keys, roster, { ...facts, key: { key } }));
    }
    // First what only this member could open under keys that somebody may have.
    const isOwn = ({ readers }: Compartment) => Number(readers.length === 1);
    for (const compartment of stale.toSorted((a, b) => isOwn(b) - isOwn(a)))
      entries.push(await rotation(parts, roster, compartment));
    if (entries.length === 0) return ok();
    const sent = await append.send(session, entries);
    if (sent.ok && entries.length >= entriesAtOnce) parts.again(0);
    return sent;
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
    const facts = { compartment: compartment.compartment, recipients: [account], rosterHead: hash(statement), log };
    entries.push(await deliver(crypto, keys, roster, { ...facts, key }));
  }
  return entries;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
