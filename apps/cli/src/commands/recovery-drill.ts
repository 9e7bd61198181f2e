import { ok } from "@alcove/bytes";
import { readCards, refusedCard } from "../card-files.ts";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  options: {
    cards: { type: "string", value: "DIR", about: "folder with the cards to check, as text files", required: true },
  },
  details: `Each card is compared with what was published of it when it was made. None are put together, so a drill opens nothing.
What was seen is signed and shown on all devices.`,
  async run(context, { options }) {
    const files = readCards(options.cards);
    if (!files.ok) return files;
    return withOpenVault(context, async (vault) => {
      const drilled = await vault.drillRecoveryCards(files.value.map(({ text }) => text));
      if (!drilled.ok) return refusedCard(drilled.error, files.value);
      const sent = await send(context, vault);
      const view = await vault.recovery();
      const seen = view?.drilled ?? [];
      const isEnough = view !== undefined && seen.length >= view.needed;
      return ok({
        facts: {
          drilled: seen,
          needed: view?.needed,
          enough: isEnough,
          undelivered: view?.waiting ?? 0,
          ...sentFacts(sent),
        },
        text:
          `Right: ${seen.map((number) => `card ${number}`).join(", ")}.` +
          (isEnough ? " These are enough to recover." : ` It takes ${view?.needed} to recover.`) +
          sentText(sent),
      });
    });
  },
});
