import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which chart" }],
  options: { name: { type: "string", value: "NAME", about: "its new name", required: true } },
  run: (context, { options, positionals: [id = ""] }) =>
    withOpenVault(context, async (vault) => {
      const renamed = await vault.renameChart({ chart: id, name: options.name });
      if (!renamed.ok) return refused(renamed.error);
      const sent = await send(context, vault);
      return ok({ facts: { id, ...sentFacts(sent) }, text: `Renamed.${sentText(sent)}` });
    }),
});
