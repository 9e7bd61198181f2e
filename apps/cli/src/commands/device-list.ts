import { ok } from "@alcove/bytes";
import { sentenceOf } from "@alcove/protocol/sentences";
import type { DeviceView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { nameOr } from "../member-text.ts";
import { send, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  run: (context) =>
    withOpenVault(context, async (vault) => {
      // Who joined or left is told by the server; what is known here does where it is away.
      const { why } = await send(context, vault);
      if (why) context.output.note(sentenceOf(why));
      const devices = await vault.devices();
      const others = (await vault.members()).filter(({ isYou }) => !isYou);
      const names = new Map(others.map(({ id, name }) => [id, nameOr(name, id)]));
      const lines = devices.map((device) => deviceLine(device, names.get(device.member)));
      return ok({ facts: { devices }, text: lines.join("\n") });
    }),
});

/** One line for a list. `whose`: another member's name; absent for one's own. */
export function deviceLine(device: DeviceView, whose?: string): string {
  const marks = [
    ...(whose === undefined ? [] : [`of ${whose}`]),
    ...(device.thisDevice ? ["this device"] : []),
    ...(device.lastSeen === undefined ? [] : [`seen ${new Date(device.lastSeen).toISOString().slice(0, 10)}`]),
    ...(device.revoked ? ["revoked"] : []),
    ...(device.provisional ? ["not confirmed yet"] : []),
  ];
  return `${device.id}  ${device.name || "(no name)"}  by ${device.via}${marks.length > 0 ? `  (${marks.join(", ")})` : ""}`;
}
