/** The practice's devices as the apps see them. */

import { toHex } from "@alcove/bytes";
import type { Opened } from "../engine/opened.ts";
import { isProvisional } from "../engine/replay.ts";
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
