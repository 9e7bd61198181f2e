import { ok } from "@alcove/bytes";
import { sayCount, staysWords } from "@alcove/export/certificate";
import { defineCommand } from "../command.ts";
import { openForNow } from "../guarded.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    reason: { type: "string", value: "TEXT", about: "why, where it is not due by the practice's confirmed rule" },
    confirm: { type: "string", value: "NAME", about: "the chart's name, to be sure; asked for at a terminal" },
  },
  details: `Destroys a whole chart: keys, notes, people, files and cases are overwritten at the server, and leave devices as they sync. Nobody can
bring them back. Its name, its access log and appointments stay; backups, exports, prints and devices that stay offline are not reached, and
alcove member certificate says so on paper. Where the practice has another owner, it waits until they sign too. It is refused while somebody
of it is a client, a case is open or a paper holds it, words of it wait on this device, or a colleague keeps psychotherapy notes in it.`,
  async run(context, { options: { chart, reason = "", confirm } }) {
    return withOpenVault(context, async (vault) => {
      await vault.sync();
      const found = (await vault.charts()).find(({ id }) => id === chart);
      if (!found) return refuse("chart-unknown");
      if (await vault.guard(chart)) {
        const opened = await openForNow(context, vault, chart);
        if (!opened.ok) return opened;
      }
      const plan = await vault.chartDestruction(chart);
      if (!plan) return refuse("chart-unknown");
      const [hinders] = plan.hinders;
      if (hinders) return refused(hinders);
      if (plan.needsReason && reason.trim() === "") return refuse("reason-empty");
      const { name } = found;
      const goes = [...plan.counts.map(sayCount), ...(plan.ownNotes > 0 ? ["your psychotherapy notes"] : [])];
      context.output.note(`Goes: ${goes.join(", ") || "a chart without notes"}.`);
      for (const one of plan.stays) context.output.note(`Stays: ${staysWords[one]}`);
      const question = `All of ${name} will be gone for good. Type the chart's name: `;
      const typed = confirm ?? (context.terminal.attended ? await context.terminal.ask(question) : undefined);
      if (typed?.trim() !== name)
        return misused("--confirm is the chart's name, as chart list shows it. Nothing was destroyed.");
      const done = await vault.destroyChart({ chart, reason });
      if (!done.ok) return refused(done.error);
      const sent = await send(context, vault);
      const { became } = done.value;
      const says =
        became === "proposed"
          ? "Nothing is gone yet: another owner signs it with alcove proposal sign."
          : "Destroyed. Other devices delete it when they next sync; alcove member certificate says what that does not reach.";
      return ok({ facts: { chart, became, ...sentFacts(sent) }, text: `${says}${sentText(sent)}` });
    });
  },
});
