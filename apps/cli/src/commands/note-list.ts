import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { noteLine } from "../note-text.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "which chart", required: true } },
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      if (!(await vault.charts()).some((chart) => chart.id === options.chart)) return refuse("chart-unknown");
      const notes = await vault.notes(options.chart);
      const text = notes.map(noteLine).join("\n") || "No notes in this chart yet.";
      return ok({ facts: { notes, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});
