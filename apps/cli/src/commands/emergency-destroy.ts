import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { openForNow } from "../guarded.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    request: { type: "string", value: "ID", about: "which one, as emergency list shows it", required: true },
    confirm: { type: "string", value: "NAME", about: "the chart's name, to be sure; asked for at a terminal" },
  },
  details: `Destroys the copies that you gave: they are overwritten at the server, and leave the device of who asked when it next syncs. The notes
that they are copies of stay, and so do the request, its reason and the access log, which say what was given and to whom. What somebody read or
copied they still have, and backups are not reached. A legal hold on the chart keeps them.`,
  async run(context, { options: { request, confirm } }) {
    return withOpenVault(context, async (vault) => {
      await vault.sync();
      const one = (await vault.emergencies()).find(({ id }) => id === request);
      if (!one?.mayDestroy) return refuse("not-entitled");
      const question = `The copies given out of ${one.chartName} will be gone for good. Type the chart's name: `;
      const typed = confirm ?? (context.terminal.attended ? await context.terminal.ask(question) : undefined);
      if (typed?.trim() !== one.chartName)
        return misused("--confirm is the chart's name, as emergency list shows it. Nothing was destroyed.");
      if (await vault.guard(one.chart)) {
        const opened = await openForNow(context, vault, one.chart);
        if (!opened.ok) return opened;
      }
      const destroyed = await vault.destroyGiven(request);
      if (!destroyed.ok) return refused(destroyed.error);
      const sent = await send(context, vault);
      return ok({
        facts: { request, destroyed: true, ...sentFacts(sent) },
        text: `Destroyed. The device of who asked deletes them when it next syncs; backups are not reached.${sentText(sent)}`,
      });
    });
  },
});
