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
    const awaiting = awaitingDelivery(roster, log);
    // Of psychotherapy notes whom else their author let in is no affair of the cards.
    return isRecoverable(compartment.kind) ? awaiting.length === 0 : !isAmong(awaiting, keys.account);
  });
}
