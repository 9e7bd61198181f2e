import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { emergencyLines } from "../emergency-text.ts";
import { asOfLastSync, send, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  details:
    "Your own requests and those of charts that you can open, newest first. Owners and privacy officers see everybody's.",
  run: (context) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const requests = await vault.emergencies();
      const asOf = await asOfLastSync(vault);
      const text = requests.map(emergencyLines).join("\n") || "Nobody asked for anything in an emergency.";
      return ok({ facts: { requests, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
