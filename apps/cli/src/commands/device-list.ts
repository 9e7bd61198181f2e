import { ok } from "@alcove/bytes";
import type { DeviceView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";

export const command = defineCommand({
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const devices = await vault.devices();
      return ok({ facts: { devices }, text: devices.map(deviceLine).join("\n") });
    }),
});

/** One line for a list. */
export function deviceLine(device: DeviceView): string {
  const marks = [
    ...(device.thisDevice ? ["this device"] : []),
    ...(device.lastSeen === undefined ? [] : [`seen ${new Date(device.lastSeen).toISOString().slice(0, 10)}`]),
    ...(device.revoked ? ["revoked"] : []),
    ...(device.provisional ? ["not confirmed yet"] : []),
  ];
  return `${device.id}  ${device.name || "(no name)"}  by ${device.via}${marks.length > 0 ? `  (${marks.join(", ")})` : ""}`;
}
