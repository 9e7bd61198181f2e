import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    id: { type: "string", value: "ID", about: "whom, as chart people shows them", required: true },
  },
  details: "They are none of this chart any more. What was said of them stays in its history.",
  run: (context, { options: { chart, id } }) =>
    withOpenVault(context, async (vault) => {
      const there = (await vault.administrative(chart))?.people.find((one) => one.id === id);
      const removed = await vault.removePerson({ chart, id, basedOn: there?.basedOn ?? [] });
      if (!removed.ok) return refused(removed.error);
      const sent = await send(context, vault);
      return ok({
        facts: { chart, id, ...sentFacts(sent) },
        text: `They are none of this chart any more.${sentText(sent)}`,
      });
    }),
});
