import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { asOfLastSync, send, withOpenVault } from "../profile.ts";
import { sayAct, sayProposal } from "../proposals.ts";

export const command = defineCommand({
  details: `Two owners decide together who is owner or officer, about recovery cards, and about rights in charts that neither reads. One
proposes (--propose), another signs or declines. An id names exactly what is signed.`,
  run: (context) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const proposals = await vault.proposals();
      const asOf = await asOfLastSync(vault);
      const text = proposals.map(sayProposal).join("\n\n") || "Nothing waits for a second signature.";
      const facts = proposals.map((one) => ({ ...one, says: one.acts.map(sayAct) }));
      return ok({ facts: { proposals: facts, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
