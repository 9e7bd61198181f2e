/** The practice's devices as the apps see them. */

import { isProvisional } from "../engine/state.ts";
import { type AccountId, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure, managesMembers, type OperationOf, type Roster } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { Statement } from "../engine/sync/sync.ts";
import type { DeviceView } from "../facade.ts";

export function deviceViews({ state, fold, keys, profile }: Opened): DeviceView[] {
  const { roster } = state;
  if (!roster) return [];
  const own = toHex(keys.device);
  return [...roster.devices.values()].map((device) => {
    const id = toHex(device.device);
    const beat = state.heartbeats.get(id);
    const named = fold.named(device.device);
    return {
      id,
      member: toHex(device.account),
      name: typeof named?.["name"] === "string" ? named["name"] : id === own ? profile.deviceName : "",
      thisDevice: id === own,
      enrolledAt: Number(named?.["changed_at"] ?? 0),
      via: device.via,
      revoked: device.revoked !== undefined,
      provisional: isProvisional(state, roster, id),
      ...(beat ? { lastSeen: beat.day * 86_400_000 } : {}),
    };
  });
}

/**
 * One's own device, or by who manages members another's. One that is out already stays so: two say it at once, or an answer was
 * lost. Failures: `device-unknown`, `not-entitled`.
 */
export function revocation(
  roster: Roster,
  account: AccountId,
  device: string,
  reason: OperationOf<"device.revoke">[3],
): Result<Statement, Failure> {
  const target = roster.devices.get(device);
  if (!target) return fail(failure("device-unknown"));
  if (target.revoked) return ok({ operations: [] });
  const me = roster.members.get(toHex(account));
  const manages = me !== undefined && managesMembers(me.role) && me.suspendedIndex === undefined;
  if (!manages && !equalBytes(target.account, account)) return fail(failure("not-entitled"));
  return ok({ operations: [["device.revoke", target.account, target.device, reason]] });
}
