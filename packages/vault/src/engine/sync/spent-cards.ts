/** The end of a use of cards: what they opened was delivered anew, so that their key is needed no more. */

import { toHex } from "@alcove/bytes";
import { awaitingDelivery, isAmong, isRecoverable, isStale } from "@alcove/protocol";
import { newestKey } from "../state.ts";
import type { SyncParts } from "./parts.ts";

/** Whether this member's compartments are all under keys that they and the present set were given. */
export function isDeliveredAnew({ state, keys }: Pick<SyncParts, "state" | "keys">): boolean {
  const { roster } = state;
  if (!roster || state.unread.size > 0) return false;
  return [...roster.compartments.values()].every((compartment) => {
    if (!isAmong(compartment.readers, keys.account)) return true;
    const log = state.keyLogs.get(toHex(compartment.compartment));
    // Whose key was never delivered to the set opens to nobody any more.
    if (!log || !newestKey(state, log)) return true;
    if (isStale(roster, log)) return false;
    // The use made it stale, so a key that is not came with a delivery to each reader. Whom an author let into their
    // psychotherapy notes since is no affair of the cards.
    return !isRecoverable(compartment.kind) || awaitingDelivery(roster, log).length === 0;
  });
}
