import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refusedTo } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which note" }],
  options: { words: { type: "string", value: "TEXT", about: "what is to be added or put right", required: true } },
  details: "The signed note stays as it is. Its author answers with an addendum; then you can countersign.",
  run: (context, { options, positionals: [id = ""] }) =>
    withOpenVault(context, async (vault) => {
      const asked = await vault.askForChange({ note: id, words: options.words });
      if (!asked.ok) return refusedTo("write", asked.error);
      const sent = await send(context, vault);
      return ok({ facts: { id, ...sentFacts(sent) }, text: `Asked.${sentText(sent)}` });
    }),
});
