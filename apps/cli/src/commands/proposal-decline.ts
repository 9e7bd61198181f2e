import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { findProposal, sayAct } from "../proposals.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    proposal: { type: "string", value: "ID", about: "which one, as proposal list shows it", required: true },
  },
  details: "Ends the waiting: another owner's is declined, your own is taken back.",
  run: (context, { options: { proposal } }) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const found = await findProposal(vault, proposal);
      if (!found) return refuse("proposal-unknown");
      const answered = await vault.answerProposal({ proposal: found.id, answer: "decline" });
      if (!answered.ok) return refused(answered.error);
      const sent = await send(context, vault);
      const says = found.acts.map(sayAct).join("; ");
      return ok({
        facts: { became: answered.value.became, ...sentFacts(sent) },
        text: `${found.isYours ? "Taken back" : "Declined"}: ${says}.${sentText(sent)}`,
      });
    }),
});
