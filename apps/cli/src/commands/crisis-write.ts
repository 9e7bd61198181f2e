import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { openForNow } from "../guarded.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which guarded chart", required: true },
    plan: { type: "string", value: "TEXT", about: "the safety plan (as it was)" },
    contacts: { type: "string", value: "TEXT", about: "whom to call (as they were)" },
    medication: { type: "string", value: "TEXT", about: "medication as reported (as it was)" },
  },
  details:
    "Opens the chart, which is recorded, and writes its crisis card. The card lies outside the guard: nothing else belongs on it.",
  run: (context, { options: { chart, plan, contacts, medication } }) =>
    withOpenVault(context, async (vault) => {
      const opened = await openForNow(context, vault, chart);
      if (!opened.ok) return opened;
      const there = await vault.crisisCard(chart);
      if (!there.ok) return refused(there.error);
      const card = {
        safetyPlan: plan ?? there.value?.safetyPlan ?? "",
        contacts: contacts ?? there.value?.contacts ?? "",
        medication: medication ?? there.value?.medication ?? "",
      };
      const saved = await vault.saveCrisisCard({ chart, ...card });
      if (!saved.ok) return refused(saved.error);
      const sent = await send(context, vault);
      return ok({ facts: { chart, ...sentFacts(sent) }, text: `The card is kept.${sentText(sent)}` });
    }),
});
