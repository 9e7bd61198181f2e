import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refusedTo } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "WORD", about: "letters, digits and hyphens, at most 20" }],
  options: {
    text: {
      type: "string",
      value: "TEXT",
      about: "what it stands for while you write in the app; absent: nothing any more",
    },
  },
  details: "They lie where the practice keeps names: write no client’s words here.",
  run: (context, { options, positionals: [word = ""] }) =>
    withOpenVault(context, async (vault) => {
      const { text } = options;
      const saved = text === undefined ? await vault.removeSnippet(word) : await vault.saveSnippet({ word, text });
      if (!saved.ok) return refusedTo("write", saved.error);
      const sent = await send(context, vault);
      return ok({ facts: { word, ...sentFacts(sent) }, text: `/${word}${sentText(sent)}` });
    }),
});
