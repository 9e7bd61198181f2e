import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { withOpenVault } from "../profile.ts";
import { misused, refuse } from "../refusal.ts";

export const command = defineCommand({
  options: {
    id: { type: "string", value: "ID", about: "which save, as held list shows it", required: true },
    yes: { type: "boolean", about: "at a terminal: don't ask" },
  },
  details: "Its words are nowhere else: once discarded they are gone. alcove held list shows them.",
  run: (context, { options: { id, yes } }) =>
    withOpenVault(context, async (vault) => {
      if (!(await vault.heldSaves()).some((one) => one.id === id)) return refuse("save-unknown");
      if (!yes && context.terminal.attended) {
        const answer = await context.terminal.ask("Its words are nowhere else. Discard them? (yes/no) ");
        if (!/^y(es)?$/i.test(answer)) return misused("Nothing was discarded.");
      }
      await vault.discardHeld(id);
      return ok({ facts: { id }, text: "Discarded." });
    }),
});
