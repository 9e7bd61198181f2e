/** When a heartbeat stands (docs/spec, LED-8): the rules that the server refuses by and that every reader checks again. */

import { toHex } from "@alcove/bytes";
import type { CryptoPort } from "@alcove/crypto";
import { type Failure, failure } from "./errors.ts";
import { type Heartbeat, verifyHeartbeat } from "./heartbeat.ts";
import { deviceAt, type Roster } from "./roster/roster.ts";

/**
 * Judges a heartbeat at ledger `index`; `sequence` is that of its device's heartbeat before it, 0 for none. `undefined`: it stands.
 * Failures: `device-revoked`, `device-unknown`, `counter-wrong`, `head-moved` (a place out of order, or it names a
 * roster head or a checkpoint that nobody can have seen), `signature-wrong`.
 */
export async function judgeHeartbeat(
  port: CryptoPort,
  roster: Roster,
  sequence: number,
  heartbeat: Heartbeat,
  index: number,
): Promise<Failure | undefined> {
  const { body } = heartbeat;
  if (index <= roster.headIndex) return failure("head-moved");
  const device = deviceAt(roster, body.device, index);
  if (!device) return failure(roster.devices.get(toHex(body.device))?.revoked ? "device-revoked" : "device-unknown");
  if (body.sequence !== sequence + 1) return failure("counter-wrong", { sequence });
  const relied = roster.heads.get(toHex(body.rosterHead));
  if (!relied || body.checkpoint.size > index) return failure("head-moved");
  return (await verifyHeartbeat(port, device.key, roster.practice, heartbeat)) ? undefined : failure("signature-wrong");
}
