import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { emergencyLines } from "../emergency-text.ts";
import { send, sentFacts, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    reason: { type: "string", value: "TEXT", about: "why you need it now", required: true },
    card: { type: "boolean", about: "the crisis card of a guarded chart, and no notes" },
  },
  details: `Asks everybody who can open the chart. They see who asks and why, and so do owners and privacy officers; it stands in the chart's access
log. You can read what they give for seven days. If somebody is in danger, call for help first.`,
  run: (context, { options: { chart, reason, card } }) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const asked = await vault.askInEmergency({ chart, reason, wants: card ? "card" : "notes" });
      if (!asked.ok) return refused(asked.error);
      const sent = await send(context, vault);
      const request = (await vault.emergencies()).find(({ id }) => id === asked.value.id);
      return ok({ facts: { ...request, ...sentFacts(sent) }, text: request ? emergencyLines(request) : "" });
    }),
});
