import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

const reasons = ["retired", "lost", "stolen"] as const;

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which device" }],
  options: { reason: { type: "string", value: "REASON", about: "retired, lost or stolen", required: true } },
  details: `From then on nothing that the device sends is taken, and it can't fetch anything new. What it holds stays on it: where it was
lost or stolen, alcove keys replace --device ID revokes it and gives you new keys besides.`,
  async run(context, { options, positionals: [id = ""] }) {
    const reason = reasons.find((one) => one === options.reason);
    if (!reason) return misused(`--reason is retired, lost or stolen, not "${options.reason}".`);
    return withOpenVault(context, async (vault) => {
      const device = (await vault.devices()).find((one) => one.id === id);
      if (!device) return refuse("device-unknown");
      if (device.thisDevice) return misused("A device is revoked from another one of yours.");
      const revoked = await vault.revokeDevice({ device: id, reason });
      if (!revoked.ok) return refused(revoked.error);
      return ok({ facts: { id, reason }, text: `${device.name || id} is revoked.` });
    });
  },
});
