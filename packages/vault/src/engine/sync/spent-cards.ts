/** What is done by cards that were used on this device, until what they opened is delivered anew and their keys are needed no more. */

import { equalBytes, toHex } from "@alcove/bytes";
import { type EpochKey, importSigningKey } from "@alcove/crypto";
import {
  awaitingDelivery,
  type Compartment,
  currentEpoch,
  isAmong,
  isRecoverable,
  isStale,
  type KeyLog,
  parseKeyLogEntry,
  type Roster,
  signerKinds,
  spentSet,
} from "@alcove/protocol";
import type { OpenKeys, SpentCards } from "../keys.ts";
import type { SignerAfter } from "../seal.ts";
import { newestKey } from "../state.ts";
import type { SyncParts } from "./parts.ts";

/** Whether this member's compartments are all under keys that they and the present set were given. */
export function isDeliveredAnew({ state, keys }: Pick<SyncParts, "state" | "keys">): boolean {
  const { roster } = state;
  if (!roster || state.unread.size > 0) return false;
  return [...roster.compartments.values()].every((compartment) => {
    const log = state.keyLogs.get(toHex(compartment.compartment));
    if (!isAmong(compartment.readers, keys.account)) return !log || !setRotating(keys, roster, compartment, log);
    // Whose key was never delivered to the set opens to nobody any more.
    if (!log || !newestKey(state, log)) return true;
    if (isStale(roster, log)) return false;
    // The use made it stale, so a key that is not came with a delivery to each reader. Whom an author let into their
    // psychotherapy notes since is no affair of the cards.
    return !isRecoverable(compartment.kind) || awaitingDelivery(roster, log).length === 0;
  });
}

/**
 * The set in whose name this device rotates what its member reads nothing of and lets others into (LOG-10): the part that they
 * kept was sealed to keys that are lost, and where they were the only one, nobody would open the chart again.
 */
export function setRotating(
  { account, device, spent: kept }: Pick<OpenKeys, "account" | "device" | "spent">,
  roster: Roster,
  { kind, releasers }: Compartment,
  log: KeyLog,
): SpentCards | undefined {
  const spent = spentSet(roster);
  const isOwn = spent && equalBytes(spent.used.account, account) && equalBytes(spent.used.device, device);
  if (!isOwn || !isAmong(releasers, account) || !isRecoverable(kind)) return undefined;
  const { epoch, index } = currentEpoch(log);
  const opens = log.delivered.some((one) => one.epoch === epoch && equalBytes(one.account, spent.set));
  return opens && index < spent.untilIndex
    ? kept.find(({ set, sign }) => sign && equalBytes(set, spent.set))
    : undefined;
}

/** Whether something of what the cards opened is still to be rotated in their name: no other set may be made before. */
export function isAtWork({ state, keys }: Pick<SyncParts, "state" | "keys">): boolean {
  const { roster } = state;
  if (!roster || keys.spent.length === 0) return false;
  return [...roster.compartments.values()].some((one) => {
    const log = state.keyLogs.get(toHex(one.compartment));
    return (
      log !== undefined && !isAmong(one.readers, keys.account) && setRotating(keys, roster, one, log) !== undefined
    );
  });
}

/** The newest key as cards opened it, and who signs. */
export type BySet = { readonly before: EpochKey; readonly after: SignerAfter };

/** `undefined`: the entry that delivered it is not here, or not as it was signed. */
export async function openBySet(
  { crypto, disk, replay }: Pick<SyncParts, "crypto" | "disk" | "replay">,
  { set, sign }: SpentCards,
  log: KeyLog,
): Promise<BySet | undefined> {
  const { epoch, index } = currentEpoch(log);
  for (let at = index; at <= log.headIndex; at++) {
    const [body] = disk.bodies.from(at, 1);
    at = body?.position ?? log.headIndex;
    const entry = body && parseKeyLogEntry(body.entry)?.body;
    if (!entry || !equalBytes(entry.compartment, log.compartment) || entry.operation[1] !== epoch) continue;
    const mine = await replay.findDelivered(entry, body.payload);
    const isOfSet = mine && equalBytes(mine.recipient, set);
    const before = isOfSet && (await replay.openKeysUpTo(log, mine, []))?.keys?.at(-1);
    if (before && sign)
      return { before, after: { kind: signerKinds.recoverySet, id: set, key: await importSigningKey(crypto, sign) } };
  }
  return undefined;
}
