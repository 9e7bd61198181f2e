import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  run: (context) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const snippets = await vault.snippets();
      const text = snippets.map(({ word, text: stands }) => `/${word}  ${stands}`).join("\n") || "No snippets yet.";
      return ok({ facts: { snippets, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
