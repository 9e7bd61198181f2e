/** An owner says what the practice asks of everybody's devices (docs/spec, ROS-30). */

import { fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure, policyOperation } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { PracticeRules } from "../facade/own-keys.ts";

/** Failures: `not-entitled`, `rules-unfit`, `device-provisional`, those of the network. */
export async function setRules({ sync, keys }: Opened, rules: PracticeRules): Promise<Result<undefined, Failure>> {
  const { rotationMonths, idleMinutes, passkeyHours } = rules;
  const fit = isBetween(rotationMonths, 3, 6) && isBetween(idleMinutes, 1, 480) && isBetween(passkeyHours, 1, 24);
  if (!fit) return fail(failure("rules-unfit"));
  return sync.state((roster) => {
    const isOwner = roster.members.get(toHex(keys.account))?.role === "owner";
    return isOwner ? ok({ operations: [policyOperation(rules)] }) : fail(failure("not-entitled"));
  });
}

function isBetween(value: number | null, least: number, most: number): boolean {
  return value === null || (Number.isInteger(value) && value >= least && value <= most);
}
