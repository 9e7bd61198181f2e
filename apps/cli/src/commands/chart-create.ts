import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: { name: { type: "string", value: "NAME", about: "whose chart it is", required: true } },
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const created = await vault.createChart({ name: options.name });
      if (!created.ok) return refused(created.error);
      const sent = await send(context, vault);
      return ok({
        facts: { id: created.value.id, ...sentFacts(sent) },
        text: `${created.value.id}${sentText(sent)}`,
      });
    }),
});
