import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "which chart", required: true } },
  details: "Opens the chart, which is recorded, and ends its guard. It comes back under its own name.",
  run: (context, { options: { chart } }) =>
    withOpenVault(context, async (vault) => {
      const opened = await vault.openGuarded(chart);
      const ended = opened.ok ? await vault.unguardChart(chart) : opened;
      if (!ended.ok) return refused(ended.error);
      const sent = await send(context, vault);
      return ok({ facts: { chart, ...sentFacts(sent) }, text: `Not guarded any more.${sentText(sent)}` });
    }),
});
