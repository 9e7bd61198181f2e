import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { findProposal, sayAct, sayProposal } from "../proposals.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    proposal: { type: "string", value: "ID", about: "which one, as proposal list shows it", required: true },
    yes: { type: "boolean", about: "at a terminal: don't ask" },
  },
  details: `Says at a terminal what it does and asks. Where the practice has changed since it was proposed, it is proposed again with your
signature, and the one who proposed it signs in turn.`,
  run: (context, { options: { proposal, yes } }) =>
    withOpenVault(context, async (vault) => {
      await send(context, vault);
      const found = await findProposal(vault, proposal);
      if (!found) return refuse("proposal-unknown");
      if (!yes && context.terminal.attended) {
        context.output.note(`\n${sayProposal(found)}\n`);
        if ((await context.terminal.ask("Sign it? yes or no: ")).toLowerCase() !== "yes")
          return misused("Nothing was signed.");
      }
      const answered = await vault.answerProposal({ proposal: found.id, answer: "sign" });
      if (!answered.ok) return refused(answered.error);
      const sent = await send(context, vault);
      const { became } = answered.value;
      const says = found.acts.map(sayAct).join("; ");
      const text =
        became === "signed"
          ? `Signed, and it stands: ${says}.`
          : `The practice has changed since. It is proposed again with your signature and waits for theirs: ${says}.`;
      return ok({ facts: { became, ...sentFacts(sent) }, text: `${text}${sentText(sent)}` });
    }),
});
