/** Owners read a member's will (docs/spec, WILL-2): its author's device lets in whoever is one, also who becomes one later. */

import { type AccountId, ok, toHex } from "@alcove/bytes";
import { isAmong, type Operation, type Roster } from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import { compartmentFor } from "../../engine/state.ts";

export async function letOwnersIn({ sync, state, keys }: Opened): Promise<void> {
  function notIn(roster: Roster): AccountId[] {
    const will = compartmentFor(roster, keys.account, "will", null);
    if (!will || roster.members.get(toHex(keys.account))?.suspendedIndex !== undefined) return [];
    const owners = [...roster.members.values()].filter(({ role }) => role === "owner");
    return owners.map(({ account }) => account).filter((account) => !isAmong(will.readers, account));
  }

  if (!state.roster || sync.isProvisional()) return;
  // One after the other: a key travels with the statement that it is for. What goes wrong is due again at the next sync.
  for (const owner of notIn(state.roster))
    await sync.state((roster) => {
      const will = compartmentFor(roster, keys.account, "will", null);
      if (!will || !isAmong(notIn(roster), owner)) return ok({ operations: [] });
      const letsIn: Operation = ["entitle", owner, "read", null, [will.compartment]];
      return ok({ operations: [letsIn], gives: { to: owner, compartments: [will] } });
    });
}
