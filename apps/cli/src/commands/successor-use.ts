import { ok } from "@alcove/bytes";
import { readCards, refusedCard } from "../card-files.ts";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  options: {
    cards: { type: "string", value: "DIR", about: "folder with enough cards, as text files", required: true },
  },
  details: `With enough cards that a colleague made for their psychotherapy notes, and named you for or nobody: you read them from now on,
each chart's with what was written before. Everybody in the practice is shown that it happened, and the colleague can end it.
The cards are spent.`,
  async run(context, { options }) {
    const files = readCards(options.cards);
    if (!files.ok) return files;
    return withOpenVault(context, async (vault) => {
      const used = await vault.useSuccessorCards(files.value.map(({ text }) => text));
      if (!used.ok) return refusedCard(used.error, files.value);
      const sent = await send(context, vault);
      const use = (await vault.succession())?.uses.find(({ isByYou }) => isByYou);
      const charts = use?.charts ?? 0;
      return ok({
        facts: { author: use?.author, charts, ...sentFacts(sent) },
        text:
          `You read the psychotherapy notes of ${used.value.authorName || "their author"} in ${charts} ${charts === 1 ? "chart" : "charts"}. ` +
          `Everybody in the practice is shown it. Destroy the cards.${sentText(sent)}`,
      });
    });
  },
});
