/** A member's own devices that were taken out as lost or stolen, and since when their keys are others, as the roster says it. */

import { type AccountId, equalBytes } from "@alcove/bytes";
import type { EnrolledDevice, Roster } from "@alcove/protocol";

export type Gone = { readonly device: EnrolledDevice; readonly index: number; readonly why: "lost" | "stolen" };

/** The newest first. */
export function goneDevices(roster: Roster, account: AccountId): Gone[] {
  return [...roster.devices.values()]
    .flatMap((device) => {
      const { index, reason } = device.revoked ?? {};
      if (!equalBytes(device.account, account) || index === undefined) return [];
      return reason === "lost" || reason === "stolen" ? [{ device, index, why: reason }] : [];
    })
    .toSorted((a, b) => b.index - a.index);
}

/** Ledger index at which this member last began with new keys; -1: never. One statement can take a device out and begin them. */
export function keysReplacedAt({ former }: Roster, account: AccountId): number {
  return Math.max(-1, ...former.filter((one) => equalBytes(one.account, account)).map(({ untilIndex }) => untilIndex));
}

/** Somebody may have a device of theirs, and their keys are still those of then. */
export function keysAreDue(roster: Roster, account: AccountId): boolean {
  const [newest] = goneDevices(roster, account);
  return newest !== undefined && keysReplacedAt(roster, account) < newest.index;
}
