import { ok } from "@alcove/bytes";
import { cardText } from "../card-text.ts";
import { defineCommand } from "../command.ts";
import { readPassphrase } from "../passphrase.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which guarded chart", required: true },
    reason: { type: "string", value: "TEXT", about: "why; everybody in the chart sees it", required: true },
  },
  details:
    "The safety plan, contacts and medication of a guarded chart, also without the server. Asks for the passphrase again.",
  run: (context, { options: { chart, reason } }) =>
    withOpenVault(context, async (vault) => {
      const passphrase = await readPassphrase(context, "Your passphrase, once more");
      if (!passphrase.ok) return passphrase;
      const card = await vault.openCrisisCard({ chart, passphrase: passphrase.value, reason });
      if (!card.ok) return refused(card.error);
      const sent = await send(context, vault);
      const text = `${cardText(card.value)}\n${sentText(sent)}`.trimEnd();
      return ok({ facts: { chart, ...card.value, ...sentFacts(sent) }, text });
    }),
});
