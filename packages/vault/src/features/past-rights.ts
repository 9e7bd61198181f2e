/** A right with a last day ends by a statement like any other (docs/spec, ROS-31): the first device that may sign it does. */

import { type CompartmentId, equalBytes, ok, toHex } from "@alcove/bytes";
import { type Compartment, isAmong, type Operation, type Roster } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import { isServed, mayChange } from "./open-charts.ts";

const dayMs = 86_400_000;
/** Of one member's rights in one statement; the next sync ends what is left. */
const endedAtOnce = 1000;

/**
 * Ends what this member may end and whose last day is past at `now`, milliseconds since 1970 by this device's clock. Where nobody
 * else could open the compartment the right stays: that is a person's to decide.
 */
export async function endPastRights({ sync, state, keys }: Opened, now: number): Promise<void> {
  const today = Math.floor(now / dayMs);

  function pastIn(roster: Roster, one: Compartment): Compartment["dated"] {
    // Who lets others in is a person's to change (GRD-15).
    const past = one.dated.filter(({ account, untilDay }) => untilDay < today && !isAmong(one.releasers, account));
    if (past.length === 0) return [];
    const isPast = (account: Uint8Array) => past.some((right) => equalBytes(right.account, account));
    const staysOpen = one.readers.some((reader) => !isPast(reader) && isServed(state, one, reader) !== false);
    return past
      .filter(({ account }) => !equalBytes(account, keys.account) && mayChange(roster, keys.account, one, account))
      .filter(({ account }) => staysOpen || !isAmong(one.readers, account));
  }

  function endings(roster: Roster): Operation[] {
    const byMember = new Map<string, ["disentitle", Compartment["dated"][number]["account"], CompartmentId[]]>();
    for (const one of roster.compartments.values()) {
      for (const { account } of pastIn(roster, one)) {
        const operation = byMember.get(toHex(account)) ?? ["disentitle", account, []];
        if (operation[2].length < endedAtOnce) operation[2].push(one.compartment);
        byMember.set(toHex(account), operation);
      }
    }
    return [...byMember.values()];
  }

  if (!state.roster || sync.isProvisional() || endings(state.roster).length === 0) return;
  // Whatever goes wrong here is due again at the next sync, and until then nobody hands over a key.
  await sync.state((roster) => ok({ operations: endings(roster) }));
}
