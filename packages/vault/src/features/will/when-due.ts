/** Whether a member's professional will is to be written, or confirmed once more: known with every status. */

import { type AccountId, equalBytes, toHex } from "@alcove/bytes";
import { mayCreate, type Roster } from "@alcove/protocol";
import type { WillDue } from "../../facade.ts";
import type { SqlRow } from "../../ports.ts";
import type { Fold } from "../../views/fold.ts";

const yearMs = 365 * 86_400_000;

/** What a member's own devices wrote of their will, newest first: nobody else's word of it counts. */
export function willRowsOf(fold: Fold, roster: Roster, account: AccountId): SqlRow[] {
  return fold.wills().filter((row) => {
    const by = roster.devices.get(toHex(row["author"] as Uint8Array))?.account;
    return by !== undefined && equalBytes(by, account);
  });
}

/** `undefined`: it was confirmed within a year, or they treat nobody. */
export function willDue(fold: Fold, roster: Roster, account: AccountId, now: number): WillDue | undefined {
  const role = roster.members.get(toHex(account))?.role;
  if (!role || !mayCreate(role, "will")) return undefined;
  const confirmed = willRowsOf(fold, roster, account)[0]?.["confirmed"];
  if (typeof confirmed !== "string") return fold.noteCount() > 0 ? "missing" : undefined;
  return now - Date.parse(confirmed) > yearMs ? "due" : undefined;
}
