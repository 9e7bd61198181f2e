import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { openForNow } from "../guarded.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    confirm: { type: "string", value: "NAME", about: "the chart's name, to be sure; asked for at a terminal" },
  },
  details: `Destroys your psychotherapy notes in a chart: sealed keys and notes are overwritten at the server, and leave your devices as
they sync. Nobody can bring them back, and you can't either. Backups, exports, prints and devices that stay offline are not reached;
alcove member certificate says so on paper. Notes that somebody else reads are not destroyed. Laws, contracts or a legal hold may ask that
you keep notes for some years: whether they do is yours to find out first.`,
  async run(context, { options: { chart, confirm } }) {
    return withOpenVault(context, async (vault) => {
      await vault.sync();
      const found = (await vault.charts()).find(({ id }) => id === chart);
      if (!found) return refuse("chart-unknown");
      const { name } = found;
      const question = `Your psychotherapy notes of ${name} will be gone for good. Type the chart's name: `;
      const typed = confirm ?? (context.terminal.attended ? await context.terminal.ask(question) : undefined);
      if (typed?.trim() !== name)
        return misused("--confirm is the chart's name, as chart list shows it. Nothing was destroyed.");
      if (await vault.guard(chart)) {
        const opened = await openForNow(context, vault, chart);
        if (!opened.ok) return opened;
      }
      const destroyed = await vault.destroyApart({ chart });
      if (!destroyed.ok)
        return refused(
          destroyed.error,
          destroyed.error.code === "not-entitled" ? "You have no psychotherapy notes there." : undefined,
        );
      const sent = await send(context, vault);
      return ok({
        facts: { chart, destroyed: true, ...sentFacts(sent) },
        text: `Destroyed. Your other devices delete them when they next sync; backups are not reached.${sentText(sent)}`,
      });
    });
  },
});
