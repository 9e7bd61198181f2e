/** When something of the ledger was, as far as anybody signed: the newest day that a heartbeat before it named (docs/spec, LEA). */

import { parseHeartbeat } from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import { signedBodies } from "../engine/signed-bodies.ts";
import { dayText } from "./presence.ts";

const heartbeats = new Set(["heartbeat"] as const);

/** `yyyy-mm-dd`; `undefined`: no heartbeat came before it. Reads the ledger on this disk. */
export function dayBefore(disk: Disk, index: number): string | undefined {
  let newest: number | undefined;
  for (const { entry } of signedBodies(disk, heartbeats, index)) {
    const day = parseHeartbeat(entry)?.body.day;
    if (day !== undefined) newest = Math.max(day, newest ?? 0);
  }
  return newest === undefined ? undefined : dayText(newest);
}
