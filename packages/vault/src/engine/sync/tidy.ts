/**
 * After a rekey: what only this member reads is rotated and delivered to the new identity at once (docs/spec, OWN-9). What
 * others read too is rotated by whoever writes to it next.
 */

import { equalBytes, ok, type Result, toHex } from "@alcove/bytes";
import { type AppendEntry, currentEpoch, type Failure, isStale, recipientsOf } from "@alcove/protocol";
import type { Session } from "../../session.ts";
import { rotate } from "../seal.ts";
import type { Append } from "./append.ts";
import type { SyncParts } from "./parts.ts";

/** Of 1,200 bytes each. */
const rotationsPerAppend = 50;

export function createTidy(parts: SyncParts, append: Append) {
  const { crypto, keys, state, disk } = parts;

  async function nextRotations(): Promise<AppendEntry[]> {
    const { roster } = state;
    const rotations: AppendEntry[] = [];
    for (const compartment of roster?.compartments.values() ?? []) {
      const name = toHex(compartment.compartment);
      const log = state.keyLogs.get(name);
      if (!roster || !log || !isStale(roster, log)) continue;
      const recipients = recipientsOf(roster, compartment);
      const before = state.epochKeys.get(name)?.[currentEpoch(log).epoch - 1];
      const [only, ...others] = recipients;
      if (!before || !only || others.length > 0 || !equalBytes(only, keys.account)) continue;
      const facts = { compartment: compartment.compartment, recipients, rosterHead: roster.head, log, before };
      rotations.push(await rotate(crypto, keys, roster, facts));
      if (rotations.length === rotationsPerAppend) break;
    }
    return rotations;
  }

  /** Nothing to do, and nothing looked through, unless the device went over to another identity. */
  return async function tidy(session: Session): Promise<Result<undefined, Failure>> {
    if (disk.settings.get("rotateOwn") !== true) return ok();
    for (let some = await nextRotations(); some.length > 0; some = await nextRotations()) {
      const sent = await append.send(session, some);
      if (!sent.ok) return sent;
    }
    disk.settings.set("rotateOwn", false);
    return ok();
  };
}
